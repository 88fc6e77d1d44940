"""The hour of sending: the creator's own working hour (product.md, row 42).

10:00 where they live if it suits, always between 9 and 18, never in their quiet hours; moments are
UTC, so that an hour which daylight saving removes or repeats does no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.workdays import CLOSES, OPENS, is_quiet, working_day_from

PREFERRED = time(10)


@dataclass(frozen=True)
class Hours:
    """When a creator may be written to. One end of the quiet hours alone means midnight for the
    other; who is quiet through the whole working day is written to when the quiet ends."""

    zone: ZoneInfo
    market: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None

    @classmethod
    def of(cls, creator: Any) -> "Hours":
        """`creator`: whatever has their zone, market and quiet hours."""
        return cls(creator.zone, creator.market, creator.quiet_from, creator.quiet_until)

    def is_quiet(self, clock: time) -> bool:
        return is_quiet(clock, self.quiet_from, self.quiet_until)

    def openings(self) -> list[time]:
        """Local times at which a mail may start its way, best first; never empty."""
        wishes = [PREFERRED, OPENS]
        if self.quiet_until is not None:
            wishes.insert(1 if self.quiet_until > PREFERRED else 2, self.quiet_until)
        good = [t for t in wishes if OPENS <= t < CLOSES and not self.is_quiet(t)]
        return good or [self.quiet_until or time.min]

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` is a working hour of theirs."""
        local = moment.astimezone(self.zone)
        if working_day_from(local.date(), self.market) != local.date():
            return False
        clock = local.time()
        if self.is_quiet(clock):
            return False
        within = OPENS <= clock < CLOSES
        return within or not OPENS <= self.openings()[0] < CLOSES


def send_moment(day: date, hours: Hours) -> datetime:
    """The moment to send on `day`, a date where the creator lives; UTC."""
    return _moment(day, hours.openings()[0], hours.zone)


def next_moment(at: datetime, hours: Hours) -> datetime:
    """`at` itself if it is a working hour of theirs, else the next good one; UTC."""
    at = at.astimezone(UTC)
    if hours.is_open(at):
        return at
    return next(moment for moment in _moments(at, hours) if moment >= at)


def moment_on(day: date, hours: Hours, at: datetime) -> datetime:
    """The moment to send on `day`, or the next good one if that has passed at `at`; UTC."""
    first = send_moment(working_day_from(day, hours.market), hours)
    return first if first >= at else next_moment(at, hours)


def _moments(at: datetime, hours: Hours) -> Iterator[datetime]:
    day = at.astimezone(hours.zone).date()
    while True:
        day = working_day_from(day, hours.market)
        # The best hour first; of those left today, the earliest.
        yield _moment(day, hours.openings()[0], hours.zone)
        yield from sorted(_moment(day, t, hours.zone) for t in hours.openings())
        day += timedelta(days=1)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    # In a gap, `fold=0` counts with the offset before it and so lands right behind the gap.
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
