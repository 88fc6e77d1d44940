"""When a member's morning digest is due (product.md, row 76): at their hour, on their weekday."""

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
