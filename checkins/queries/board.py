"""Today's page: the lines of all sources in their sections (product.md, row 43)."""

from dataclasses import dataclass, field, replace
from datetime import date

from checkins.models import Snooze
from checkins.rules.load import hours_of
from checkins.today import LIMIT, Asking, Section, TodayLine, sources

_FAR = date.max


@dataclass(frozen=True)
class Shelf:
    """One section of the page."""

    section: Section
    lines: list[TodayLine]

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)


@dataclass(frozen=True)
class Board:
    """`resting`: lines that were put off, with the day they come back. `more`: a source had more
    lines than are shown. `coming`: what an empty page promises."""

    shelves: list[Shelf]
    resting: list[tuple[TodayLine, date]] = field(default_factory=list)
    more: bool = False
    coming: TodayLine | None = None

    @property
    def is_empty(self) -> bool:
        return not self.shelves

    @property
    def now_hours(self) -> float:
        """Hours of what is overdue and due today."""
        now = (Section.OVERDUE, Section.TODAY)
        return hours_of(s.minutes for s in self.shelves if s.section in now)

    @property
    def week_hours(self) -> float:
        """Hours of all that is ours; what waits on creators takes them, not us."""
        return hours_of(s.minutes for s in self.shelves if s.section != Section.WAITS)


def board(asking: Asking) -> Board:
    """One query for the snoozes, besides those of the sources; on an empty page one more for each
    source that knows what comes next."""
    resting = _snoozes(asking)
    loaded = [source.load(asking) for source in sources()]
    lines = [line for found in loaded for line in found]
    shown = [line for line in lines if line.key not in resting]
    shelves = [Shelf(section, _of(shown, section, asking)) for section in Section]
    shelves = [shelf for shelf in shelves if shelf.lines]
    return Board(
        shelves=shelves,
        resting=[(line, resting[line.key]) for line in lines if line.key in resting],
        more=any(len(found) >= LIMIT for found in loaded),
        coming=None if shelves else _coming(asking),
    )


def _of(lines: list[TodayLine], section: Section, asking: Asking) -> list[TodayLine]:
    found = [
        replace(line, shown=_shown(line, section, asking))
        for line in lines
        if line.section(asking) == section
    ]
    return sorted(found, key=lambda line: line.day(asking) or _FAR)


def _shown(line: TodayLine, section: Section, asking: Asking) -> date | None:
    """What may be done a while longer without being late is for today, not for yesterday."""
    day = line.shown_on(asking)
    return asking.today if section == Section.TODAY else day


def _snoozes(asking: Asking) -> dict[str, date]:
    rows = Snooze.objects.filter(user=asking.user, until__gt=asking.today)
    return dict(rows.values_list("key", "until"))


def _coming(asking: Asking) -> TodayLine | None:
    found = [line for source in sources() if source.coming and (line := source.coming(asking))]
    return min(found, key=lambda line: line.day(asking) or _FAR, default=None)
