"""Targets against an even line, a creator against themselves, weeks of a first campaign."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.baseline import Series, against
from campaigns.rules.live_chart import base_of, days_chart
from campaigns.rules.objectives import Span, Standing, conversion, progress, value_of
from campaigns.rules.syncs import weeks_of
from campaigns.rules.tallies import Share, Tally

FIRST = date(2026, 3, 1)
DAYS = Span(FIRST, date(2026, 3, 10), date(2026, 3, 5))


def reach(n: int) -> Tally:
    return Tally(rows=1, sums={"reach": n})


def rated(interactions: int, base: int = 100, name: str = "reach") -> Tally:
    return Tally(rows=1, sums={"reach": base}, shares={name: Share(interactions, base, 1)})


# Half of ten days has passed: the line is at 500 of 1000.
@pytest.mark.parametrize(
    ("tally", "today", "over", "standing"),
    [
        (reach(0), date(2026, 2, 28), False, Standing.COMING),
        (Tally(), date(2026, 3, 5), False, Standing.UNKNOWN),
        (Tally(rows=3), date(2026, 3, 5), False, Standing.UNKNOWN),
        (reach(449), date(2026, 3, 5), False, Standing.BEHIND),
        (reach(450), date(2026, 3, 5), False, Standing.ON_TRACK),
        (reach(549), date(2026, 3, 5), False, Standing.ON_TRACK),
        (reach(550), date(2026, 3, 5), False, Standing.AHEAD),
        (reach(1000), date(2026, 3, 5), False, Standing.REACHED),
        (reach(999), date(2026, 3, 10), False, Standing.ON_TRACK),
        (reach(999), date(2026, 3, 11), False, Standing.MISSED),
        (reach(999), date(2026, 3, 5), True, Standing.MISSED),
        (Tally(), date(2026, 3, 11), False, Standing.UNKNOWN),
    ],
)
def test_where_a_target_stands(tally, today, over, standing):
    span = Span(FIRST, date(2026, 3, 10), today, over)
    found = progress(metric="reach", target=Decimal(1000), tally=tally, span=span)
    assert found.standing == standing


def test_a_rate_asks_for_the_whole_and_can_still_fall():
    def stands(interactions: int, today: date) -> Standing:
        span = Span(FIRST, date(2026, 3, 10), today)
        return progress(
            metric="engagement_rate", target=Decimal("0.05"), tally=rated(interactions), span=span
        ).standing

    assert stands(4, FIRST) == Standing.BEHIND
    assert stands(5, FIRST) == Standing.ON_TRACK
    assert stands(6, FIRST) == Standing.AHEAD
    assert stands(5, date(2026, 3, 11)) == Standing.REACHED


def test_progress_in_its_own_unit():
    found = progress(metric="reach", target=Decimal(1001), tally=reach(250), span=DAYS)
    assert found.line == 500
    assert found.share == Decimal(250) / 1001
    assert (DAYS.days, DAYS.passed, DAYS.left) == (10, 5, 5)
    small = progress(metric="conversion_rate", target=Decimal("0.02"), tally=Tally(), span=DAYS)
    assert small.line == Decimal("0.02")
    assert small.share is None


def test_what_nobody_measured_is_not_nothing():
    tally = Tally(rows=2, sums={"clicks": 0, "purchases": 3}, revenue={"USD": Decimal(5)})
    assert conversion(tally) is None
    assert value_of(tally, "conversion_rate") is None
    assert value_of(tally, "revenue", "USD") == 5
    assert value_of(tally, "revenue", "RUB") is None
    assert value_of(tally, "views") is None
    assert value_of(tally, "purchases") == 3
    assert value_of(tally, "engagement_rate") is None
    bought = Tally(rows=1, sums={"clicks": 200, "purchases": 3})
    assert conversion(bought) == Decimal("0.015")


@given(
    target=st.integers(1, 10**6), value=st.integers(0, 10**7), day=st.integers(0, 14),
    more=st.integers(0, 10**6),
)  # fmt: skip
@settings(max_examples=60)
def test_more_is_never_worse(target, value, day, more):
    order = [Standing.MISSED, Standing.BEHIND, Standing.ON_TRACK, Standing.AHEAD, Standing.REACHED]
    span = Span(FIRST, FIRST + timedelta(days=9), FIRST + timedelta(days=day))

    def place(n: int) -> int:
        found = progress(metric="reach", target=Decimal(target), tally=reach(n), span=span)
        return order.index(found.standing)

    assert place(value) <= place(value + more)


# A creator against themselves


def series(began: date, *days: Tally) -> Series:
    return Series(began, {began + timedelta(days=n): one for n, one in enumerate(days)})


def test_earlier_campaigns_are_cut_at_the_same_age():
    now = series(FIRST, rated(5), rated(5), rated(5))
    before = series(date(2025, 1, 1), rated(2), rated(2), rated(2), rated(90), rated(90))
    found = against(now, [before])
    assert found is not None
    assert found.age == 2
    assert found.n == 1
    assert found.rate is not None
    assert found.rate.median == pytest.approx(0.02)
    assert found.reach is not None
    assert (found.reach.now, found.reach.median) == (300, 300)


@pytest.mark.parametrize("lump", ["now", "earlier"])
def test_a_lump_stands_as_a_whole_and_its_reach_is_not_compared(lump):
    by_day = series(FIRST, rated(5), rated(5), rated(5))
    whole = series(FIRST, rated(5, 1000))
    now, before = (whole, by_day) if lump == "now" else (by_day, whole)
    found = against(now, [before])
    assert found is not None
    assert found.age is None
    assert found.reach is None
    assert found.rate is not None


def test_other_bases_do_not_compare():
    now = series(FIRST, rated(5))
    assert against(now, [series(FIRST, rated(5, name="views"))]) is None
    assert against(now, []) is None
    only_reach = against(series(FIRST, *[reach(1)] * 3), [series(FIRST, *[reach(2)] * 3)])
    assert only_reach is not None
    assert (only_reach.rate, only_reach.n) == (None, 1)


@given(values=st.lists(st.integers(1, 99), min_size=3, max_size=8), age=st.integers(0, 20))
@settings(max_examples=40)
def test_a_series_cut_after_its_end_is_the_whole(values, age):
    one = series(FIRST, *[rated(value) for value in values])
    cut = one.until(age)
    assert cut.rows == min(age + 1, len(values))
    assert one.until(one.age) == one.whole


# The picture


def test_the_chart_draws_engagement_else_reach_else_nothing():
    days = [(FIRST + timedelta(days=n), rated(n + 1)) for n in range(3)]
    assert base_of(days) == "reach"
    chart = days_chart(days, 0.03, 4, "ru")
    assert chart is not None
    assert (chart.y_format, chart.reference) == ("percent", 0.03)
    assert "4" in chart.reference_title
    plain = days_chart([(day, reach(9)) for day, _one in days], None, 0, "en")
    assert plain is not None
    assert plain.title == "Reach by day"
    assert days_chart(days[:2], None, 0, "en") is None
    named = days_chart([(day, rated(1, name="views")) for day, _one in days], None, 0, "en")
    assert named is not None
    assert "views" in named.title
    shown = days_chart([(day, rated(1, name="impressions")) for day, _one in days], None, 0, "en")
    assert shown is not None
    assert "impressions" in shown.title


# Weeks


def test_weeks_are_expected_of_a_first_campaign_only():
    asked = {"starts_on": FIRST, "ends_on": date(2026, 3, 20), "closed_on": None,
             "contacts": {date(2026, 3, 3)}, "today": date(2026, 3, 16)}  # fmt: skip
    assert not weeks_of(sequence=2, **asked).expected
    weeks = weeks_of(sequence=1, **asked)
    assert (weeks.held, weeks.missed) == (1, 1)
    assert weeks.due is not None
    assert weeks.due.last == date(2026, 3, 20)
    closed = weeks_of(sequence=1, **{**asked, "closed_on": date(2026, 3, 6)})
    assert (closed.held, closed.missed, closed.due) == (1, 0, None)
