"""The lines of *Today* and who brings them (product.md, row 43).

A room that knows of something to do registers a source in `ready()`:

    register_source(TodaySource(key="summaries", load=summaries_against_the_clock))

`load(asking)` gives at most LIMIT lines with a fixed number of queries, the most pressing first. A
line's `key` ("summary:<public id>") is what it is snoozed by, so it must stay the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from accounts.models import User
from checkins.rules.load import minutes_for

# Of one source; more are counted as "and more", since nobody does a hundred things in a day.
LIMIT = 100
WEEK = timedelta(days=7)


class Section(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    WAITS = "waits"


@dataclass(frozen=True)
class Asking:
    """Who looks and when. `mine`: only what this person keeps, else everybody's."""

    user: User
    at: datetime
    mine: bool = True

    @property
    def today(self) -> date:
        return self.at.astimezone(self.user.zone).date()

    @property
    def until(self) -> date:
        """The last day that the page looks ahead to."""
        return self.today + WEEK


@dataclass(frozen=True)
class LineAction:
    """A button of a line: leads to `url`; with `post` it is done at once."""

    key: str
    label: str | Promise
    url: str
    post: bool = False


@dataclass(frozen=True)
class TodayLine:
    """One thing to do. `title` says who, `what` what, `reason` why and why now.

    `due_on` is a date where the creator lives (`local_today` is theirs too), `due_at` a moment;
    a line with neither belongs to the week. `waits`: the move is the creator's. `minutes` of
    ours, by kind where not given.
    """

    key: str
    kind: str
    title: str
    what: str | Promise
    reason: str
    url: str
    due_on: date | None = None
    due_at: datetime | None = None
    local_today: date | None = None
    # The zone of the person the line is about: their time stands beside the reader's.
    zone: ZoneInfo | None = None
    overdue: bool = False
    waits: bool = False
    minutes: int = -1
    partnership: Any = None
    actions: tuple[LineAction, ...] = ()
    # Why it cannot be done as planned, such as a missing address.
    problem: str = ""
    # What happens without anybody, such as a mail that goes out by itself.
    note: str = ""
    # Set by the board: the day as the reader's calendar has it.
    shown: date | None = None

    def __post_init__(self) -> None:
        if self.minutes < 0:
            object.__setattr__(self, "minutes", minutes_for(self.kind))

    def shown_on(self, asking: Asking) -> date | None:
        """`day` moved into the reader's calendar: "today" there reads as "today" here."""
        day = self.day(asking)
        if day is None or self.due_on is None or self.local_today is None:
            return day
        return day + (asking.today - self.local_today)

    def section(self, asking: Asking) -> Section:
        if self.waits:
            return Section.WAITS
        if self.overdue:
            return Section.OVERDUE
        day = self.day(asking)
        today = self.local_today or asking.today
        return Section.TODAY if day is not None and day <= today else Section.WEEK

    def day(self, asking: Asking) -> date | None:
        if self.due_on is not None or self.due_at is None:
            return self.due_on
        return self.due_at.astimezone(asking.user.zone).date()


@dataclass(frozen=True)
class TodaySource:
    """`coming(asking)` gives the first thing after the week: what an empty page promises."""

    key: str
    load: Callable[[Asking], list[TodayLine]]
    order: int = 100
    coming: Callable[[Asking], TodayLine | None] | None = None


_sources: dict[str, TodaySource] = {}


def register_source(source: TodaySource) -> None:
    """The same key again replaces: `ready()` may run twice."""
    _sources[source.key] = source


def sources() -> list[TodaySource]:
    return sorted(_sources.values(), key=lambda source: source.order)
