"""What a session of each kind usually is, and when the next one is due (rows 68, 69, 71)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.rules.sessions import Group, group, hears_at, next_one, top_first, usual
from tests.factories import NOON


@pytest.mark.parametrize(
    ("kind", "markets", "fees", "said"),
    [
        ("council", "RU RU US US US", "", Group()),
        ("council", "RU US RU US", "", Group(too_few=1)),
        ("council", "RU US RU US RU US RU", "", Group(too_many=1)),
        ("council", "RU RU RU RU RU", "", Group(one_market="RU")),
        ("council", "RU", "", Group(too_few=4)),
        ("strategy", "US US US", "1 1 0", Group(unpaid=1)),
        ("strategy", "US US US US US", "1 1 1 1 1", Group(too_many=1)),
        ("planning", "US", "", Group()),
        ("call", "", "", Group()),
    ],
)
def test_what_is_unusual_is_said(kind, markets, fees, said):
    names = markets.split()
    paid = [fee == "1" for fee in fees.split()] if fees else [False] * len(names)
    assert group(kind, names, paid) == said
    assert bool(said) == (said != Group())


def test_usual_lengths():
    assert [usual(kind).minutes for kind in ("call", "planning", "council", "strategy")] == [
        30, 45, 90, 120,
    ]  # fmt: skip


def test_top_partners_first_only_for_planning():
    after = timedelta(days=3)
    assert top_first("planning")
    assert not top_first("council")
    assert hears_at("T1", NOON, after) == NOON
    assert {hears_at(tier, NOON, after) for tier in ("T2", "T3", "")} == {NOON + after}


@pytest.mark.parametrize(
    ("kind", "held", "today", "due"),
    [
        ("council", [date(2026, 1, 10)], date(2026, 4, 9), None),
        ("council", [date(2026, 1, 10)], date(2026, 4, 10), date(2026, 4, 10)),
        ("council", [date(2025, 11, 30)], date(2026, 3, 5), date(2026, 2, 28)),
        ("strategy", [date(2026, 1, 31), date(2026, 1, 1)], date(2026, 2, 28), date(2026, 2, 28)),
        ("council", [], date(2026, 4, 10), None),
        ("planning", [date(2020, 1, 1)], date(2026, 4, 10), None),
    ],
)
def test_the_next_one(kind, held, today, due):
    assert next_one(kind, held, today) == due


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_quarter_is_three_months_by_the_calendar(day):
    due = next_one("council", [day], date(2100, 1, 1))
    assert due is not None
    months = (due.year - day.year) * 12 + due.month - day.month
    assert months == 3
    assert due.day == day.day or (due + timedelta(days=1)).day == 1
