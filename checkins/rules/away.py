"""Leave and illness of a creator: whole days where they live, both ends included (product.md,
row 42). Spans may touch and overlap each other and a pause of the partnership."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checkins.rules.hours import Hours, moment_on, next_moment

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """`until`: the last day; None where nobody knows it yet."""

    first: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: "Span") -> bool:
        return self._ends_after(other.first) and other._ends_after(self.first)

    def _ends_after(self, day: date) -> bool:
        return self.until is None or day <= self.until


Spans = tuple[Span, ...]
NEVER_AWAY: Spans = ()


def is_away(day: date, spans: Iterable[Span]) -> bool:
    return any(span.covers(day) for span in spans)


def back_on(day: date, spans: Spans) -> date | None:
    """`day` itself, or the first day after it on which they are there; None: nobody knows."""
    while True:
        here = [span for span in spans if span.covers(day)]
        if not here:
            return day
        ends = [span.until for span in here if span.until is not None]
        if len(ends) < len(here):
            return None
        day = max(ends) + _DAY


def next_free_moment(at: datetime, hours: Hours, spans: Spans) -> datetime | None:
    """`at` if they may be written to now, else the next good moment behind night, weekend, holiday
    and absence; None while nobody knows when they are back. UTC."""
    return _behind(next_moment(at, hours), at, hours, spans)


def free_moment_on(day: date, hours: Hours, spans: Spans, at: datetime) -> datetime | None:
    """The moment to send on `day`, or the next one after it; never before `at`. UTC."""
    return _behind(moment_on(day, hours, at), at, hours, spans)


def _behind(moment: datetime, at: datetime, hours: Hours, spans: Spans) -> datetime | None:
    while spans:
        day = moment.astimezone(hours.zone).date()
        free = back_on(day, spans)
        if free is None:
            return None
        if free == day:
            break
        moment = moment_on(free, hours, at)
    return moment
