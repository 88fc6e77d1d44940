"""The thirteen weeks of the opening (product.md, row 16)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from partnerships.rules.facts import WorkFacts
from partnerships.rules.opening import WEEKS, State, Step, arc

START = date(2026, 1, 5)
DAY = timedelta(days=1)


def campaign(starts: date, ends: date, closed: date | None = None) -> WorkFacts:
    return WorkFacts(
        1, "p", "c", "Quiet skin", 1, True, starts, ends, closed, Money(Decimal(10), "USD")
    )


def at(day: date, **told):
    values = {"aligned_on": None, "reviewed_on": None, "campaign": None}
    return arc(starts_on=START, today=day, **{**values, **told})


@pytest.mark.parametrize(
    ("days", "week", "states"),
    [
        (0, 1, ["due", "ahead", "ahead"]),
        (27, 4, ["due", "ahead", "ahead"]),
        (28, 5, ["late", "due", "ahead"]),
        (62, 9, ["late", "due", "ahead"]),
        (63, 10, ["late", "late", "due"]),
        (90, 13, ["late", "late", "due"]),
        (91, 14, ["late", "late", "late"]),
        (-3, 1, ["due", "ahead", "ahead"]),
    ],
)
def test_arc_says_what_is_due_and_what_is_late(days, week, states):
    if days < 0:
        states = ["ahead", "ahead", "ahead"]
    found = at(START + days * DAY)
    assert [month.parts[0].state for month in found.months] == states
    assert found.week == week
    assert found.over == (week > WEEKS)
    assert found.missing == (Step.ALIGNMENT, Step.CAMPAIGN, Step.REVIEW)


def test_arc_that_is_done_misses_nothing():
    today = START + 80 * DAY
    first = campaign(START + 35 * DAY, START + 48 * DAY)
    found = at(today, aligned_on=START, reviewed_on=today, campaign=first)
    assert found.missing == () and found.asked == ()
    assert found.months[1].parts[0].done_on == first.starts_on


def test_campaign_to_come_is_not_begun():
    found = at(START + 30 * DAY, campaign=campaign(START + 40 * DAY, START + 50 * DAY))
    assert Step.CAMPAIGN in found.missing
    assert {sync.state for sync in found.syncs} == {State.AHEAD}
    assert found.campaign == "Quiet skin"


def test_each_week_of_the_campaign_wants_a_contact():
    first = START + 30 * DAY
    live = campaign(first, first + 16 * DAY)
    found = at(first + 15 * DAY, campaign=live, contact_days=[first + 6 * DAY])
    assert [sync.state for sync in found.syncs] == [State.DONE, State.MISSED, State.DUE]
    # The last week is a short one.
    assert found.syncs[-1].last == live.ends_on
    assert [part.step for part in found.asked] == [Step.ALIGNMENT, Step.SYNC]
    found = at(first + 15 * DAY, campaign=live, contact_days=[first + 14 * DAY])
    assert Step.SYNC not in [part.step for part in found.asked]


def test_no_sync_is_asked_after_closing():
    first = START + 30 * DAY
    found = at(first + 10 * DAY, campaign=campaign(first, first + 20 * DAY, first + 6 * DAY))
    assert len(found.syncs) == 1


@given(
    st.integers(-10, 120), st.integers(0, 100), st.integers(0, 60), st.lists(st.integers(-5, 170))
)
def test_weeks_and_syncs_leave_no_day_out(today, begins, lasts, contacts):
    first = START + begins * DAY
    found = at(
        START + today * DAY,
        campaign=campaign(first, first + lasts * DAY),
        contact_days=[START + n * DAY for n in contacts],
    )
    weeks = [week for month in found.months for week in month.weeks]
    assert [week.number for week in weeks] == list(range(1, WEEKS + 1))
    assert all(b.first == a.last + DAY for a, b in zip(weeks, weeks[1:], strict=False))
    assert sum(week.now for week in weeks) == (0 <= today < WEEKS * 7)
    syncs = found.syncs
    assert syncs[0].first == first and syncs[-1].last == first + lasts * DAY
    assert all(b.first == a.last + DAY for a, b in zip(syncs, syncs[1:], strict=False))
    assert sum(part.step == Step.SYNC for part in found.asked) <= 1
