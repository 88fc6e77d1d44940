"""Dates of check-ins: tables of what people expect, and properties over many years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.rules.cadence import (
    SKIPPED,
    START,
    WEEKS,
    Basis,
    Pause,
    add_months,
    checkpoint_of,
    checkpoint_on,
    next_check_in,
    next_checkpoint,
    quarter_end,
    slot_of,
    week_of,
)
from checkins.rules.reasons import explain
from core.workdays import holiday_name, is_working, why_not_working

DAYS = st.dates(date(2019, 1, 1), date(2039, 12, 31))
MARKETS = st.sampled_from(["RU", "US", "ZZ"])
RHYTHMS = st.sampled_from(["monthly", "quarterly"])
ANY_WEEK = st.integers(0, WEEKS - 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-03-03", 1, "2026-04-03"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-10-31", 3, "2027-01-31"),
    ],
)
def test_add_months_clamps_to_the_month(day, months, expected):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "market", "why"),
    [
        ("2026-04-03", "US", ""),
        ("2026-04-04", "US", "weekend"),
        ("2026-07-03", "US", "holiday"),  # the fourth is a Saturday: observed on Friday
        ("2026-11-26", "US", "holiday"),
        ("2026-05-01", "RU", "holiday"),
        ("2026-05-11", "RU", "holiday"),  # Victory Day falls on a Saturday
        ("2026-01-05", "RU", "holiday"),
        ("2026-01-05", "US", ""),
        ("2026-05-01", "ZZ", ""),
        ("2026-05-02", "ZZ", "weekend"),
    ],
)
def test_working_days_of_a_market(day, market, why):
    assert why_not_working(date.fromisoformat(day), market) == why


def test_holidays_have_names_in_both_languages():
    day = date(2026, 6, 12)
    assert holiday_name(day, "RU", "en") == "Russia Day"
    assert holiday_name(day, "RU", "ru") == "День России"
    assert holiday_name(day, "US", "ru") == ""
    assert holiday_name(date(2026, 12, 25), "US", "ru") == "Christmas Day"


@pytest.mark.parametrize(
    ("cadence", "market", "start", "due", "slot"),
    [
        ("monthly", "US", "2026-03-03", "2026-04-03", "2026-04"),
        ("monthly", "US", "2026-03-05", "2026-04-06", "2026-04"),
        ("quarterly", "US", "2026-03-03", "2026-06-03", "2026-Q2"),
        ("quarterly", "US", "2026-12-31", "2027-03-31", "2027-Q1"),
        # New Year's holidays in Russia: the eleventh is a Sunday, the twelfth people are back.
        ("monthly", "RU", "2025-12-01", "2026-01-12", "2026-01"),
        ("monthly", "US", "2025-12-01", "2026-01-02", "2026-01"),
        ("monthly", "RU", "2026-04-01", "2026-05-04", "2026-05"),
        ("monthly", "ZZ", "2026-04-01", "2026-05-01", "2026-05"),
    ],
)
def test_next_check_in(cadence, market, start, due, slot):
    plan = next_check_in(
        cadence=cadence, basis=Basis(date.fromisoformat(start), "call"), market=market
    )
    assert (plan.due_on.isoformat(), plan.slot) == (due, slot)


def test_no_rhythm_plans_nothing():
    assert next_check_in(cadence="none", basis=Basis(date(2026, 3, 3), "call"), market="US") is None


def test_open_pause_plans_nothing():
    basis = Basis(date(2026, 3, 3), "call")
    pause = Pause(running=True)
    assert next_check_in(cadence="monthly", basis=basis, market="US", pause=pause) is None
    assert next_checkpoint(week=0, not_before=basis.on, market="US", pause=pause) is None


@pytest.mark.parametrize(
    ("pause", "due", "adjusted"),
    [
        (Pause(running=True, until=date(2026, 4, 2)), "2026-04-03", ""),
        (Pause(running=True, until=date(2026, 4, 3)), "2026-04-06", "pause"),
        (
            Pause(running=True, until=date(2026, 6, 18)),
            "2026-06-22",
            "pause",
        ),  # Juneteenth, weekend
        (Pause(resumed_on=date(2026, 4, 3)), "2026-04-03", ""),
        (Pause(resumed_on=date(2026, 4, 10)), "2026-04-10", "pause"),
        (Pause(resumed_on=date(2026, 1, 10)), "2026-04-03", ""),
    ],
)
def test_pause_moves_what_falls_inside(pause, due, adjusted):
    plan = next_check_in(
        cadence="monthly", basis=Basis(date(2026, 3, 3), "call"), market="US", pause=pause
    )
    assert (plan.due_on.isoformat(), plan.reason["adjusted"]) == (due, adjusted)


@given(DAYS, MARKETS, RHYTHMS)
def test_check_in_is_on_a_working_day_and_never_early(day, market, cadence):
    plan = next_check_in(cadence=cadence, basis=Basis(day, "call"), market=market)
    raw = add_months(day, 1 if cadence == "monthly" else 3)
    assert is_working(plan.due_on, market)
    assert plan.due_on >= raw
    # Nobody celebrates longer: nothing between the two is a working day.
    between = [raw + timedelta(days=n) for n in range((plan.due_on - raw).days)]
    assert not any(is_working(d, market) for d in between)
    assert len(between) <= 12


@given(DAYS, MARKETS, RHYTHMS, st.integers(0, 60))
def test_sent_on_time_or_late_the_next_slot_is_another(day, market, cadence, late):
    """A mail's key is its slot, so a rhythm that is kept must never meet the same one twice."""
    first = next_check_in(cadence=cadence, basis=Basis(day, "call"), market=market)
    sent = first.due_on + timedelta(days=late)
    second = next_check_in(cadence=cadence, basis=Basis(sent, "check_in"), market=market)
    assert slot_of("cadence", cadence, second.due_on) > slot_of("cadence", cadence, sent)


@given(DAYS, MARKETS, DAYS)
def test_nothing_is_planned_inside_a_pause(day, market, until):
    plan = next_check_in(
        cadence="monthly",
        basis=Basis(day, "call"),
        market=market,
        pause=Pause(running=True, until=until),
    )
    assert plan.due_on > until or plan.due_on >= add_months(day, 1) > until
    assert plan.due_on > until


@pytest.mark.parametrize(
    ("year", "quarter", "week", "day"),
    [
        (2026, 1, 0, "2026-01-06"),
        (2026, 2, 0, "2026-04-07"),
        (2026, 2, 1, "2026-04-14"),
        (2026, 2, 2, "2026-04-21"),
        (2026, 2, 3, "2026-04-28"),
        (2026, 2, 4, "2026-05-05"),
        (2026, 2, 5, "2026-05-12"),
        (2026, 3, 0, "2026-07-07"),
        (2026, 4, 0, "2026-10-06"),
        (2026, 4, 5, "2026-11-10"),
        (2030, 1, 0, "2030-01-01"),
    ],
)
def test_checkpoint_is_their_tuesday_of_the_quarter(year, quarter, week, day):
    found = checkpoint_of(year, quarter, week)
    assert found.isoformat() == day
    assert found.weekday() == 1


@given(st.integers(1, 10**12), st.integers(1, 60))
def test_partners_taken_on_together_are_spread_evenly(first, count):
    weeks = [week_of(key) for key in range(first, first + count)]
    found = [weeks.count(week) for week in range(WEEKS)]
    assert sum(found) == count
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-01-01", "2026-03-31"),
        ("2026-06-30", "2026-06-30"),
        ("2026-08-11", "2026-09-30"),
        ("2026-12-31", "2026-12-31"),
    ],
)
def test_quarter_end(day, last):
    assert quarter_end(date.fromisoformat(day)).isoformat() == last


@pytest.mark.parametrize(
    ("week", "not_before", "market", "due", "slot"),
    [
        (0, "2026-03-03", "US", "2026-04-07", "2026-Q2"),
        (0, "2026-04-07", "US", "2026-04-07", "2026-Q2"),
        (0, "2026-04-08", "US", "2026-07-07", "2026-Q3"),
        (0, "2026-12-31", "US", "2027-01-05", "2027-Q1"),
        # The first Tuesday of January is a holiday in Russia; it is still January's checkpoint.
        (0, "2026-12-31", "RU", "2027-01-11", "2027-Q1"),
        (0, "2027-01-08", "RU", "2027-01-11", "2027-Q1"),
        (2, "2026-03-03", "US", "2026-04-21", "2026-Q2"),
        (2, "2026-04-21", "US", "2026-04-21", "2026-Q2"),
        (2, "2026-04-22", "US", "2026-07-21", "2026-Q3"),
        # In their fifth week: a month's end lies between, the quarter is the same.
        (4, "2026-04-08", "US", "2026-05-05", "2026-Q2"),
        (5, "2026-05-13", "RU", "2026-08-11", "2026-Q3"),
        (5, "2026-11-11", "US", "2027-02-09", "2027-Q1"),
    ],
)
def test_next_checkpoint(week, not_before, market, due, slot):
    plan = next_checkpoint(week=week, not_before=date.fromisoformat(not_before), market=market)
    assert (plan.due_on.isoformat(), plan.slot) == (due, slot)
    assert plan.reason["week"] == week


def test_checkpoint_under_a_pause_is_left_to_the_next_quarter():
    pause = Pause(running=True, until=date(2026, 4, 30))
    plan = next_checkpoint(week=0, not_before=date(2026, 3, 3), market="US", pause=pause)
    assert plan.due_on == date(2026, 7, 7)
    # One whose Tuesday is behind the pause is not touched by it.
    plan = next_checkpoint(week=4, not_before=date(2026, 3, 3), market="US", pause=pause)
    assert (plan.due_on, plan.reason["adjusted"]) == (date(2026, 5, 5), "")


@given(DAYS, MARKETS, ANY_WEEK)
def test_checkpoints_follow_one_another_by_quarters(day, market, week):
    first = next_checkpoint(week=week, not_before=day, market=market)
    second = next_checkpoint(week=week, not_before=first.due_on + timedelta(days=1), market=market)
    assert first.due_on >= day
    assert is_working(first.due_on, market)
    assert 75 <= (second.due_on - first.due_on).days <= 105
    assert first.slot != second.slot


def _reason(start: date, kind: str = "call", cadence: str = "monthly", market: str = "US", **more):
    return next_check_in(
        cadence=cadence, basis=Basis(start, kind), market=market, **more
    ).reason  # fmt: skip


def _fixed(week: int):
    return next_checkpoint(week=week, not_before=date(2026, 4, 1), market="US").reason


@pytest.mark.parametrize(
    ("reason", "english", "russian"),
    [
        (
            _reason(date(2026, 3, 3)),
            "you spoke on 3 March; monthly; 3 April is a Friday",
            "вы говорили 3 марта; раз в месяц; 3 апреля — пятница",
        ),
        (
            _reason(date(2026, 3, 5)),
            "you spoke on 5 March; monthly; 5 April is a Sunday, so Monday 6 April",
            "вы говорили 5 марта; раз в месяц; 5 апреля — воскресенье, поэтому понедельник, "
            "6 апреля",
        ),
        (
            _reason(date(2026, 4, 1), "reply", market="RU"),
            "they answered on 1 April; monthly; 1 May is a holiday (Holiday of Spring and Labor), "
            "so Monday 4 May",
            "вам ответили 1 апреля; раз в месяц; 1 мая — праздник (Праздник Весны и Труда), "
            "поэтому понедельник, 4 мая",
        ),
        (
            _reason(date(2026, 3, 3), START, "quarterly"),
            "partners since 3 March; quarterly; 3 June is a Wednesday",
            "партнёры с 3 марта; раз в квартал; 3 июня — среда",
        ),
        (
            _reason(date(2026, 3, 3), SKIPPED),
            "3 March was left out; monthly; 3 April is a Friday",
            "3 марта пропущено; раз в месяц; 3 апреля — пятница",
        ),
        (
            _reason(date(2026, 3, 3), "win"),
            "you were in touch on 3 March; monthly; 3 April is a Friday",
            "вы были на связи 3 марта; раз в месяц; 3 апреля — пятница",
        ),
        (
            _reason(date(2026, 3, 3), pause=Pause(running=True, until=date(2026, 4, 10))),
            "you spoke on 3 March; monthly; paused until 10 April, so Monday 13 April",
            "вы говорили 3 марта; раз в месяц; пауза до 10 апреля, поэтому понедельник, 13 апреля",
        ),
        (
            _fixed(2),
            "their fixed day: the third Tuesday of the quarter, whatever contact there was; "
            "21 April is a Tuesday",
            "постоянный день: третий вторник квартала, какие бы контакты ни были; "
            "21 апреля — вторник",
        ),
        # Planned when everybody's day was the same.
        (
            checkpoint_on(date(2026, 4, 7), week=None, market="US").reason,
            "the first Tuesday of the quarter, whatever contact there was; 7 April is a Tuesday",
            "первый вторник квартала, какие бы контакты ни были; 7 апреля — вторник",
        ),
    ],
)
def test_reason_in_words(reason, english, russian):
    assert explain(reason, "en") == english
    assert explain(reason, "ru") == russian


@pytest.mark.parametrize(
    ("week", "english", "russian"),
    [
        (0, "the first Tuesday", "первый вторник"),
        (1, "the second Tuesday", "второй вторник"),
        (2, "the third Tuesday", "третий вторник"),
        (3, "the fourth Tuesday", "четвёртый вторник"),
        (4, "the fifth Tuesday", "пятый вторник"),
        (5, "the sixth Tuesday", "шестой вторник"),
    ],
)
def test_each_tuesday_has_its_name(week, english, russian):
    assert english in explain(_fixed(week), "en")
    assert russian in explain(_fixed(week), "ru")


def test_reason_says_the_year_where_it_could_be_taken_for_another():
    reason = _reason(date(2025, 3, 3))
    assert explain(reason, "en", today=date(2025, 4, 1)).startswith("you spoke on 3 March;")
    assert explain(reason, "en", today=date(2026, 6, 1)) == (
        "you spoke on 3 March 2025; monthly; 3 April 2025 is a Thursday"
    )
