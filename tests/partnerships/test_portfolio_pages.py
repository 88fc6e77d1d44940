from datetime import date, timedelta
from decimal import Decimal

import pytest

from partnerships.actions.brands import create_brand
from partnerships.actions.partnerships import end_partnership, open_partnership
from partnerships.models import Brand, Partnership, TierPolicy
from partnerships.queries.audit import audits
from partnerships.queries.lights import lights
from tests import factories
from tests.partnerships.conftest import AT
from tests.partnerships.pages import queries_of, text_of, url

pytestmark = pytest.mark.usefixtures("noon")


def earned(partnership, revenue, currency="USD"):
    """A finished campaign with one row of results."""
    campaign = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, owner=partnership.owner,
        state="closed", closed_at=AT,
    )  # fmt: skip
    part = factories.CollaborationFactory(
        campaign=campaign, partnership=partnership, state="closed", closed_at=AT
    )
    factories.ResultFactory(
        collaboration=part, revenue_amount=revenue, revenue_currency=currency if revenue else ""
    )


# Board and tiers


def test_board_shows_stages_with_the_acts_that_move(brand, partnership, client, manager, fill):
    paused, opening, over = fill(brand, "T2", 3, manager)
    Partnership.objects.filter(pk=paused.pk).update(
        stage="paused", paused_until=AT.date() + timedelta(days=9)
    )
    Partnership.objects.filter(pk=opening.pk).update(stage="opening")
    end_partnership(partnership=over, reason="Over", by=manager, at=AT, end_kind="budget")
    page = client.get(url("board"))
    found = {c.stage.value: [one.pk for one in c.cards] for c in page.context["columns"]}
    assert found == {
        "opening": [opening.pk], "active": [partnership.pk], "paused": [paused.pk],
        "ended": [over.pk],
    }  # fmt: skip
    text = text_of(page)
    for name, one in (
        ("activate", opening), ("pause", opening), ("pause", partnership), ("end", partnership),
        ("resume", paused), ("end", paused),
    ):  # fmt: skip
        assert url(name, one.public_id) in text
    assert url("activate", partnership.public_id) not in text
    assert f"?creator={over.creator.public_id}&amp;brand={brand.public_id}" in text
    assert "Budget" in text


def test_board_forgets_those_that_ended_long_ago(brand, client, manager):
    for days in (89, 90):
        factories.PartnershipFactory(
            workspace=brand.workspace, brand=brand, owner=manager, stage="ended",
            ended_on=AT.date() - timedelta(days=days),
        )  # fmt: skip
    assert client.get(url("board")).context["columns"][3].n == 1


def test_board_filters_and_has_a_clean_address(brand, partnership, client, fill, owner):
    fill(brand, "T2", 2, owner)
    response = client.get(url("board"), {"q": "", "tier": "T1"})
    assert (response.status_code, response.url) == (302, f"{url('board')}?tier=T1")
    counts = {c.stage.value: c.n for c in client.get(response.url).context["columns"]}
    assert counts["active"] == 1
    assert client.get(url("board"), {"owner": "me"}).context["columns"][1].n == 1


def test_board_of_an_analyst_moves_nothing(brand, partnership, client_as, analyst):
    text = text_of(client_as(analyst).get(url("board")))
    assert "Maya Lind" in text
    assert url("pause", partnership.public_id) not in text


def test_empty_workspace_says_where_to_begin(in_scope, client):
    for name in ("board", "tiers", "portfolio", "bench"):
        assert client.get(url(name)).status_code == 200
    assert "First, a brand" in text_of(client.get(url("board")))


def test_tiers_show_places_and_who_could_come_up(brand, client, manager, fill):
    fill(brand, "T1", 9, manager)
    low, high = fill(brand, "T2", 2, manager)
    for one, score in ((low, 40), (high, 80)):
        one.creator.potential = score
        one.creator.save()
        factories.vetted(one.creator)
    page = client.get(url("tiers"))
    text = text_of(page)
    assert "9 of 8 places" in text
    assert "1 over" in text
    first = page.context["rows"][0][1][0]
    assert [one.partnership.pk for one in first.bench] == [high.pk, low.pk]
    assert f"{url('change_tier', high.public_id)}?to=T1" in text
    assert "finished campaigns 0 of 1" in text


# Bench


def test_bench_puts_the_best_score_first_and_the_gate_last(brand, client, manager, fill):
    shut, unknown, good = fill(brand, "T2", 3, manager)
    for one, score in ((shut, 95), (unknown, None), (good, 60)):
        one.creator.potential = score
        one.creator.save()
    for one in (unknown, good):
        factories.vetted(one.creator)
    paused = fill(brand, "T2", 1, manager)[0]
    Partnership.objects.filter(pk=paused.pk).update(stage="paused")
    TierPolicy.objects.update(least_campaigns=0)
    page = client.get(url("bench"))
    candidates = page.context["groups"][0][3]
    assert [one.partnership.pk for one in candidates] == [good.pk, unknown.pk, shut.pk]
    assert [one.way.ready for one in candidates] == [True, True, False]
    text = text_of(page)
    assert "Gate shut" in text
    assert "Compare the first ones" in text


def test_promotion_page_lists_what_is_met(brand, client, manager, fill):
    one = fill(brand, "T2", 1, manager)[0]
    factories.vetted(one.creator, "easy", "delivers")
    text = text_of(client.get(f"{url('change_tier', one.public_id)}?to=T1"))
    assert "To come up into T1" in text
    assert "2 of 6 met" in text
    assert "now: 0" in text
    assert '<option value="T1" selected>' in text


# Portfolio


def test_portfolio_figures_with_the_rows_behind_them(brand, client, manager, fill, partnership):
    five = fill(brand, "T2", 4, manager)
    earned(partnership, 8000)
    for one in five:
        earned(one, 500)
    open_partnership(
        creator=factories.vetted(factories.CreatorFactory(workspace=brand.workspace)), brand=brand,
        tier="T1", reason="New", owner=manager, by=manager, at=AT,
    )  # fmt: skip
    gone = fill(brand, "T1", 1, manager)[0]
    end_partnership(partnership=gone, reason="Moved to food", by=manager, at=AT, end_kind="fit")
    page = client.get(url("portfolio"))
    found = page.context["portfolio"]
    assert (found.concentration.n, found.concentration.top) == (5, 1)
    assert found.concentration.share == Decimal("0.8")
    assert len(found.lost) == 1
    assert len(found.added) == 1
    text = text_of(page)
    for words in (
        "brings 80% of the value", "Turnover = T1 partnerships ended", "Moved to food",
        "No longer a fit", "The same as a table", "Mutual value", "$8,000",
    ):  # fmt: skip
        assert words in text, words


def test_portfolio_of_one_brand(in_scope, brand, client, manager, fill):
    other = create_brand(workspace=in_scope, name="Other", by=None, at=AT)
    fill(brand, "T1", 2, manager)
    fill(other, "T1", 3, manager)
    assert client.get(url("portfolio")).context["portfolio"].n == 5
    one = client.get(url("portfolio"), {"brand": other.public_id})
    assert one.context["portfolio"].n == 3
    assert "Neither revenue nor reach is known" in text_of(one)


def test_portfolio_in_russian(brand, client, manager, fill):
    manager.language = "ru"
    manager.save()
    fill(brand, "T1", 2, manager)
    text = text_of(client.get(url("portfolio"), headers={"Accept-Language": "ru"}))
    assert "Портфель" in text
    assert "Turnover" not in text


@pytest.mark.parametrize("name", ["board", "tiers", "bench", "portfolio"])
def test_pages_have_the_same_number_of_queries(in_scope, brand, client, manager, fill, name):
    for one in fill(brand, "T2", 1, manager) + fill(brand, "T1", 1, manager):
        earned(one, 100)
    few = queries_of(client, url(name))
    for n in range(3):
        other = create_brand(workspace=in_scope, name=f"Brand {n}", by=None, at=AT)
        for one in fill(other, "T2", 3, manager) + fill(other, "T1", 2, manager):
            earned(one, 100 * n + 1)
    assert queries_of(client, url(name)) == few
    assert few <= 15, few


# Deleting a brand


def test_brand_without_history_is_deleted_by_page(brand, client_as, owner, manager):
    address = url("brand_delete", brand.public_id)
    assert client_as(manager).get(address).status_code == 403
    client = client_as(owner)
    assert "cannot be undone" in text_of(client.get(address))
    assert client.post(address).url == url("brands")
    assert not Brand.objects.exists()


def test_brand_with_history_is_only_put_away(brand, client_as, owner, manager):
    factories.PartnershipFactory(
        workspace=brand.workspace, brand=brand, owner=manager, stage="ended",
        ended_on=date(2026, 1, 1),
    )  # fmt: skip
    address = url("brand_delete", brand.public_id)
    client = client_as(owner)
    assert "put it away instead" in text_of(client.get(address))
    refused = client.post(address)
    assert refused.status_code == 422
    assert url("brand_archive", brand.public_id) in text_of(refused)
    assert Brand.objects.get() == brand


# Lights


def test_lights_are_those_of_the_audits_one_by_one(brand, manager, fill):
    for n, one in enumerate(fill(brand, "T2", 4, manager)):
        for amount in (100, 100 * n)[: n + 1]:
            earned(one, amount)
    living = Partnership.objects.filter(ended_on=None)
    zones = {row.creator.zone for row in living.select_related("creator")}
    one_by_one = [found.lights for found in audits(living, AT).values()]
    for total in lights(living, AT, list(zones)):
        found = [each[total.item.value] for each in one_by_one]
        counted = [found.count(light) for light in ("green", "amber", "red", "")]
        assert [total.green, total.amber, total.red, total.unknown] == counted
        assert total.n + total.unknown == 4
