"""Pace, shortfall, fatigue, maturity and objectives as rules (product.md, rows 15, 28, 29, 62)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from partnerships.rules.facts import Figures, WorkFacts
from partnerships.rules.fatigue import fatigue
from partnerships.rules.maturity import Phase, Play, maturity, phase_of, year_of
from partnerships.rules.objectives import Standing as S
from partnerships.rules.objectives import asks_to_adjust, progress
from partnerships.rules.pace import ContractYear, Pace, contract_years, pace
from partnerships.rules.shortfall import Standing, shortfall, told, usual_length

YEAR = ContractYear(1, date(2026, 1, 1), date(2026, 12, 31), Fraction(1))
DAY = timedelta(days=1)


def _pace(booked, guaranteed=4, delivered=0):
    return Pace(YEAR, promised=6, guaranteed=guaranteed, booked=booked, delivered=delivered)


@pytest.mark.parametrize(
    ("booked", "today", "standing", "fits", "book_by"),
    [
        # A third of the year has not passed yet.
        (0, date(2026, 4, 30), Standing.FINE, 4, date(2026, 8, 28)),
        # A third of four is one whole campaign.
        (0, date(2026, 5, 3), Standing.BEHIND, 4, date(2026, 8, 28)),
        (1, date(2026, 5, 3), Standing.FINE, 3, date(2026, 9, 25)),
        (1, date(2026, 7, 3), Standing.BEHIND, 3, date(2026, 9, 25)),
        (2, date(2026, 7, 3), Standing.FINE, 2, date(2026, 10, 23)),
        # On its line, but the last day to book is near.
        (3, date(2026, 10, 25), Standing.BEHIND, 1, date(2026, 11, 20)),
        (3, date(2026, 11, 20), Standing.BEHIND, 1, date(2026, 11, 20)),
        (3, date(2026, 11, 21), Standing.TOO_LATE, 0, None),
        (2, date(2026, 10, 24), Standing.TOO_LATE, 1, None),
    ],
)
def test_shortfall_says_until_when_to_book(booked, today, standing, fits, book_by):
    found = shortfall(pace=_pace(booked), today=today, lead_days=14, length_days=28)
    assert (found.standing, found.fits, found.book_by) == (standing, fits, book_by)


def test_nothing_falls_short_of_no_guarantee_or_of_one_that_is_booked_or_over():
    assert shortfall(pace=_pace(0, None), today=YEAR.last) is None
    assert shortfall(pace=_pace(4), today=YEAR.last) is None
    assert shortfall(pace=_pace(0), today=YEAR.last + DAY) is None


@given(
    st.integers(0, 8),
    st.integers(1, 8),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 60),
    st.integers(1, 90),
)
def test_booking_one_more_never_makes_it_worse(booked, guaranteed, today, lead, length):
    given_ = {"today": today, "lead_days": lead, "length_days": length}
    now = shortfall(pace=_pace(booked, guaranteed), **given_)
    then = shortfall(pace=_pace(booked + 1, guaranteed), **given_)
    if now is None or then is None:
        assert then is None
        return
    assert then.standing.rank <= now.standing.rank
    assert now.book_by is None or then.book_by >= now.book_by


@given(st.integers(0, 4), st.dates(date(2026, 1, 1), date(2026, 12, 30)))
def test_waiting_never_makes_room(booked, today):
    now = shortfall(pace=_pace(booked), today=today)
    then = shortfall(pace=_pace(booked), today=today + DAY)
    if now and then:
        assert then.fits <= now.fits
        assert now.book_by is not None or then.book_by is None


@given(st.integers(1, 6), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 60))
def test_last_day_to_book_really_is_the_last(missing, today, length):
    found = shortfall(pace=_pace(0, missing), today=today, lead_days=7, length_days=length)
    if found.book_by is None:
        return
    for day, fits in ((found.book_by, True), (found.book_by + DAY, False)):
        if day >= today:
            again = shortfall(pace=_pace(0, missing), today=day, lead_days=7, length_days=length)
            assert (again.book_by is not None) is fits


def test_words_of_a_shortfall():
    early = shortfall(pace=_pace(2), today=date(2026, 7, 3), lead_days=14)
    assert told(early) == (
        "2 guaranteed campaigns of this year are not booked. Book them by 23 October 2026."
    )
    late = shortfall(pace=_pace(2), today=date(2026, 10, 24), lead_days=14)
    assert told(late).endswith("Only 1 still fits into the year.")
    gone = shortfall(pace=_pace(3), today=date(2026, 12, 20), lead_days=14)
    assert told(gone).endswith("None of this fits into the year any more.")
    assert gone.basis.startswith("Reckoned with 14 days of notice and 28 days for a campaign; 11")


@pytest.mark.parametrize(("lengths", "usual"), [([], 28), ([10, 40, 20], 20), ([0, -3], 28)])
def test_usual_length(lengths, usual):
    assert usual_length(lengths) == usual


def test_delivered_are_counted_in_the_year_of_their_first_day():
    days = [date(2026, 2, 1), date(2026, 9, 1), date(2027, 1, 1)]
    found = pace(
        year=YEAR, a_year=4, guaranteed_a_year=3, booked_days=days, delivered_days=days[:1]
    )
    assert (found.booked, found.delivered, found.undelivered) == (2, 1, 2)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 3000))
def test_contract_years_leave_no_gap(start, days):
    years = contract_years(start, None, start + days * DAY)
    assert [year.number for year in years] == list(range(1, len(years) + 1))
    assert all(a.last + DAY == b.first for a, b in zip(years, years[1:], strict=False))
    assert years[-1].first <= start + days * DAY <= years[-1].last


# Fatigue


def _work(n, starts_on, rate=None, base="reach", finished=True):
    shares = {} if rate is None else {base: (rate, 10_000)}
    return WorkFacts(
        1, f"c{n}", f"k{n}", f"Campaign {n}", n, True, starts_on, starts_on + 20 * DAY,
        starts_on + 25 * DAY if finished else None, Money(Decimal(1), "USD"),
        by_market={"US": Figures(rows=1, shares=shares)},
    )  # fmt: skip


TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("rates", "drop", "is_tired", "n"),
    [
        ([], None, False, 0),
        ([500, 300], None, False, 2),
        ([500, 600, 540], Decimal("0.1"), False, 3),
        ([500, 600, 539], Decimal(61) / 600, True, 3),
        ([500, None, 400], Decimal("0.2"), True, 2),
        ([500, 400, None], None, False, 2),
        ([500, 300, 900], Decimal(0), False, 3),
        ([0, 0, 0], Decimal(0), False, 3),
    ],
)
def test_engagement_falls_from_the_third_on(rates, drop, is_tired, n):
    work = [_work(i + 1, date(2024, 1 + i, 1), rate) for i, rate in enumerate(rates)]
    found = fatigue(work, most_in_a_year=6, today=TODAY)
    assert (found.drop, found.tired, found.n) == (drop, is_tired, n)
    assert found.over_used is False


def test_different_bases_are_not_compared():
    work = [
        _work(1, date(2024, 1, 1), 500, "views"),
        _work(2, date(2024, 2, 1), 500, "views"),
        _work(3, date(2024, 3, 1), 100, "reach"),
    ]
    assert fatigue(work, most_in_a_year=6, today=TODAY).drop is None


@pytest.mark.parametrize(
    ("days_ago", "n", "over"),
    [
        ([0, 30, 60], 3, True),
        ([0, 30], 2, False),
        # A year ago to the day is over; tomorrow is still to come.
        ([0, 30, 365], 2, False),
        ([0, 30, -1], 2, False),
    ],
)
def test_more_than_the_policy_in_twelve_months(days_ago, n, over):
    work = [_work(i, TODAY - ago * DAY, finished=False) for i, ago in enumerate(days_ago)]
    found = fatigue(work, most_in_a_year=2, today=TODAY)
    assert (found.in_last_year, found.over_used, found.found) == (n, over, over)


# Maturity


@pytest.mark.parametrize(
    ("started", "today", "year", "phase"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), 1, Phase.FOUNDATION),
        (date(2026, 3, 1), date(2026, 1, 1), 1, Phase.FOUNDATION),
        (date(2025, 3, 1), date(2026, 2, 28), 1, Phase.FOUNDATION),
        (date(2025, 3, 1), date(2026, 3, 1), 2, Phase.DEEPENING),
        (date(2024, 2, 29), date(2026, 2, 28), 3, Phase.EXPANSION),
        (date(2016, 3, 1), date(2026, 3, 1), 11, Phase.EXPANSION),
    ],
)
def test_year_and_phase(started, today, year, phase):
    found = year_of(started, today)
    assert (found[0], phase_of(found[0])) == (year, phase)
    assert found[1] <= today <= found[2] or today < started


def test_playbook_says_what_is_unknown():
    found = maturity(
        started_on=date(2025, 1, 1),
        today=date(2026, 6, 1),
        first_days=[date(2025, 5, 1), *[date(2026, m, 1) for m in (1, 3, 5, 9)]],
        known={Play.OFFERED: True, Play.RATE_REVIEWED: False},
    )
    assert (found.year, found.campaigns, found.done) == (2, 4, 2)
    assert {item.play: item.done for item in found.items} == {
        Play.CAMPAIGNS: True, Play.SECOND_FORMAT: None, Play.AUTONOMY: None, Play.OFFERED: True,
        Play.RATE_REVIEWED: False,
    }  # fmt: skip


# Objectives


@pytest.mark.parametrize(
    ("metric", "value", "today", "standing", "expected"),
    [
        ("reach", None, date(2026, 1, 5), S.UNKNOWN, 50),
        ("reach", 0, date(2026, 1, 5), S.BEHIND, 50),
        ("reach", 50, date(2026, 1, 5), S.ON_LINE, 50),
        ("reach", 100, date(2026, 1, 5), S.REACHED, 50),
        ("reach", 99, date(2026, 1, 10), S.BEHIND, 100),
        ("reach", 99, date(2026, 1, 11), S.MISSED, 100),
        ("reach", 5, date(2025, 12, 31), S.AHEAD, 0),
        ("engagement_rate", None, date(2026, 1, 1), S.UNKNOWN, 100),
    ],
)
def test_progress_against_the_line(metric, value, today, standing, expected):
    sums = {} if value is None else {"reach": value}
    found = progress(
        metric=metric, target=Decimal(100), starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 10),
        figures=Figures(rows=3 if sums else 0, sums=sums), today=today,
    )  # fmt: skip
    assert (found.standing, found.expected) == (standing, expected)
    assert found.n == (3 if sums else 0)


@given(st.dates(date(2025, 12, 1), date(2026, 12, 31)), st.integers(1, 10**6))
def test_the_line_rises_to_the_target(today, target):
    def line(day):
        return progress(
            metric="reach", target=Decimal(target), starts_on=date(2026, 1, 1),
            ends_on=date(2026, 10, 31), figures=Figures(), today=day,
        ).expected  # fmt: skip

    assert 0 <= line(today) <= line(today + DAY) <= target


@pytest.mark.parametrize(
    ("starts", "ends", "changed", "today", "asks"),
    [
        (date(2026, 8, 1), date(2027, 1, 1), None, date(2026, 10, 1), True),
        (date(2026, 8, 1), date(2027, 1, 1), None, date(2026, 10, 21), True),
        (date(2026, 8, 1), date(2027, 1, 1), None, date(2026, 10, 22), False),
        (date(2026, 8, 1), date(2027, 1, 1), date(2026, 9, 30), date(2026, 10, 5), True),
        (date(2026, 8, 1), date(2027, 1, 1), date(2026, 10, 1), date(2026, 10, 5), False),
        (date(2026, 10, 1), date(2027, 1, 1), None, date(2026, 10, 5), False),
        (date(2026, 8, 1), date(2026, 10, 4), None, date(2026, 10, 5), False),
    ],
)
def test_a_new_quarter_asks_once(starts, ends, changed, today, asks):
    assert asks_to_adjust(starts_on=starts, ends_on=ends, last_change=changed, today=today) is asks
