from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.clock import (
    Hand,
    OnTime,
    Quiet,
    Step,
    due_at,
    mail_leaves_at,
    next_step,
    sends_itself_at,
)

CLOSED = datetime(2026, 3, 3, 12, tzinfo=UTC)
AWAKE = Quiet(UTC)


def hand(**changes) -> Hand:
    values = {
        "closed_at": CLOSED,
        "held": False,
        "reminded": False,
        "escalated": False,
        "has_address": True,
        "quiet": AWAKE,
    }
    return Hand(**{**values, **changes})


@pytest.mark.parametrize(
    ("hours", "changes", "step"),
    [
        (0, {}, None),
        (23.99, {}, None),
        (24, {}, Step.REMIND),
        (24, {"reminded": True}, None),
        (24, {"held": True}, None),
        (47.99, {}, Step.REMIND),
        (48, {}, Step.ESCALATE),
        (48, {"reminded": True}, Step.ESCALATE),
        (48, {"held": True}, Step.ESCALATE),
        (48, {"escalated": True}, None),
        (65.99, {"escalated": True}, None),
        (66, {}, Step.SEND),
        (66, {"escalated": True}, Step.SEND),
        (66, {"held": True}, Step.ESCALATE),
        (66, {"held": True, "escalated": True}, None),
        (66, {"has_address": False}, Step.ESCALATE),
        (66, {"has_address": False, "escalated": True}, None),
        (100, {}, Step.SEND),
        (239.9, {}, Step.SEND),
        (240, {}, None),
    ],
)
def test_next_step(hours, changes, step):
    assert next_step(hand(**changes), CLOSED + timedelta(hours=hours)) == step


def test_due_is_72_hours_across_a_change_of_clocks():
    # 8 March 2026, 02:00 does not exist in Los Angeles: 72 hours are 72 hours.
    closed = datetime(2026, 3, 7, 9, tzinfo=ZoneInfo("America/Los_Angeles"))
    due = due_at(closed.astimezone(UTC))
    assert due.astimezone(ZoneInfo("America/Los_Angeles")).time() == time(10)


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [
        (AWAKE, 66),
        (Quiet(UTC, time(9), None), 66),
        (Quiet(UTC, None, time(7)), 67),
        (Quiet(UTC, time(4), None), 64 - 5 / 60),
        (Quiet(UTC, time(9), time(9)), 66),
        # 66 h after noon is 06:00: quiet until 09:00, still before 72 h.
        (Quiet(UTC, time(22), time(9)), 69),
        (Quiet(UTC, time(5), time(12)), 72),
        # Quiet longer than the promise: right before it begins.
        (Quiet(UTC, time(5), time(12, 30)), 65 - 5 / 60),
        (Quiet(UTC, time(22), time(13)), 58 - 5 / 60),
        (Quiet(UTC, time(10), time(20)), 66),
        (Quiet(ZoneInfo("Pacific/Kiritimati"), time(19), time(21)), 67),
    ],
)
def test_sends_itself(quiet, hours):
    assert sends_itself_at(CLOSED, quiet) == CLOSED + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "leaves"),
    [
        (24, 24),  # noon
        (12, 21),  # midnight: waits for nine in the morning
        (69, 69),
        (84, 93),  # late already: then not at night either
    ],
)
def test_mail_waits_for_the_morning(hours, leaves):
    quiet = Quiet(UTC, time(22), time(9))
    at = CLOSED + timedelta(hours=hours)
    assert mail_leaves_at(at, CLOSED, quiet) == CLOSED + timedelta(hours=leaves)


def test_the_promise_outweighs_a_long_quiet():
    quiet = Quiet(UTC, time(5), time(13))
    at = CLOSED + timedelta(hours=71)
    assert mail_leaves_at(at, CLOSED, quiet) == at


hours_of_day = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(
    closed=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(["America/Los_Angeles", "Europe/Moscow", "Pacific/Kiritimati"]),
    since=hours_of_day,
    until=hours_of_day,
)
def test_by_itself_always_within_the_promise_and_never_in_quiet_hours(closed, zone, since, until):
    quiet = Quiet(ZoneInfo(zone), since, until)
    at = sends_itself_at(closed, quiet)
    assert closed + timedelta(hours=41) < at <= due_at(closed)
    stretch = quiet.around(closed + timedelta(hours=66))
    # A quiet that begins within five minutes of its end leaves no gap to send in.
    if stretch is not None and stretch[1] - stretch[0] < timedelta(hours=23, minutes=50):
        assert quiet.around(at) is None


def test_rate():
    assert OnTime(on_time=3, counted=4, running=2).rate == 0.75
    assert OnTime(on_time=0, counted=0, running=2).rate is None
