from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange import RateTable
from core.money import Money
from creators.rules.vetting import Checklist
from partnerships.rules.portfolio import (
    EndCount,
    Life,
    Move,
    Span,
    added_in_year,
    band,
    concentration,
    endings,
    first_tier_spans,
    stability,
    turnover,
)
from partnerships.rules.portfolio_chart import curve_chart, share_of
from partnerships.rules.promotion import Asked, Standing, promotion
from partnerships.rules.worth import Earned, worth

TODAY = date(2026, 3, 3)


# Concentration


@pytest.mark.parametrize(
    ("values", "top", "share"),
    [
        ([100], 1, "1"),
        ([80, 5, 5, 5, 5], 1, "0.8"),
        # Six: a fifth is 1.2, rounded up to two.
        ([50, 30, 5, 5, 5, 5], 2, "0.8"),
        ([10] * 10, 2, "0.2"),
        ([100, 0, 0, 0, 0], 1, "1"),
    ],
)
def test_share_of_the_top_fifth(values, top, share):
    found = concentration({pk: Decimal(value) for pk, value in enumerate(values)})
    assert (found.top, found.share, found.n) == (top, Decimal(share), len(values))


@pytest.mark.parametrize("values", [{}, {1: Decimal(0)}])
def test_no_value_has_no_concentration(values):
    assert concentration(values) is None


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_curve_rises_ever_slower_to_the_whole(values):
    found = concentration({pk: Decimal(value) for pk, value in enumerate(values)})
    if found is None:
        assert not any(values)
        return
    shares = [share for _part, share in found.curve]
    steps = [after - before for before, after in zip(shares, shares[1:], strict=False)]
    assert (shares[0], round(shares[-1], 12)) == (0, 1)
    assert all(step >= 0 for step in steps)
    assert all(a - b > -Decimal("1e-20") for a, b in zip(steps, steps[1:], strict=False))
    assert found.share >= Decimal(found.top) / found.n - Decimal("1e-20")
    assert share_of(found, Decimal(1)) == 1


def test_curve_is_drawn_in_tenths_with_its_numbers():
    found = concentration({pk: Decimal(v) for pk, v in enumerate([80, 5, 5, 5, 5])})
    chart = curve_chart(found, "ru")
    assert [row["share"] for row in chart.rows][:3] == [0.0, 0.4, 0.8]
    assert chart.rows[2]["part"] == "20\u00a0%"
    assert chart.reference == 0.8
    assert curve_chart(found, "en").rows[2]["part"] == "20%"


# Stays in the first tier


def life(tier="T1", *moves, since=date(2025, 1, 15), ended=None):
    return Life(1, tier, since, ended, [Move(*move) for move in moves])


@pytest.mark.parametrize(
    ("of", "spans"),
    [
        (life("T1"), [(date(2025, 1, 15), None, False)]),
        (life("T2"), []),
        (life("T1", ended=date(2026, 1, 2)), [(date(2025, 1, 15), date(2026, 1, 2), True)]),
        # Opened in T2, up, down again.
        (
            life(
                "T2", (date(2025, 1, 15), "T2"), (date(2025, 6, 1), "T1", "T2"),
                (date(2025, 9, 1), "T2", "T1"),
            ),
            [(date(2025, 6, 1), date(2025, 9, 1), False)],
        ),
        # Down and back on the same day is no move.
        (
            life("T1", (date(2025, 6, 1), "T2", "T1"), (date(2025, 6, 1), "T1", "T2")),
            [(date(2025, 1, 15), None, False)],
        ),
        # Recorded before "partners since": the stay begins with the partnership.
        (life("T1", (date(2024, 12, 1), "T1")), [(date(2025, 1, 15), None, False)]),
        # What was before the first move known is what it came from.
        (
            life("T2", (date(2025, 6, 1), "T2", "T1")),
            [(date(2025, 1, 15), date(2025, 6, 1), False)],
        ),
    ],
)  # fmt: skip
def test_stays_in_the_first_tier(of, spans):
    assert [(s.since, s.until, s.ended) for s in first_tier_spans(of)] == spans


def test_turnover_counts_days_for_its_mean():
    spans = [
        Span(1, date(2020, 1, 1)),
        # Half of the 365 days from 4 March 2025 on: 73 of them.
        Span(2, date(2020, 1, 1), date(2025, 3, 4) + timedelta(days=73)),
    ]
    found = turnover(spans, TODAY)
    assert (found.first, found.last) == (date(2025, 3, 4), TODAY)
    assert (found.mean, len(found.lost)) == (Decimal("1.2"), 1)
    assert round(found.rate, 4) == Decimal("0.8333")
    assert found.band == "above"


@pytest.mark.parametrize(
    ("until", "lost"),
    [
        (date(2025, 3, 3), 0),
        (date(2025, 3, 4), 1),
        (TODAY, 1),
        (TODAY + timedelta(days=1), 0),
    ],
)
def test_turnover_asks_the_last_twelve_months(until, lost):
    assert len(turnover([Span(1, date(2020, 1, 1), until)], TODAY).lost) == lost


def test_turnover_without_a_first_tier_is_unknown():
    found = turnover([], TODAY)
    assert (found.rate, found.band, found.mean) == (None, "", 0)


@given(st.lists(st.tuples(st.integers(-900, 300), st.none() | st.integers(0, 900)), max_size=20))
def test_mean_is_never_more_than_all(stays):
    spans = []
    for pk, (start, length) in enumerate(stays):
        since = TODAY + timedelta(days=start)
        spans.append(Span(pk, since, None if length is None else since + timedelta(days=length)))
    found = turnover(spans, TODAY)
    assert 0 <= found.mean <= len(spans)
    assert len(found.lost) <= len(spans)


@pytest.mark.parametrize(
    ("value", "said"), [(0, "below"), (1, "within"), (2, "within"), (3, "above")]
)
def test_band(value, said):
    assert band(value, (1, 2)) == said


def test_added_since_new_year():
    spans = [Span(1, date(2025, 12, 31)), Span(2, date(2026, 1, 1)), Span(3, date(2026, 3, 4))]
    assert [span.pk for span in added_in_year(spans, TODAY)] == [2]


# Stability and endings


def test_stability_counts_the_living_that_have_begun():
    starts = [(date(2026, 2, 1), 1), (date(2023, 3, 3), 1), (date(2025, 3, 3), 1)]
    found = stability([*starts, (date(2026, 4, 1), 7)], TODAY)
    assert (found.n, found.median_days, found.median_months) == (3, 365, 12)
    assert (found.share(1), found.share(2)) == (Decimal(2) / 3, Decimal(1) / 3)
    nobody = stability([(date(2026, 4, 1), 7)], TODAY)
    assert (nobody.n, nobody.median_months, nobody.share(1)) == (0, None, None)


@given(st.lists(st.tuples(st.integers(-50, 900), st.integers(1, 4)), min_size=1, max_size=30))
def test_median_age_is_that_of_all_of_them(told):
    by_day = dict(told)
    ages = [age for age, n in by_day.items() for _one in range(n) if age >= 0]
    found = stability([(TODAY - timedelta(days=age), n) for age, n in by_day.items()], TODAY)
    assert found.n == len(ages)
    assert found.median_days == (round(median(ages)) if ages else None)


def test_endings_are_told_by_how_often():
    counts = [EndCount("", 0, 1), EndCount("budget", 0, 2), EndCount("fit", 1, 1)]
    assert [one.kind for one in endings(counts)] == ["fit", "budget", ""]


# Worth


RATES = RateTable(
    [
        ("RUB", "USD", date(2026, 1, 10), Decimal("0.01")),
        ("RUB", "USD", date(2026, 3, 1), Decimal("0.02")),
        ("RUB", "USD", date(2026, 6, 1), Decimal("0.50")),
    ]
)


def money(amount, currency="USD"):
    return Money(Decimal(amount), currency)


def test_worth_is_revenue_at_the_rate_of_its_day():
    earned = Earned(
        working=4,
        revenue=[
            (1, money(100), date(2026, 1, 31)),
            (1, money(5000, "RUB"), date(2026, 1, 31)),
            # Still running: today's rate.
            (2, money(1000, "RUB"), date(2026, 9, 1)),
            (4, money(70, "EUR"), date(2026, 1, 31)),
        ],
        reach={3: 900},
    )
    found = worth(earned, RATES, "USD", TODAY)
    assert (found.measure, found.values) == ("revenue", {1: Decimal(150), 2: Decimal(20)})
    assert found.unknown == 2
    assert found.unconverted == [money(70, "EUR")]
    assert (found.first_rate, found.last_rate) == (date(2026, 1, 10), date(2026, 3, 1))


def test_worth_is_reach_where_no_revenue_is_known():
    found = worth(Earned(2, [], {1: 1000}), RATES, "USD", TODAY)
    assert (found.measure, found.values, found.unknown) == ("reach", {1: Decimal(1000)}, 1)
    assert worth(Earned(), RATES, "USD", TODAY).measure == ""


# Promotion

YES = Checklist({"easy": "yes", "delivers": "yes"})


@pytest.mark.parametrize(
    ("before", "after", "asked", "standing", "missing", "barred"),
    [
        ("T2", "T1", Asked(("easy", "delivers")), Standing(YES, None, 0), [], False),
        ("T2", "T1", Asked(), Standing(Checklist({})), ["easy"], True),
        ("T3", "T2", Asked(), Standing(Checklist({})), [], False),
        ("T3", "T2", Asked(("delivers",)), Standing(Checklist({})), ["delivers"], False),
        ("T2", "T1", Asked((), 70, 2), Standing(YES, 69, 1), ["score", "campaigns"], False),
        ("T2", "T1", Asked((), 70, 2), Standing(YES, 70, 2), [], False),
        ("T2", "T1", Asked((), 70), Standing(YES, None), ["score"], False),
        ("", "T1", Asked((), 0, 2), Standing(YES, None, None), [], False),
        ("", "T2", Asked(("delivers",), 70), Standing(Checklist({})), [], False),
        ("T1", "T2", Asked(("delivers",), 70, 2), Standing(Checklist({}), None, 0), [], False),
    ],
)
def test_what_a_promotion_lacks(before, after, asked, standing, missing, barred):
    way = promotion(before, after, asked, standing)
    assert [one.key for one in way.missing] == missing
    assert (way.barred, way.ready) == (barred, not missing)
    assert way.met == len(way.requirements) - len(missing)
