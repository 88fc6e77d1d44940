"""The 72-hour clock of a summary (product.md, row 57): due 72 h after closing, a reminder at 24 h,
escalated at 48 h, out by itself at 66 h unless held."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

REMIND_AFTER = timedelta(hours=24)
ESCALATE_AFTER = timedelta(hours=48)
SEND_AFTER = timedelta(hours=66)
DUE_AFTER = timedelta(hours=72)
# After so long an outage a mail about it would surprise: people decide, Today shows it overdue.
TOO_LATE_AFTER = DUE_AFTER + timedelta(days=7)


class Step(StrEnum):
    REMIND = "remind"
    ESCALATE = "escalate"
    SEND = "send"


@dataclass(frozen=True)
class Quiet:
    """A creator's quiet hours, in their own zone. One end alone means midnight for the other."""

    zone: tzinfo
    since: time | None = None
    until: time | None = None

    def around(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The quiet stretch that `at` falls into, as instants in UTC; None outside."""
        if self.since is None and self.until is None or self.since == self.until:
            return None
        since, until = self.since or time.min, self.until or time.min
        day = at.astimezone(self.zone).date()
        for shift in (-1, 0):
            first = day + timedelta(days=shift)
            last = first if since < until else first + timedelta(days=1)
            start = datetime.combine(first, since, self.zone).astimezone(UTC)
            end = datetime.combine(last, until, self.zone).astimezone(UTC)
            if start <= at < end:
                return start, end
        return None


@dataclass(frozen=True)
class Hand:
    """What the clock needs to know of a summary that was not sent."""

    closed_at: datetime
    held: bool
    reminded: bool
    escalated: bool
    has_address: bool
    quiet: Quiet


def due_at(closed_at: datetime) -> datetime:
    return closed_at + DUE_AFTER


def sends_itself_at(closed_at: datetime, quiet: Quiet) -> datetime:
    """66 h after closing. Where the creator sleeps then: when their quiet hours end, and if that
    were later than 72 h, right before they begin."""
    at = closed_at + SEND_AFTER
    stretch = quiet.around(at)
    if stretch is None:
        return at
    begins, ends = stretch
    return ends if ends <= due_at(closed_at) else begins - timedelta(minutes=5)


def mail_leaves_at(now: datetime, closed_at: datetime, quiet: Quiet) -> datetime:
    """When a summary that is sent now reaches the creator: after their quiet hours, unless the
    72 hours end before."""
    stretch = quiet.around(now)
    if stretch is None:
        return now
    _, ends = stretch
    return now if now <= due_at(closed_at) < ends else ends


def next_step(hand: Hand, now: datetime) -> Step | None:
    """The one thing to do now. After an outage only the latest step is taken: nobody is reminded
    of what goes out in the same minute.

    A held summary is not reminded of (whoever held it knows), but the owners still hear of it at
    48 h, with the reason. Without an address nothing can go out; it stays on Today.
    """
    gone = now - hand.closed_at
    if gone >= TOO_LATE_AFTER:
        return None
    may_go = not hand.held and hand.has_address
    if may_go and now >= sends_itself_at(hand.closed_at, hand.quiet):
        return Step.SEND
    if gone >= ESCALATE_AFTER:
        return None if hand.escalated else Step.ESCALATE
    if gone >= REMIND_AFTER and not hand.held:
        return None if hand.reminded else Step.REMIND
    return None


@dataclass(frozen=True)
class OnTime:
    """On-time summary = sent within 72 h of closing ÷ collaborations closed whose 72 h are over or
    whose summary was sent. `running`: still on the clock, not counted."""

    on_time: int
    counted: int
    running: int

    @property
    def rate(self) -> float | None:
        return self.on_time / self.counted if self.counted else None
