"""How ideas are counted, when they are due, what co-briefed means (product.md, rows 33, 34)."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.enums import IdeaState
from campaigns.rules.ideas import (
    Counts,
    Said,
    answer_due,
    counts,
    fingerprint,
    is_co_briefed,
    said_once,
    tidy,
)

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("by_state", "rate", "zero"),
    [
        ({}, None, False),
        # An answer without an idea in it is no idea.
        ({"noted": 3}, None, False),
        ({"open": 2}, Decimal(0), True),
        ({"declined": 1}, Decimal(0), True),
        ({"adopted": 1, "declined": 1}, Decimal("0.5"), False),
        ({"adopted": 1, "adapted": 1, "open": 2}, Decimal("0.5"), False),
    ],
)
def test_the_share_is_adopted_or_adapted_of_received(by_state, rate, zero):
    found = counts(by_state)
    assert (found.rate, found.is_zero) == (rate, zero)


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from(IdeaState.values), max_size=6), max_size=5))
def test_sums_of_parts_are_the_sum_of_all(parts):
    summed = sum((counts(Counter(part)) for part in parts), Counts())
    assert summed == counts(Counter(state for part in parts for state in part))
    assert summed.received == summed.open + summed.used + summed.declined


@pytest.mark.parametrize(
    ("said", "market", "due"),
    [
        (date(2026, 3, 3), "US", date(2026, 3, 5)),
        # Over the weekend.
        (date(2026, 3, 5), "US", date(2026, 3, 9)),
        # 9 March stands in for Women's Day in Russia.
        (date(2026, 3, 5), "RU", date(2026, 3, 10)),
        (date(2026, 3, 7), "US", date(2026, 3, 10)),
    ],
)
def test_an_idea_is_answered_within_two_working_days(said, market, due):
    assert answer_due(said, market) == due


@pytest.mark.parametrize(
    ("said", "locked_at", "co_briefed"),
    [
        ([], NOON, False),
        ([], None, False),
        ([(-HOUR, "adopted")], NOON, True),
        ([(-HOUR, "declined")], NOON, True),
        ([(-HOUR, "noted")], NOON, True),
        ([(-HOUR, "open")], NOON, False),
        ([(-HOUR, "adopted"), (-HOUR, "open")], NOON, False),
        # What came after the lock neither helps nor harms.
        ([(HOUR, "adopted")], NOON, False),
        ([(timedelta(), "adopted")], NOON, False),
        ([(-HOUR, "adapted"), (HOUR, "open")], NOON, True),
        ([(HOUR, "adopted")], None, True),
    ],
)
def test_co_briefed(said, locked_at, co_briefed):
    rows = [Said(NOON + after, state) for after, state in said]
    assert is_co_briefed(rows, locked_at=locked_at) is co_briefed


def test_words_are_kept_tidy_and_known_again():
    assert tidy(" One \r\ntwo  \r\n\r\n") == "One\ntwo"
    assert said_once("a", "b") == said_once("a", "b") != said_once("ab", "")
    rows = [("x", 1), ("y", 2)]
    assert fingerprint(rows) == fingerprint(rows[::-1]) != fingerprint([("x", 1), ("y", 3)])
