"""The lines of *Today* and who brings them (product.md, row 43).

A room that knows of something to do registers a source in `ready()`:

    register_source(TodaySource(key="summaries", load=summaries_against_the_clock))

`load(asking)` gives at most LIMIT lines, the most pressing first. It reads nothing itself but
yields the querysets and questions it needs and is sent their rows, so that all sources are read in
one round trip, and those that must ask further in one more (core.together.read_rounds):

    def summaries_against_the_clock(asking):
        [rows] = yield [asked(_unsent, asking)]  # lines/known.py
        return [_line(row, asking) for row in placed(rows, asking, _partnership)]

A line's `key` ("summary:<public id>") is what it is snoozed by, so it must stay the same.
"""

from collections.abc import Callable, Generator, Sequence
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
# Keys of lines that are check-ins: "checkin:<public id>".
CHECK_IN_KEY = "checkin:"


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
    """A button of a line: leads to `url`; with `post` it is done at once.

    `key` "open": a page of its own. Any other key: a form that opens in place, so the page at `url`
    has a part `dialog` and its form says where it is sent.
    """

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
    # Set by the board: "away until 20 April" of the creator, and where one says they are back.
    away: str = ""
    away_url: str = ""

    def __post_init__(self) -> None:
        if self.minutes < 0:
            object.__setattr__(self, "minutes", minutes_for(self.kind))

    @property
    def can(self) -> str:
        """What it takes part in when several are ticked: words of "done send hand"."""
        keys = {action.key for action in self.actions}
        words = ["hand"] if self.partnership is not None else []
        if self.key.startswith(CHECK_IN_KEY):
            # A checkpoint is a talk with goals of its own: it is noted on its page.
            words += ["done"] if "done" in keys and self.kind == "check_in" else []
            words += ["send"] if "send" in keys else []
        return " ".join(sorted(words))

    @property
    def creator_id(self) -> int | None:
        """As far as it was loaded: nothing is read for it."""
        if self.partnership is None:
            return None
        creator = self.partnership._state.fields_cache.get("creator")
        return creator.pk if creator else vars(self.partnership).get("creator_id")

    @property
    def brand_id(self) -> int | None:
        """As far as it was loaded: nothing is read for it."""
        return vars(self.partnership).get("brand_id") if self.partnership is not None else None

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


# Yields what is to be read, is sent the rows of each, gives the lines.
Lines = Generator[Sequence[Any], list[list[Any]], list[TodayLine]]


@dataclass(frozen=True)
class TodaySource:
    """`coming(asking)` gives the first thing after the week: what an empty page promises."""

    key: str
    load: Callable[[Asking], Lines]
    order: int = 100
    coming: Callable[[Asking], TodayLine | None] | None = None


_sources: dict[str, TodaySource] = {}


def register_source(source: TodaySource) -> None:
    """The same key again replaces: `ready()` may run twice."""
    _sources[source.key] = source


def sources() -> list[TodaySource]:
    return sorted(_sources.values(), key=lambda source: source.order)
