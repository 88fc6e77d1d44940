"""Pace, load, maturity, objectives and the flags of the list, on pages (rows 15, 28, 29, 62)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from checkins.queries.lines import standing
from checkins.today import Asking
from core.together import read_rounds
from core.versions import EditConflict
from partnerships.actions import objectives as actions
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, Amendment, Objective, ObjectiveChange, Partnership
from partnerships.queries.fatigue import one_too_many
from partnerships.queries.flags import flagged
from partnerships.queries.objectives import objectives
from partnerships.queries.pace import behind_guarantee, paces
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

TODAY = date(2026, 3, 3)
DAY = timedelta(days=1)
VALUES = {
    "audience": "Women who cook", "market": "US", "metric": "reach", "target": Decimal(1000),
    "currency": "", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 4, 30), "sow": None,
}  # fmt: skip


def _told(source):
    [lines] = read_rounds([source])
    return lines


@pytest.fixture
def promised(partnership):
    """Half a year of the contract has passed on 3 March; four are guaranteed."""
    return Agreement.objects.create(
        workspace=partnership.workspace, partnership=partnership, kind="evergreen",
        state="in_force", starts_on=date(2025, 9, 1), campaigns_a_year=5, guaranteed_a_year=4,
        currency="USD", signed_on=date(2025, 8, 20),
    )  # fmt: skip


@pytest.fixture
def take_part(partnership):
    def make(starts_on, state="confirmed", **fields):
        campaign = factories.CampaignFactory(
            workspace=partnership.workspace, brand=partnership.brand, starts_on=starts_on,
            ends_on=starts_on + 20 * DAY,
        )  # fmt: skip
        part = factories.CollaborationFactory(
            campaign=campaign, partnership=partnership, state=state, **fields
        )
        if state == "closed":
            type(part).objects.filter(pk=part.pk).update(closed_at=AT)
        return part

    return make


@pytest.fixture
def objective(partnership, manager):
    return actions.add_objective(partnership=partnership, values=VALUES, by=manager, at=AT)


@pytest.mark.django_db
def test_pace_counts_booked_and_delivered(partnership, promised, take_part):
    take_part(date(2025, 10, 1), "closed")
    take_part(date(2026, 5, 1))
    take_part(date(2026, 6, 1), "declined")
    found = paces([partnership.pk, 0], AT)
    assert found[0].current is None
    current = found[partnership.pk].current
    assert (current.promised, current.guaranteed) == (5, 4)
    assert (current.booked, current.delivered) == (2, 1)
    assert not found[partnership.pk].behind


@pytest.mark.django_db
def test_amended_promise_holds_for_its_own_year(partnership, promised, take_part):
    Agreement.objects.filter(pk=promised.pk).update(starts_on=date(2024, 9, 1))
    Amendment.objects.create(
        workspace=promised.workspace, agreement=promised, number=1, state="in_force",
        effective_on=date(2026, 1, 1), reason="More",
        before={"campaigns_a_year": 2, "guaranteed_a_year": 1},
        after={"campaigns_a_year": 5, "guaranteed_a_year": 4},
    )  # fmt: skip
    first, second = paces([partnership.pk], AT)[partnership.pk].years
    assert (first.promised, first.guaranteed) == (2, 1)
    assert (second.promised, second.guaranteed) == (5, 4)
    assert paces([partnership.pk], AT)[partnership.pk].missed == (first,)


@pytest.mark.django_db
def test_shortfall_is_on_the_page_with_a_way_to_book(client, noon, partnership, promised, brand):
    campaign = factories.CampaignFactory(
        workspace=partnership.workspace, brand=brand, name="Spring", starts_on=date(2026, 4, 1),
        ends_on=date(2026, 4, 20), state="planned",
    )  # fmt: skip
    page = text_of(client.get(url("detail", partnership.public_id)))
    assert "4 guaranteed campaigns of this year are not booked. Book them by" in page
    add = reverse("campaigns:add_creators", args=["north", campaign.public_id])
    assert f"{add}?partnership={partnership.public_id}" in page
    plan = reverse("campaigns:create", args=["north"])
    assert f"{plan}?brand={brand.public_id}&amp;partnership={partnership.public_id}" in page


@pytest.mark.django_db
def test_planned_for_one_creator_leads_on_to_adding_them(client, partnership, brand, manager):
    plan = reverse("campaigns:create", args=["north"])
    values = {
        "brand": brand.public_id, "name": "Spring", "starts_on": "2026-04-01",
        "ends_on": "2026-04-20", "owner": manager.public_id,
    }  # fmt: skip
    response = client.post(f"{plan}?partnership={partnership.public_id}", values)
    assert response.url.endswith(f"/creators/?partnership={partnership.public_id}")
    bad = client.post(f"{plan}?partnership=//x", {**values, "name": "Summer"})
    assert "creators" not in bad.url


@pytest.mark.django_db
def test_list_shows_and_narrows_to_flags(client, noon, partnership, promised, take_part):
    other = factories.PartnershipFactory(
        workspace=partnership.workspace, brand=partnership.brand, owner=partnership.owner,
        creator__name="Somebody Else",
    )  # fmt: skip
    assert behind_guarantee(AT) == [partnership.pk]
    page = text_of(client.get(url("list")))
    assert "book 4 by" in page
    narrowed = text_of(client.get(url("list") + "?flag=behind"))
    assert "Maya Lind" in narrowed and other.creator.name not in narrowed
    assert "Maya Lind" not in text_of(client.get(url("list") + "?flag=tired"))
    for n in range(7):
        take_part(date(2025, 9, 2) + n * 20 * DAY)
    assert "over-used" in text_of(client.get(url("list") + "?flag=tired"))
    assert not flagged(Partnership.objects.all(), "nonsense", AT).exists()


@pytest.mark.django_db
def test_list_asks_a_fixed_number_of_queries(client, noon, partnership, promised, fill, brand):
    one = queries_of(client, url("list"))
    for each in fill(brand, "T1", 3, partnership.owner):
        Agreement.objects.create(
            workspace=each.workspace, partnership=each, kind="evergreen", state="in_force",
            starts_on=date(2025, 9, 1), campaigns_a_year=5, guaranteed_a_year=4, currency="USD",
        )  # fmt: skip
    assert queries_of(client, url("list")) == one
    assert one <= 25


@pytest.mark.django_db
def test_overview_and_growth_stay_small(client, noon, partnership, promised, take_part, objective):
    take_part(date(2025, 10, 1), "closed")
    here = url("detail", partnership.public_id)
    n = queries_of(client, here)
    assert n <= 18
    assert queries_of(client, f"{here}?tab=growth") <= 35


@pytest.mark.django_db
def test_one_too_many_is_said_before_it_is_added(client, partnership, take_part):
    for n in range(6):
        take_part(date(2026, 1, 1) + n * 20 * DAY)
    assert one_too_many([partnership], date(2026, 6, 1)) == {partnership.pk: (7, 6)}
    assert one_too_many([partnership], date(2027, 6, 1)) == {}
    campaign = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, starts_on=date(2026, 6, 1),
        ends_on=date(2026, 6, 20),
    )  # fmt: skip
    page = client.get(reverse("campaigns:add_creators", args=["north", campaign.public_id]))
    assert "It would be campaign no. 7 in 12 months" in text_of(page)


@pytest.mark.django_db
def test_growth_tab_tells_maturity_and_load(client, noon, partnership, take_part):
    for n, likes in enumerate((100, 120, 60)):
        part = take_part(date(2025, 3 + n, 1), "closed", sequence=n + 1)
        factories.ResultFactory(collaboration=part, likes=likes, comments=0, saves=0, shares=0)
    page = text_of(client.get(url("detail", partnership.public_id) + "?tab=growth"))
    assert "Year 2:" in page and "Deepening" in page
    assert "is 50% below the best one" in page
    assert "3 campaigns measured" in page


# Objectives


@pytest.mark.django_db
def test_objective_progress_comes_from_results(partnership, objective, take_part):
    part = take_part(date(2026, 2, 1))
    factories.ResultFactory(collaboration=part, reach=700, day=date(2026, 2, 5))
    factories.ResultFactory(collaboration=part, reach=900, day=date(2025, 12, 31))
    factories.ResultFactory(collaboration=part, reach=800, day=date(2026, 2, 5), market="RU")
    [one] = objectives(partnership, TODAY).running
    assert (one.progress.value, one.progress.n, one.progress.standing) == (700, 1, "on_line")


@pytest.mark.django_db
def test_adjusting_keeps_a_history(objective, partnership, manager):
    with pytest.raises(ReasonMissing):
        actions.adjust_objective(
            objective=objective, target=Decimal(5), reason=" ", by=manager, at=AT
        )
    with pytest.raises(Refused):
        actions.adjust_objective(
            objective=objective, target=Decimal(0), reason="x", by=manager, at=AT
        )
    actions.adjust_objective(
        objective=objective, target=Decimal(500), reason="Fewer", by=manager, at=AT
    )
    change = ObjectiveChange.objects.get()
    assert (change.from_target, change.to_target) == (1000, 500)
    stale = Objective.objects.get()
    stale.version = 1
    with pytest.raises(WrongState):
        actions.adjust_objective(
            objective=stale, target=Decimal(5), reason="Late", by=manager, at=AT
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": date(2025, 1, 1)}, "ends_on"),
        ({"target": Decimal(-1)}, "target"),
        ({"metric": "engagement_rate", "target": Decimal(2)}, "target"),
        ({"metric": "revenue"}, "currency"),
    ],
)
def test_bad_objective_is_refused_beside_its_field(partnership, manager, change, field):
    with pytest.raises(Refused) as refused:
        actions.add_objective(
            partnership=partnership, values={**VALUES, **change}, by=manager, at=AT
        )
    assert refused.value.field == field


@pytest.mark.django_db
def test_dropped_objective_stays_in_the_history(objective, partnership, manager):
    actions.drop_objective(objective=objective, by=manager, at=AT)
    for act in (
        lambda: actions.drop_objective(objective=objective, by=manager, at=AT),
        lambda: actions.update_objective(
            objective=objective, expected=2, values=VALUES, by=manager, at=AT
        ),
    ):
        with pytest.raises(WrongState):
            act()
    found = objectives(partnership, TODAY)
    assert (found.running, [one.row for one in found.past]) == ([], [objective])


@pytest.mark.django_db
def test_edit_over_another_edit_is_a_conflict(objective, manager):
    actions.update_objective(
        objective=objective, expected=1, values={**VALUES, "audience": "Men"}, by=manager, at=AT
    )
    with pytest.raises(EditConflict):
        actions.update_objective(objective=objective, expected=1, values=VALUES, by=manager, at=AT)


@pytest.mark.django_db
def test_objective_on_pages(client, noon, partnership):
    new = url("objective_new", partnership.public_id)
    values = {
        "audience": "Cooks", "market": "US", "metric": "engagement_rate", "target": "4.5",
        "starts_on": "2026-01-01", "ends_on": "2026-06-30", "currency": "",
    }  # fmt: skip
    assert client.post(new, {**values, "ends_on": "2025-01-01"}).status_code == 422
    client.post(new, values)
    row = Objective.objects.get()
    assert row.target == Decimal("0.045")
    growth = url("detail", partnership.public_id) + "?tab=growth"
    page = text_of(client.get(growth))
    assert "not measured yet" in page and "4.5%" in page
    assert 'value="4.5"' in text_of(client.get(url("objective_adjust", row.public_id)))
    client.post(url("objective_adjust", row.public_id), {"target": "5", "reason": "Better"})
    assert "adjusted 1 time" in text_of(client.get(growth))
    edit = {**values, "audience": "Bakers", "version": "2"}
    client.post(url("objective", row.public_id), edit)
    assert "Bakers" in text_of(client.get(growth))
    client.post(url("objective_drop", row.public_id))
    assert "None runs now." in text_of(client.get(growth))


# Today


@pytest.mark.django_db
def test_today_tells_shortfall_objective_and_concern_once(partnership, promised, objective):
    manager = partnership.owner
    for mine in (True, False):
        asking = Asking(user=manager, at=AT, mine=mine)
        [line] = _told(standing.shortfalls(asking))
        assert "4 guaranteed campaigns" in line.reason and line.partnership == partnership
        assert _told(standing.objectives(asking)) == []
        assert _told(standing.concerns(asking)) == []
    quarter = AT.replace(month=4, day=2)
    again = actions.add_objective(
        partnership=partnership, values={**VALUES, "audience": "Bakers"}, by=manager, at=AT
    )
    [line] = _told(standing.objectives(Asking(user=manager, at=quarter)))
    assert "2 objectives" in line.reason
    for row in (objective, again):
        actions.adjust_objective(
            objective=row, target=row.target, reason="Stays", by=manager, at=quarter
        )
    assert _told(standing.objectives(Asking(user=manager, at=quarter))) == []
