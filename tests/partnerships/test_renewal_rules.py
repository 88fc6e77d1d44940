"""Contract years tile time; what a day asks for does not depend on who looked when."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partnerships.enums import CloseOut, RenewalState
from partnerships.rules.close_out import close_out_days
from partnerships.rules.pace import contract_year
from partnerships.rules.renewals import (
    Act,
    Step,
    expires_soon,
    renewal_of,
    renewal_steps,
    renewals_opened,
)

DAY = timedelta(days=1)
days = st.dates(date(1999, 1, 1), date(2060, 12, 31))
lengths = st.integers(0, 400)


@pytest.mark.parametrize(
    ("start", "year", "window", "notice", "opens", "closes", "renews", "until"),
    [
        # The default: 60 days before it opens, the 31st day before it closes.
        ("2024-03-15", 2, 60, 30, "2025-01-14", "2025-02-12", "2025-03-15", "2026-03-14"),
        # 29 February: the 28th in common years, itself again in the next leap year.
        ("2024-02-29", 2, 60, 30, "2024-12-30", "2025-01-28", "2025-02-28", "2026-02-27"),
        ("2024-02-29", 4, 60, 30, "2026-12-30", "2027-01-28", "2027-02-28", "2028-02-28"),
        ("2024-02-29", 5, 60, 30, "2027-12-31", "2028-01-29", "2028-02-29", "2029-02-27"),
        # Month ends.
        ("2025-01-31", 2, 60, 30, "2025-12-02", "2025-12-31", "2026-01-31", "2027-01-30"),
        # A window shorter than the notice opens on the day it closes.
        ("2025-05-01", 2, 10, 30, "2026-03-31", "2026-03-31", "2026-05-01", "2027-04-30"),
        # Notice without delay; no window: the day before.
        ("2025-05-01", 2, 0, 0, "2026-04-30", "2026-04-30", "2026-05-01", "2027-04-30"),
        # As long as the year: the window is the year itself.
        ("2025-05-01", 2, 365, 364, "2025-05-01", "2025-05-01", "2026-05-01", "2027-04-30"),
    ],
)
def test_renewal_of_known_days(start, year, window, notice, opens, closes, renews, until):
    found = renewal_of(date.fromisoformat(start), year, window_days=window, notice_days=notice)
    told = (found.opens_on, found.closes_on, found.renews_on, found.until)
    assert tuple(map(str, told)) == (opens, closes, renews, until)
    assert found.preventable


def test_renewal_of_notice_as_long_as_the_year_prevents_nothing():
    found = renewal_of(date(2025, 5, 1), 2, window_days=60, notice_days=365)
    assert not found.preventable
    assert (found.opens_on, found.closes_on) == (date(2026, 3, 2), date(2026, 4, 30))


@pytest.mark.parametrize("year", [1, 0, -3])
def test_renewal_of_the_first_year_is_refused(year):
    with pytest.raises(ValueError, match="agreed to"):
        renewal_of(date(2025, 5, 1), year, window_days=60, notice_days=30)


@given(days, lengths, lengths)
@example(date(2024, 2, 29), 60, 30)
@example(date(2000, 12, 31), 0, 0)
def test_contract_years_tile_time(start, window, notice):
    first = contract_year(start, None, start)
    assert first is not None
    last = first.last
    for year in range(2, 14):
        found = renewal_of(start, year, window_days=window, notice_days=notice)
        assert found.renews_on == last + DAY, "no gap, no overlap"
        for day in (found.renews_on, found.until):
            held = contract_year(start, None, day)
            assert held is not None
            assert (held.number, held.first, held.last) == (year, found.renews_on, found.until)
        last = found.until


@given(days, st.integers(2, 12), lengths, lengths)
@example(date(2024, 2, 29), 5, 0, 0)
def test_window_lies_in_the_year_before_and_ends_where_notice_ends_to_help(
    start, year, window, notice
):
    found = renewal_of(start, year, window_days=window, notice_days=notice)
    before = contract_year(start, None, found.renews_on - DAY)
    assert before is not None
    assert before.first <= found.opens_on <= found.closes_on < found.renews_on
    still = found.closes_on + timedelta(days=notice) < found.renews_on
    too_late = found.closes_on + DAY + timedelta(days=notice) < found.renews_on
    assert still == found.preventable
    assert not too_late
    if found.preventable and found.closes_on - timedelta(days=window) > before.first:
        assert (found.renews_on - found.opens_on).days >= min(window, 365)


def _steps(
    start, today, known, *, window=60, notice=30, state="in_force", kind="evergreen", end=None
):
    return renewal_steps(
        kind=kind, state=state, starts_on=start, ends_on=end, window_days=window, notice_days=notice,
        known=known, today=today,
    )  # fmt: skip


def _done(known, steps):
    became = {Act.OPEN: "open", Act.RENEW: "renewed", Act.STOP: "stopped"}
    return known | {step.year: became[step.act] for step in steps}


@given(
    days, lengths, lengths,
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 3)), max_size=15),
    st.integers(0, 3000),
)  # fmt: skip
def test_history_after_any_outage_is_that_of_daily_runs(start, window, notice, runs, last):
    """`runs`: days between two runs, and how often each ran."""
    until = start + timedelta(days=last)
    seen: dict[int, str] = {}
    day = start
    for gap, times in runs:
        day = min(day + timedelta(days=gap), until)
        for _ in range(times):
            seen = _done(seen, _steps(start, day, seen, window=window, notice=notice))
        assert not _steps(start, day, seen, window=window, notice=notice), "again changes nothing"
    seen = _done(seen, _steps(start, until, seen, window=window, notice=notice))
    # Said plainly: a year is renewed when it has begun, and open when its window has.
    plain = {}
    for year in range(2, 13):
        found = renewal_of(start, year, window_days=window, notice_days=notice)
        if found.renews_on <= until:
            plain[year] = "renewed"
        elif found.opens_on <= until:
            plain[year] = "open"
    assert seen == plain


@given(days, st.integers(0, 3000), st.sampled_from(["in_notice", "ended", "signed", "sent"]))
def test_nothing_renews_that_is_not_in_force(start, after, state):
    today = start + timedelta(days=after)
    assert _steps(start, today, {}, state=state) == []
    known = {2: "renewed", 3: "open", 4: "stopped"}
    assert _steps(start, today, known, state=state) == [Step(Act.STOP, 3)]


def test_renewal_that_a_late_notice_prevented_is_stopped():
    start, known = date(2024, 3, 15), {2: "renewed", 3: "renewed", 4: "open"}
    steps = {"state": "in_notice", "today": date(2026, 12, 1), "known": known}
    assert _steps(start, end=date(2026, 3, 14), **steps) == [Step(Act.STOP, 3), Step(Act.STOP, 4)]
    assert _steps(start, end=date(2026, 3, 15), **steps) == [Step(Act.STOP, 4)]


def test_steps_of_other_kinds_are_none():
    assert _steps(date(2020, 1, 1), date(2026, 1, 1), {}, kind="annual") == []


def test_stopped_opens_again_when_in_force_again():
    today = date(2026, 2, 1)
    found = _steps(date(2025, 3, 15), today, {2: RenewalState.STOPPED})
    assert [(step.act, step.year) for step in found] == [(Act.OPEN, 2)]


def test_renewals_opened_before_the_first_window_are_none():
    assert not list(
        renewals_opened(date(2025, 3, 15), date(2026, 1, 13), window_days=60, notice_days=30)
    )


@pytest.mark.parametrize(
    ("start", "end", "today", "said"),
    [
        ("2025-01-01", "2025-12-31", "2025-10-31", None),
        ("2025-01-01", "2025-12-31", "2025-11-01", 60),
        ("2025-01-01", "2025-12-31", "2025-11-30", 60),
        ("2025-01-01", "2025-12-31", "2025-12-01", 30),
        ("2025-01-01", "2025-12-31", "2025-12-31", 30),
        ("2025-01-01", "2025-12-31", "2026-01-01", None),
        # Shorter than what would be said.
        ("2025-12-10", "2025-12-31", "2025-12-11", None),
        ("2025-11-20", "2025-12-31", "2025-11-20", None),
        ("2025-11-20", "2025-12-31", "2025-12-01", 30),
    ],
)
def test_expires_soon_by_days(start, end, today, said):
    assert expires_soon(*map(date.fromisoformat, (start, end, today))) == said


def test_close_out_days_follow_the_last_day():
    found = close_out_days(date(2026, 8, 31), payment_days=14, rights_months=6)
    assert found == {
        CloseOut.FINISH_WORK: date(2026, 8, 31),
        CloseOut.FAREWELL: date(2026, 8, 31),
        CloseOut.RESULTS: date(2026, 9, 3),
        CloseOut.SETTLE: date(2026, 9, 14),
        CloseOut.RIGHTS: date(2027, 2, 28),
    }


def test_close_out_without_length_of_rights_has_no_day_for_them():
    assert CloseOut.RIGHTS not in close_out_days(
        date(2026, 8, 31), payment_days=0, rights_months=None
    )


@given(days, st.integers(0, 365), st.integers(1, 600))
def test_close_out_is_never_before_the_end(day, payment_days, months):
    found = close_out_days(day, payment_days=payment_days, rights_months=months)
    assert min(found.values()) == day
    assert found[CloseOut.RIGHTS].day in (day.day, 28, 29, 30)
