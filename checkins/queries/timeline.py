"""One timeline (product.md, row 7): what every source knows, newest first, part by part."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from checkins.rules import stream
from checkins.rules.stream import Position
from checkins.timeline_sources import (
    SEARCHED,
    Asking,
    Entry,
    Happening,
    TimelineSource,
    timeline_sources,
)
from core.search import fold
from core.together import read_rounds

PER_PART = 30
# Queries of a part: what happened, and what some of it is about.
BUDGET = 2


@dataclass(frozen=True)
class Line:
    """`day`: in the creator's calendar; `new_month`: the first of its month on the page."""

    at: datetime
    day: date
    entry: Entry
    new_month: bool


@dataclass(frozen=True)
class Part:
    """`following`: where the next part begins; None at the end."""

    lines: list[Line]
    following: Position | None


def timeline(asking: Asking, *, joined: bool = False) -> Part:
    """The newest `asking.limit` lines after the place `asking.before`. `joined`: they are put under
    what ends at that place, whose month needs no heading again."""
    size = asking.limit
    wide = replace(asking, limit=SEARCHED if asking.words else size + 1)
    narrow = replace(asking, limit=size + 1)
    sources = [source for source in timeline_sources() if source.is_asked(asking)]
    told = read_rounds([source.load(narrow if source.searches else wide) for source in sources])
    found = [_kept(*one, asking.words) for one in zip(sources, told, strict=True)]
    happened = stream.join(found, size + 1)
    before = asking.before if joined else None
    lines = list(_lines(asking, happened[:size], before))
    return Part(lines, happened[size - 1].position if len(happened) > size else None)


def _kept(source: TimelineSource, rows: list[Happening], words: tuple[str, ...]) -> list[Happening]:
    if not words or source.searches:
        return rows
    return [row for row in rows if _says(row.tell(), words)]


def _says(entry: Entry, words: tuple[str, ...]) -> bool:
    text = fold(entry.text)
    return all(word in text for word in words)


def _lines(
    asking: Asking, happened: Iterable[Happening], before: Position | None
) -> Iterable[Line]:
    last = asking.day_of(before.at) if before else None
    for row in happened:
        day = asking.day_of(row.at)
        is_new = last is None or (day.year, day.month) != (last.year, last.month)
        yield Line(row.at, day, row.tell(), is_new)
        last = day
