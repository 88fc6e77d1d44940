"""When a mail about a session goes, and what it says of what changed (product.md, row 52)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkins.rules.hours import Hours, next_moment

# Somebody who is to be somewhere tomorrow hears of it now, whatever their clock shows.
NOTICE = timedelta(hours=24)


@dataclass(frozen=True)
class Told:
    """What a guest's calendar holds of a session; UTC."""

    sequence: int
    starts_at: datetime
    minutes: int
    title: str
    place: str


def mail_moment(at: datetime, hours: Hours, *starts: datetime) -> datetime:
    """At once in a working hour of theirs, else in the next one; but at once, too, where waiting
    would leave less than a day before any of `starts` (of what is new, and of what is off)."""
    due = next_moment(at, hours)
    return due if all(due <= start - NOTICE for start in starts) else at


def differences(told: Told, now: Told) -> list[str]:
    """Of "time", "length", "place", "title": what a guest must hear of."""
    pairs = {
        "time": (told.starts_at, now.starts_at),
        "length": (told.minutes, now.minutes),
        "place": (told.place, now.place),
        "title": (told.title, now.title),
    }
    return [name for name, (before, after) in pairs.items() if before != after]
