"""What other rooms' pages show of check-ins: columns, the profile's head, one timeline."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from checkins.actions.planning import plan_check_ins
from checkins.actions.standing import rebuild_last_contacts
from checkins.actions.touches import log_touch
from checkins.panels import head, history, of_partnership
from checkins.queries.standing import (
    BY_CREATOR,
    BY_PARTNERSHIP,
    by_contact,
    by_next,
    narrow_creators,
    warmths,
)
from core.panels import columns, filters
from creators.models import Creator
from creators.queries.directory import rows_of
from partnerships.models import Partnership, TierPolicy
from tests import factories
from tests.checkins.conftest import NOW
from tests.checkins.conftest import work as _work


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def _column(slot: str, key: str):
    return next(column for column in columns(slot) if column.key == key)


def _contact(partnership, days: int, direction: str = "in") -> None:
    log_touch(
        partnership=partnership, kind="reply" if direction == "in" else "message",
        direction=direction, at=NOW - timedelta(days=days), by=None, logged_at=NOW,
    )  # fmt: skip


def _shown(pk: int, key: str):
    """What the directory's column knows of a creator."""
    _rows, [filled] = rows_of(Creator.objects.filter(pk=pk), [_column("creators.directory", key)])
    return filled.values[pk]


# --- columns


@pytest.mark.parametrize("slot", ["creators.directory", "partnerships.list"])
def test_columns_have_one_query_for_any_number_of_rows(
    partnership, in_scope, manager, slot, django_assert_num_queries
):
    rows = [partnership] + [
        factories.PartnershipFactory(workspace=in_scope, owner=manager) for _n in range(5)
    ]
    plan_check_ins(workspace=in_scope, at=NOW)
    for row in rows:
        _contact(row, 3)
    by_creator = slot == "creators.directory"
    ids = [row.creator_id if by_creator else row.pk for row in rows]
    for key in ("last_contact", "next_check_in", "warmth"):
        column = _column(slot, key)
        if column.fields:
            continue  # It comes with the list's own rows.
        with django_assert_num_queries(1):
            assert set(column.load(ids)) == set(ids)


def test_column_of_a_creator_takes_the_first_date_and_the_coldest(partnership, in_scope, manager):
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, tier="T2"
    )
    _contact(partnership, 60)
    _contact(other, 1)
    pk = partnership.creator_id
    assert warmths([pk], BY_CREATOR, NOW)[pk].level == "cold"
    assert warmths([other.pk], BY_PARTNERSHIP, NOW)[other.pk].level == "warm"
    shown = _column("creators.directory", "next_check_in").load([pk])[pk]
    # 60 days ago is 2 January; a month later, 2 February.
    assert shown.due_on == date(2026, 2, 2)
    assert _shown(pk, "last_contact") == NOW - timedelta(days=1)


def test_cell_of_a_creator_nobody_spoke_to_is_empty(partnership):
    column = _column("creators.directory", "last_contact")
    never = _shown(partnership.creator_id, "last_contact")
    assert column.cell(never) == ""
    assert column.plain(never) is None


@pytest.mark.parametrize(
    ("key", "drawn", "told"),
    [
        ("last_contact", ">yesterday</span>", date(2026, 3, 2)),
        ("next_check_in", "overdue", date(2026, 2, 2)),
        ("warmth", "They were last in touch on 2 January 2026", "Cold"),
    ],
)
def test_cells_are_drawn_and_exported(partnership, in_scope, manager, key, drawn, told):
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, tier="T3"
    )
    _contact(partnership, 60)
    _contact(other, 1, "out")
    column = _column("creators.directory", key)
    context = _shown(partnership.creator_id, key)
    assert drawn in column.cell(context)
    assert column.plain(context) == told


@pytest.mark.parametrize(
    ("days", "span"),
    [
        (0, "30"), (30, "30"), (31, "30-90"), (90, "30-90"), (91, "90-180"), (180, "90-180"),
        (181, "180"), (900, "180"), (None, "never"),
    ],
)  # fmt: skip
def test_every_last_contact_is_in_one_span(partnership, days, span):
    if days is not None:
        _contact(partnership, days, "out")
    column = _column("creators.directory", "last_contact")
    for value, _label in column.choices():
        found = column.narrow(Creator.objects.all(), value)
        assert (partnership.creator in found) == (value == span), value
    assert partnership.creator in column.narrow(Creator.objects.all(), "soon")


@pytest.mark.parametrize(
    ("started", "contact", "work", "gaps"),
    [
        (200, None, None, {"90", "180"}),
        (100, None, None, {"90"}),
        (80, None, None, set()),
        (400, 100, 300, {"90"}),
        (400, 300, 100, {"90"}),
        (400, 200, 200, {"90", "180"}),
        (400, 10, 300, set()),
        (400, 300, -5, set()),  # booked
    ],
)
def test_gap_is_without_work_and_without_contact(
    partnership, in_scope, started, contact, work, gaps
):
    Partnership.objects.update(started_on=NOW.date() - timedelta(days=started))
    if work is not None:
        _work(
            partnership,
            starts_on=NOW.date() - timedelta(days=work + 20),
            ends_on=NOW.date() - timedelta(days=work + 1),
        )
    if contact is not None:
        _contact(partnership, contact, "out")
    rebuild_last_contacts(in_scope)
    [gap] = [one for one in filters("creators.directory") if one.key == "gap"]
    found = {
        value for value, _label in gap.choices()
        if partnership.creator in gap.narrow(Creator.objects.all(), value)
    }  # fmt: skip
    assert found == gaps


def test_lists_are_ordered_by_contact_and_by_the_next_date(partnership, in_scope, manager):
    early, late, never = [partnership] + [
        factories.PartnershipFactory(workspace=in_scope, owner=manager, tier=tier)
        for tier in ("T2", "T3")
    ]
    _contact(early, 60)
    _contact(late, 1)
    names = [early.creator, late.creator, never.creator]
    creators = Creator.objects.filter(partnerships__in=[early, late, never])
    assert list(by_contact(creators, True)) == [names[1], names[0], names[2]]
    assert list(by_contact(creators, False)) == [names[2], names[0], names[1]]
    assert list(by_next(creators, False)) == [names[0], names[1], names[2]]
    assert list(by_next(creators, True))[0] == names[2]


@pytest.mark.parametrize("days", [0, 31, 32, 46, 47, 92, 93, 138, 139, 400])
@pytest.mark.parametrize("tier", ["T1", "T2"])
def test_narrowing_agrees_with_the_chip(partnership, tier, days):
    Partnership.objects.update(tier=tier)
    _contact(partnership, days)
    level = warmths([partnership.pk], BY_PARTNERSHIP, NOW)[partnership.pk].level
    for asked in ("warm", "cooling", "cold"):
        found = narrow_creators(Creator.objects.all(), asked, NOW)
        assert (partnership.creator in found) == (asked == level)


@pytest.mark.parametrize("days", [10, 40, 60])
def test_narrowing_agrees_where_they_never_answered(partnership, days):
    Partnership.objects.update(started_on=NOW.date() - timedelta(days=days))
    _contact(partnership, 1, "out")
    level = warmths([partnership.pk], BY_PARTNERSHIP, NOW)[partnership.pk].level
    assert partnership.creator in narrow_creators(Creator.objects.all(), level, NOW)


def test_narrowing_follows_the_brands_own_policy(partnership, in_scope):
    TierPolicy.objects.create(
        workspace=in_scope, brand=partnership.brand, tier="T1", cadence="quarterly",
        budget_share=40,
    )  # fmt: skip
    _contact(partnership, 60)
    assert partnership.creator in narrow_creators(Creator.objects.all(), "warm", NOW)


@pytest.mark.parametrize("fields", [{"tier": "T3"}, {"stage": "paused"}])
def test_without_rhythm_or_in_a_pause_there_is_no_warmth(partnership, fields):
    Partnership.objects.update(**fields)
    assert warmths([partnership.pk], BY_PARTNERSHIP, NOW) == {}
    for level in ("warm", "cooling", "cold"):
        assert not narrow_creators(Creator.objects.all(), level, NOW).exists()


def test_unknown_warmth_narrows_nothing(partnership):
    narrow = _column("creators.directory", "warmth").narrow
    assert list(narrow(Creator.objects.all(), "tepid")) == [partnership.creator]


# --- the profile


def test_profile_head_says_the_next_date_and_why(partnership, manager, client_as):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    url = reverse("creators:profile", args=["north", partnership.creator.public_id])
    page = client_as(manager).get(url).text
    assert "You spoke on 3 March; monthly; 3 April is a Friday" in page
    assert "Warm" in page
    assert "They were last in touch on 3 March 2026, 0 days ago" in page


def test_profile_head_of_a_stranger_is_empty(in_scope, rf):
    creator = factories.CreatorFactory(workspace=in_scope)
    assert head(rf.get("/"), creator) is None


def test_profile_head_of_a_paused_partnership(partnership, manager, client_as):
    Partnership.objects.update(stage="paused", paused_until=date(2026, 4, 1))
    url = reverse("creators:profile", args=["north", partnership.creator.public_id])
    page = client_as(manager).get(url).text
    assert "Paused until 1 April" in page
    assert "No check-in is planned." in page


def test_partnership_page_has_contact_and_history(partnership, manager, client_as):
    for n in range(9):
        _contact(partnership, n)
    url = reverse("partnerships:detail", args=["north", partnership.public_id])
    page = client_as(manager).get(url).text
    assert "Log a contact" in page
    assert page.count("<time") >= 8
    assert "Earlier" in page


def test_ended_partnership_keeps_its_history_only(partnership, rf, in_scope):
    Partnership.objects.update(stage="ended", ended_on=date(2026, 3, 1))
    partnership.refresh_from_db()
    request = rf.get("/")
    request.workspace = in_scope
    assert of_partnership(request, partnership) is None
    assert history(request, partnership) is None
    _contact(partnership, 3)
    assert len(history(request, partnership)["part"].lines) == 1


def test_profile_head_takes_two_queries(partnership, in_scope, rf, django_assert_num_queries):
    request = rf.get("/")
    request.workspace = in_scope
    for _n in range(3):
        factories.PartnershipFactory(workspace=in_scope, creator=partnership.creator)
    plan_check_ins(workspace=in_scope, at=NOW)
    with django_assert_num_queries(2):
        assert len(head(request, partnership.creator)["lines"]) == 4
