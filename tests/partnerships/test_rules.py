from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.enums import AgreementState as S
from partnerships.enums import Cadence, Tier
from partnerships.rules.agreements import (
    BINDING_STATES,
    TRANSITIONS,
    covers,
    may_become,
    notice_end,
    overlap,
    state_on,
    step_on,
)
from partnerships.rules.capacity import Capacity
from partnerships.rules.pace import anniversary, contract_year, pace, promised_in
from partnerships.rules.policies import DEFAULT_POLICIES, effective_cadence, shares_total

D = date
days = st.dates(D(2020, 1, 1), D(2032, 12, 31))
ends = st.none() | days
states = st.sampled_from(list(S))


def test_defaults_are_those_of_the_source():
    assert [
        (p.tier, p.capacity_from, p.capacity_to, p.cadence, p.budget_share)
        for p in DEFAULT_POLICIES
    ] == [
        (Tier.T1, 5, 8, Cadence.MONTHLY, 40),
        (Tier.T2, 15, 20, Cadence.QUARTERLY, 40),
        (Tier.T3, None, None, Cadence.NONE, 20),
    ]
    assert shares_total(p.budget_share for p in DEFAULT_POLICIES) == 100


@pytest.mark.parametrize(
    ("override", "policy", "expected"),
    [
        ("", "monthly", Cadence.MONTHLY),
        ("quarterly", "monthly", Cadence.QUARTERLY),
        ("none", "monthly", Cadence.NONE),
        ("monthly", "none", Cadence.MONTHLY),
    ],
)
def test_own_cadence_wins(override, policy, expected):
    assert effective_cadence(override, policy) == expected


@pytest.mark.parametrize(
    ("used", "low", "high", "free", "over", "full", "wanted"),
    [
        (0, 5, 8, 8, 0, False, 5),
        (5, 5, 8, 3, 0, False, 0),
        (7, 5, 8, 1, 0, False, 0),
        (8, 5, 8, 0, 0, True, 0),
        (10, 5, 8, 0, 2, True, 0),
        (900, None, None, None, 0, False, 0),
        (0, None, 0, 0, 0, True, 0),
    ],
)
def test_capacity(used, low, high, free, over, full, wanted):
    places = Capacity(used, low, high)
    assert places.is_open is (high is None)
    assert (places.free, places.over, places.is_full, places.wanted) == (free, over, full, wanted)


@given(st.integers(0, 60), st.none() | st.integers(0, 60))
def test_one_more_goes_over_exactly_when_full(used, high):
    assert Capacity(used, None, high).is_full is (
        Capacity(used + 1, None, high).over > Capacity(used, None, high).over
    )


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (S.DRAFT, {S.SENT, S.SIGNED}),
        (S.SENT, {S.SIGNED, S.WITHDRAWN}),
        (S.SIGNED, {S.IN_FORCE, S.WITHDRAWN}),
        (S.IN_FORCE, {S.IN_NOTICE, S.ENDED}),
        (S.IN_NOTICE, {S.ENDED}),
        (S.ENDED, set()),
        (S.WITHDRAWN, set()),
    ],
)
def test_transitions(state, allowed):
    assert {target for target in S if may_become(state, target)} == allowed


@pytest.mark.parametrize(
    ("given_on", "notice", "ends_on", "last"),
    [
        (D(2026, 3, 3), 30, None, D(2026, 4, 2)),
        (D(2026, 3, 3), 30, D(2026, 12, 31), D(2026, 4, 2)),
        # Notice does not make it longer.
        (D(2026, 12, 20), 30, D(2026, 12, 31), D(2026, 12, 31)),
        (D(2028, 2, 1), 30, None, D(2028, 3, 2)),
        (D(2026, 3, 3), 0, None, D(2026, 3, 3)),
    ],
)
def test_notice_end(given_on, notice, ends_on, last):
    assert notice_end(given_on, notice, ends_on) == last


@pytest.mark.parametrize(
    ("state", "today", "becomes"),
    [
        (S.SIGNED, D(2026, 2, 28), S.SIGNED),
        (S.SIGNED, D(2026, 3, 1), S.IN_FORCE),
        (S.IN_FORCE, D(2027, 2, 28), S.IN_FORCE),
        (S.IN_FORCE, D(2027, 3, 1), S.ENDED),
        (S.IN_NOTICE, D(2027, 2, 28), S.IN_NOTICE),
        (S.IN_NOTICE, D(2027, 3, 1), S.ENDED),
        # Slept through its whole life.
        (S.SIGNED, D(2027, 3, 1), S.ENDED),
        # A person's turn, however late.
        (S.DRAFT, D(2030, 1, 1), S.DRAFT),
        (S.SENT, D(2030, 1, 1), S.SENT),
        (S.ENDED, D(2026, 6, 1), S.ENDED),
        (S.WITHDRAWN, D(2026, 6, 1), S.WITHDRAWN),
    ],
)
def test_state_by_the_calendar(state, today, becomes):
    assert state_on(state, D(2026, 3, 1), D(2027, 2, 28), today) == becomes


def test_evergreen_never_ends_by_itself():
    assert state_on(S.IN_FORCE, D(2020, 1, 1), None, D(2099, 1, 1)) == S.IN_FORCE


@given(states, days, ends, days)
def test_steps_lead_to_the_state_by_allowed_moves(state, starts_on, ends_on, today):
    seen = [state]
    while step := step_on(seen[-1], starts_on, ends_on, today):
        seen.append(step)
    assert seen[-1] == state_on(state, starts_on, ends_on, today)
    assert all(after in TRANSITIONS[before] for before, after in pairwise(seen))


@given(st.sampled_from(sorted(BINDING_STATES)), days, st.integers(0, 900), days)
def test_in_force_by_state_is_in_force_by_date(state, starts_on, length, today):
    ends_on = starts_on + timedelta(days=length)
    if state != S.SIGNED and today < starts_on:
        return
    reached = state_on(state, starts_on, ends_on, today)
    in_force = reached in (S.IN_FORCE, S.IN_NOTICE)
    assert in_force is covers(reached, starts_on, ends_on, today)


@pytest.mark.parametrize(
    ("state", "day", "bound"),
    [
        (S.IN_FORCE, D(2026, 2, 28), False),
        (S.IN_FORCE, D(2026, 3, 1), True),
        (S.ENDED, D(2027, 2, 28), True),
        (S.ENDED, D(2027, 3, 1), False),
        (S.SENT, D(2026, 6, 1), False),
        (S.WITHDRAWN, D(2026, 6, 1), False),
    ],
)
def test_covers(state, day, bound):
    assert covers(state, D(2026, 3, 1), D(2027, 2, 28), day) is bound


def test_evergreen_covers_every_later_day():
    assert covers(S.IN_FORCE, D(2026, 3, 1), None, D(2090, 1, 1))


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ((D(2026, 1, 1), D(2026, 12, 31)), (D(2027, 1, 1), None), None),
        (
            (D(2026, 1, 1), D(2026, 12, 31)),
            (D(2026, 12, 31), D(2027, 12, 30)),
            (D(2026, 12, 31), D(2026, 12, 31)),
        ),
        ((D(2026, 1, 1), None), (D(2030, 1, 1), None), (D(2030, 1, 1), None)),
        (
            (D(2026, 1, 1), None),
            (D(2026, 3, 1), D(2026, 4, 1)),
            (D(2026, 3, 1), D(2026, 4, 1)),
        ),
    ],
)
def test_overlap(first, second, shared):
    assert overlap(first, second) == shared
    assert overlap(second, first) == shared


@given(days, ends, days, ends, days)
def test_a_day_is_shared_exactly_when_both_hold_it(first, first_end, second, second_end, day):
    def holds(start, end):
        return start <= day and (end is None or day <= end)

    if (first_end and first_end < first) or (second_end and second_end < second):
        return
    shared = overlap((first, first_end), (second, second_end))
    both = holds(first, first_end) and holds(second, second_end)
    assert both is (shared is not None and holds(*shared))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "day", "number", "first", "last"),
    [
        (D(2026, 3, 1), D(2027, 2, 28), D(2026, 3, 1), 1, D(2026, 3, 1), D(2027, 2, 28)),
        (D(2025, 7, 15), None, D(2026, 7, 14), 1, D(2025, 7, 15), D(2026, 7, 14)),
        (D(2025, 7, 15), None, D(2026, 7, 15), 2, D(2026, 7, 15), D(2027, 7, 14)),
        # 29 February: the years stay without a gap.
        (D(2024, 2, 29), None, D(2025, 2, 27), 1, D(2024, 2, 29), D(2025, 2, 27)),
        (D(2024, 2, 29), None, D(2025, 2, 28), 2, D(2025, 2, 28), D(2026, 2, 27)),
        (D(2024, 2, 29), None, D(2028, 2, 29), 5, D(2028, 2, 29), D(2029, 2, 27)),
        # A cut second year.
        (D(2026, 1, 1), D(2027, 6, 30), D(2027, 2, 1), 2, D(2027, 1, 1), D(2027, 6, 30)),
    ],
)
def test_contract_year(starts_on, ends_on, day, number, first, last):
    year = contract_year(starts_on, ends_on, day)
    assert (year.number, year.first, year.last) == (number, first, last)


@pytest.mark.parametrize("day", [D(2025, 12, 31), D(2027, 7, 1)])
def test_no_contract_year_outside_the_agreement(day):
    assert contract_year(D(2026, 1, 1), D(2027, 6, 30), day) is None


@given(days, days)
def test_contract_years_hold_their_day_and_follow_each_other(starts_on, day):
    year = contract_year(starts_on, None, day)
    if day < starts_on:
        assert year is None
        return
    assert year.first <= day <= year.last
    assert year.part == 1
    following = contract_year(starts_on, None, year.last + timedelta(days=1))
    assert (following.first, following.number) == (year.last + timedelta(days=1), year.number + 1)


def test_anniversary_of_the_leap_day():
    assert anniversary(D(2024, 2, 29), 1) == D(2025, 2, 28)
    assert anniversary(D(2024, 2, 29), 4) == D(2028, 2, 29)


def test_a_cut_year_promises_its_share():
    half = contract_year(D(2026, 1, 1), D(2027, 6, 30), D(2027, 2, 1))
    assert half.part == Fraction(181, 365)
    assert promised_in(half, 4) == 2
    assert promised_in(half, 6) == 3
    assert promised_in(half, 0) == 0


@given(days, st.integers(0, 800), st.integers(0, 60))
def test_never_more_promised_than_a_whole_year_holds(starts_on, length, a_year):
    ends_on = starts_on + timedelta(days=length)
    year = contract_year(starts_on, ends_on, ends_on)
    assert 0 <= promised_in(year, a_year) <= a_year
    assert year.part < 1 or promised_in(year, a_year) == a_year


@pytest.mark.parametrize(
    ("guaranteed", "booked_days", "booked", "left", "guarantee_left"),
    [
        (None, [], 0, 4, 0),
        (2, [D(2026, 3, 1), D(2027, 2, 28)], 2, 2, 0),
        # The days before and after the year do not count.
        (3, [D(2026, 2, 28), D(2026, 5, 5), D(2027, 3, 1)], 1, 3, 2),
        (2, [D(2026, 5, 5)] * 6, 6, 0, 0),
    ],
)
def test_pace(guaranteed, booked_days, booked, left, guarantee_left):
    year = contract_year(D(2026, 3, 1), D(2027, 2, 28), D(2026, 6, 1))
    found = pace(year=year, a_year=4, guaranteed_a_year=guaranteed, booked_days=booked_days)
    assert (found.promised, found.guaranteed, found.booked) == (4, guaranteed, booked)
    assert (found.left, found.guarantee_left) == (left, guarantee_left)
