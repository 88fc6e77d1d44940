from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.rules.load import hours_of, minutes_for
from checkins.rules.warmth import bounds, explain, since_moment, warmth
from partnerships.rules.policies import DEFAULT_POLICIES

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def _warmth(days: float, cadence: str = "monthly"):
    return warmth(
        last_two_way=NOW - timedelta(days=days),
        started_on=date(2025, 1, 1),
        cadence=cadence,
        at=NOW,
    )


@pytest.mark.parametrize(
    ("days", "cadence", "level"),
    [
        (0, "monthly", "warm"),
        (31, "monthly", "warm"),  # in rhythm on the day it is due
        (31.9, "monthly", "warm"),
        (32, "monthly", "cooling"),
        (46, "monthly", "cooling"),
        (47, "monthly", "cold"),
        (92, "quarterly", "warm"),
        (93, "quarterly", "cooling"),
        (138, "quarterly", "cooling"),
        (139, "quarterly", "cold"),
    ],
)
def test_level_by_days(days, cadence, level):
    assert _warmth(days, cadence).level == level


def test_no_rhythm_no_warmth():
    assert _warmth(10, "none") is None
    assert bounds("none", "cold") is None


def test_without_a_word_from_them_it_counts_from_the_start():
    found = warmth(last_two_way=None, started_on=date(2026, 4, 1), cadence="monthly", at=NOW)
    assert (found.days, found.level, found.answered) == (61, "cold", False)
    assert explain(found, "en") == (
        "No word from them since the start on 1 April 2026, 61 days ago. "
        "61 ÷ 31 days of the rhythm = 2.0"
    )


def test_contact_in_the_future_is_not_negative():
    assert _warmth(-3).days == 0


def test_explained_in_both_languages():
    found = _warmth(45)
    assert explain(found, "en") == (
        "They were last in touch on 17 April 2026, 45 days ago. 45 ÷ 31 days of the rhythm = 1.5"
    )
    assert explain(found, "ru") == (
        "Последний ответный контакт — 17 апреля 2026, 45 дней назад. 45 ÷ 31 дн. ритма = 1,5"
    )


@given(st.integers(0, 400), st.sampled_from(["monthly", "quarterly"]))
def test_bounds_agree_with_the_level(days, cadence):
    found = _warmth(days, cadence)
    inside = [
        level
        for level in ("warm", "cooling", "cold")
        if ((b := bounds(cadence, level))[0] is None or b[0] <= days)
        and (b[1] is None or days <= b[1])
    ]
    assert inside == [found.level]


@given(st.integers(0, 100), st.floats(0, 100))
def test_since_moment_is_the_same_day_count(days, age):
    contact = NOW - timedelta(days=age)
    assert (contact > since_moment(NOW, days)) == ((NOW - contact).days <= days)


def test_load_of_a_week_of_21_partners_is_under_four_hours():
    """6 T1 monthly and 15 T2 quarterly, with their checkpoints, spread over the weeks of a year."""
    t1, t2 = 6, 15
    a_year = (t1 * 12 + t2 * 4) * minutes_for("check_in")
    a_year += (t1 + t2) * 4 * minutes_for("checkpoint")
    assert {p.tier for p in DEFAULT_POLICIES} >= {"T1", "T2"}
    assert a_year / 52 / 60 < 4


@pytest.mark.parametrize(
    ("minutes", "hours"), [([], 0), ([5], 0.5), ([30, 30], 1), ([25, 25, 25], 1.5), ([100], 1.5)]
)
def test_load_in_half_hours(minutes, hours):
    assert hours_of(minutes) == hours


def test_unknown_kinds_take_some_time():
    assert minutes_for("something new") == 10
