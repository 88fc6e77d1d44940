"""When a member's digest is due (product.md, row 76): at their hour, every working day or on Monday
for the week; and what it is made of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

# After an outage a digest still comes late in the morning, not in the evening.
LATEST = timedelta(hours=2)


@dataclass(frozen=True)
class DigestLine:
    """A line of Today as a mail shows it: complete address, words in the reader's language."""

    title: str
    reason: str
    url: str
    overdue: bool
    minutes: int
    # Pages that put it off, complete addresses; "" where it cannot be.
    tomorrow_url: str = ""
    monday_url: str = ""


@dataclass(frozen=True)
class WeekDigest:
    """A week of Today: what is late, what stands on which day (None: on none), what others have to
    do first. `done`: check-ins that the member closed in the week before."""

    overdue: list[DigestLine]
    days: list[tuple[date | None, list[DigestLine]]]
    waits: list[DigestLine]
    done: int = 0

    @property
    def ours(self) -> list[DigestLine]:
        return [*self.overdue, *(line for _day, lines in self.days for line in lines)]

    @property
    def is_empty(self) -> bool:
        return not (self.ours or self.waits)

    @property
    def minutes(self) -> int:
        """Ours; what waits on creators takes them, not us."""
        return sum(line.minutes for line in self.ours)

    def cut(self, most: int) -> "WeekDigest":
        """At most so many lines, what is late first; what waits is cut on its own."""
        left = most - len(self.overdue)
        days = []
        for day, lines in self.days:
            if left > 0:
                days.append((day, lines[:left]))
            left -= len(lines)
        return WeekDigest(self.overdue[:most], days, self.waits[:most], self.done)


def digest_window(now: datetime, zone: tzinfo) -> tuple[date, time, time] | None:
    """The local day and the hours (from, to, both included) whose digests are due now in a zone;
    None on Saturday and Sunday. An hour that the clocks skip is due right after the jump, one they
    repeat is the same day's: the day is the digest's key."""
    local = now.astimezone(zone)
    if local.weekday() >= 5:
        return None
    midnight = datetime.combine(local.date(), time())
    wall = local.replace(tzinfo=None, fold=0)
    earliest = max(midnight, wall - LATEST)
    return local.date(), earliest.time(), wall.time()


def week_window(now: datetime, zone: tzinfo) -> tuple[date, time, time] | None:
    """The same for the digest of a week: all of Monday from their hour on, since what an outage of
    the morning swallowed would be missed for a week. None on other days."""
    local = now.astimezone(zone)
    if local.weekday() != 0:
        return None
    return local.date(), time(), local.time().replace(tzinfo=None, fold=0)
