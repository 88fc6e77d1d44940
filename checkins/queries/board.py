"""Today's page: the lines of all sources in their sections (product.md, row 43)."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import QuerySet

from checkins.models import Absence, Snooze
from checkins.queries.lines.away import reading_away, with_away
from checkins.queries.lines.known import asked
from checkins.queries.narrowed import (
    Choice,
    Wanted,
    brands_among,
    cell_of,
    kinds_among,
    narrowed,
    reading_brands,
)
from checkins.rules.load import hours_of
from checkins.rules.week import Cell, strip
from checkins.today import LIMIT, Asking, Lines, Section, TodayLine, sources
from core.prepared import Given
from core.together import read_rounds
from partnerships.models import Brand

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
    """`shelves`: what is looked at; `whole`: all there is, the same unless it was narrowed.
    `resting`: lines that were put off, with the day they come back. `more`: a source had more
    lines than are shown. `coming`: what an empty page promises. `week`, `kinds`, `brands`: what
    one can narrow it to."""

    shelves: list[Shelf]
    whole: list[Shelf]
    resting: list[tuple[TodayLine, date]] = field(default_factory=list)
    more: bool = False
    coming: TodayLine | None = None
    week: list[Cell] = field(default_factory=list)
    kinds: list[Choice] = field(default_factory=list)
    brands: list[Choice] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.whole

    @property
    def now_hours(self) -> float:
        """Hours of what is overdue and due today."""
        now = (Section.OVERDUE, Section.TODAY)
        return hours_of(s.minutes for s in self.whole if s.section in now)

    @property
    def week_hours(self) -> float:
        """Hours of all that is ours; what waits on creators takes them, not us."""
        return hours_of(s.minutes for s in self.whole if s.section != Section.WAITS)

    @property
    def back(self) -> tuple[TodayLine, date] | None:
        """What rests and comes back before anything new does."""
        first = min(self.resting, key=lambda pair: pair[1], default=None)
        due = self.coming.due_on if self.coming else None
        return first if first is None or due is None or first[1] <= due else None

    def by_key(self) -> dict[str, TodayLine]:
        """Every line there is, those that rest as well."""
        lines = [line for shelf in self.whole for line in shelf.lines]
        return {line.key: line for line in [*lines, *(line for line, _until in self.resting)]}


def board(asking: Asking, wanted: Wanted | None = None) -> Board:
    """All sources, the snoozes, the brands and who is away are read in one round; those that ask
    further, in one more. On an empty page, one query for each source that knows what comes next."""
    resting: dict[str, date] = {}
    brands: list[Brand] = []
    away: dict[int, Absence] = {}
    loaded = read_rounds(
        [
            _snoozes(asking, resting),
            reading_brands(asking, brands),
            reading_away(asking, away),
            *(source.load(asking) for source in sources()),
        ]
    )
    lines = [with_away(line, away) for found in loaded for line in found]
    shown = [line for line in lines if line.key not in resting]
    whole = _shelves(shown, asking)
    looked_at = _shelves(narrowed(shown, wanted, asking, brands), asking) if wanted else whole
    return Board(
        shelves=looked_at,
        whole=whole,
        resting=[(line, resting[line.key]) for line in lines if line.key in resting],
        more=any(len(found) >= LIMIT for found in loaded),
        coming=None if whole else _coming(asking),
        week=strip(((cell_of(line, asking), line.minutes) for line in shown), asking.today),
        kinds=kinds_among(shown),
        brands=brands_among(shown, brands),
    )


def _shelves(lines: list[TodayLine], asking: Asking) -> list[Shelf]:
    shelves = [Shelf(section, _of(lines, section, asking)) for section in Section]
    return [shelf for shelf in shelves if shelf.lines]


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


def _snoozes(asking: Asking, resting: dict[str, date]) -> Lines:
    [rows] = yield [asked(_resting, asking)]
    resting.update({row.key: row.until for row in rows})
    return []


def _resting(_mine: bool) -> "QuerySet[Snooze]":
    return Snooze.objects.filter(user=Given("user"), until__gt=Given("today"))


def _coming(asking: Asking) -> TodayLine | None:
    found = [line for source in sources() if source.coming and (line := source.coming(asking))]
    return min(found, key=lambda line: line.day(asking) or _FAR, default=None)
