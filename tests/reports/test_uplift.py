"""First, second, third and later campaigns, each creator against their own first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign, Collaboration, Result
from reports.queries.uplift import behind, measured, report
from reports.rules.uplift import (
    LAST,
    added,
    paces,
    pair,
    pairs_at,
    pairs_from,
    step_name,
    tired,
    uplift,
    uplift_chart,
    uplift_from,
)
from tests import factories

NONE = (None,) * 6
TODAY = date(2026, 3, 3)


def on_reach(interactions: int, of: int = 100) -> tuple:
    return (interactions, of, None, None, None, None)


def on_views(interactions: int, of: int = 100) -> tuple:
    return (None, None, interactions, of, None, None)


def test_only_the_same_base_compares():
    assert pair("a", on_reach(5), on_views(5), 2) is None
    assert pair("a", on_reach(0), on_reach(5), 2) is None
    assert pair("a", NONE, NONE, 2) is None
    both = (5, 100, 8, 100, None, None)
    found = pair("a", both, on_views(4), 2)
    assert found is not None
    assert (found.base, found.change) == ("views", pytest.approx(-0.5))


def test_the_median_counts_each_creator_once():
    rows = {
        "a": {1: on_reach(10), 2: on_reach(11), 3: on_reach(10), 4: on_reach(20)},
        "b": {1: on_reach(10), 2: on_reach(8)},
        "c": {1: on_reach(10), 2: on_reach(15), 3: on_reach(30)},
        "d": {2: on_reach(10), 3: on_reach(30)},
        "e": {1: on_reach(10), 3: on_views(30)},
    }
    second = uplift(pairs_at(rows, 2))
    assert (second.change, second.n) == (pytest.approx(0.1), 3)
    third = uplift_from(pairs_from(rows))
    # a: median of 0 % and +100 %; c: +200 %.
    assert (third.change, third.n) == (pytest.approx(1.25), 2)
    assert uplift([]).change is None
    assert uplift_from([]).n == 0


def test_the_last_step_takes_the_newest_of_all_later():
    rows = {"a": {1: on_reach(10), LAST: on_reach(11), LAST + 2: on_reach(15)}}
    (found,) = pairs_at(rows, LAST)
    assert found.number == LAST + 2
    assert [step_name(n) for n in (1, 2, 3, 4, LAST)] == [
        "1st", "2nd", "3rd", "4th", "6th and later",
    ]  # fmt: skip


def test_markets_of_one_campaign_add_up():
    assert added(None, on_reach(5)) == on_reach(5)
    assert added(on_reach(5), on_views(3)) == (5, 100, 3, 100, None, None)
    assert added(on_reach(5), on_reach(6)) == on_reach(11, 200)


def test_who_is_tired():
    fallen = {1: on_reach(10), 2: on_reach(20), 3: on_reach(17)}
    rows = {
        "fallen": fallen,
        "a tenth is not over a tenth": {**fallen, 3: on_reach(18)},
        "two alone": {1: on_reach(20), 2: on_reach(1)},
        "not measured": {1: NONE, 2: NONE, 3: NONE},
        "nothing to compare": {1: on_views(9), 2: on_views(9), 3: on_reach(1)},
        "the newest is not known": {**fallen, 4: NONE},
        "the best brought nothing": {1: on_reach(0), 2: on_reach(0), 3: on_reach(0)},
    }
    found = tired(rows)
    assert [one.key for one in found] == ["fallen", "the newest is not known"]
    assert found[0].drop == pytest.approx(0.15)


def test_paces_leave_out_who_did_nothing():
    found = paces([0, 1, 2, 3, 4, 5])
    assert (found.below, found.within, found.above, found.n) == (2, 2, 1, 5)


def test_the_chart_needs_somebody():
    assert uplift_chart([(2, uplift([]))], "en") is None
    rows = {"a": {1: on_reach(10), 2: on_reach(11)}}
    chart = uplift_chart([(2, uplift(pairs_at(rows, 2)))], "en")
    assert chart is not None
    assert chart.rows[1]["step"] == "2nd (n = 1)"


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 90)), min_size=1, max_size=9))
@settings(max_examples=40)
def test_the_same_rates_again_lift_nothing(pairs):
    rows = {n: {1: on_reach(first), 2: on_reach(first)} for n, (first, _x) in enumerate(pairs)}
    assert uplift(pairs_at(rows, 2)).change == 0
    mixed = {n: {1: on_reach(first), 2: on_reach(x)} for n, (first, x) in enumerate(pairs)}
    changes = [x / first - 1 for first, x in pairs]
    found = uplift(pairs_at(mixed, 2)).change
    assert found is not None
    assert min(changes) - 1e-9 <= found <= max(changes) + 1e-9


@pytest.fixture
def years(in_scope):
    """Two creators with three finished campaigns each; one of them tires."""
    brand = factories.BrandFactory(workspace=in_scope)
    people = [factories.PartnershipFactory(workspace=in_scope, brand=brand) for _n in range(2)]
    for n, likes in enumerate([(10, 10), (12, 20), (15, 10)], start=1):
        day = TODAY - timedelta(days=900 - n * 200)
        campaign = factories.CampaignFactory(
            workspace=in_scope, brand=brand, name=f"Number {n}", starts_on=day, ends_on=day
        )
        for partnership, mine in zip(people, likes, strict=True):
            part = factories.CollaborationFactory(
                campaign=campaign, partnership=partnership, sequence=n
            )
            for market in ("US", "RU"):
                Result.objects.create(
                    workspace=in_scope, collaboration=part, day=day, market=market, likes=mine,
                    reach=100, source_key="typed", updated_at=datetime(2026, 1, 1, tzinfo=UTC),
                )  # fmt: skip
    Collaboration.objects.update(state="closed", closed_at=datetime(2026, 1, 1, tzinfo=UTC))
    Campaign.objects.update(state="closed", closed_at=datetime(2026, 1, 1, tzinfo=UTC))
    return people


def test_the_report_over_rows(years, django_assert_num_queries):
    with django_assert_num_queries(4):
        found = report(TODAY)
    assert [one.market for one in found.slices] == ["", "RU", "US"]
    assert found.whole.second.n == 2
    assert found.whole.second.change == pytest.approx(0.6)
    assert found.whole.third.change == pytest.approx(0.25)
    assert [one.key for one in found.tired] == [(years[1].creator_id, years[1].brand_id)]
    assert found.over_used == []
    page, lines = behind("US", 2, "1")
    assert [partnership for _one, partnership in lines] == [years[1], years[0]]
    assert page.paginator.count == 2
    assert measured()[""][years[0].creator_id, years[0].brand_id][1] == (20, 200, None, None, None, None)  # fmt: skip


def test_the_pages_say_the_figure_and_who_stands_behind_it(client_as, manager, years, in_scope):
    client = client_as(manager)
    text = client.get(reverse("reports:uplift", args=[in_scope.slug])).content.decode()
    assert "median of 2 creators" in text
    assert "+60%" in text
    assert years[1].creator.name in text
    url = reverse("reports:uplift_behind", args=[in_scope.slug])
    for asked in ({"n": "3"}, {"n": "x", "market": "??"}, {"market": "US"}):
        answer = client.get(url, asked)
        assert answer.status_code == 200
        assert years[0].creator.name in answer.content.decode()


def test_the_report_of_nothing_says_what_it_is_for(client_as, manager, in_scope):
    answer = client_as(manager).get(reverse("reports:uplift", args=[in_scope.slug]))
    assert "No finished campaign yet" in answer.content.decode()
