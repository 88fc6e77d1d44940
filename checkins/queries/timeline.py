"""One timeline (product.md, row 7): what every source knows, newest first, part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from checkins.rules import stream
from checkins.rules.stream import Position
from checkins.timeline_sources import (
    SEARCHED,
    Asking,
    Entry,
    Happening,
    Telling,
    TimelineSource,
    timeline_sources,
)
from core.search import fold
from core.together import read_together

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
    told = _read([source.load(narrow if source.searches else wide) for source in sources])
    found = [_kept(*one, asking.words) for one in zip(sources, told, strict=True)]
    happened = stream.join(found, size + 1)
    before = asking.before if joined else None
    lines = list(_lines(asking, happened[:size], before))
    return Part(lines, happened[size - 1].position if len(happened) > size else None)


def _read(tellings: Sequence[Telling]) -> list[list[Happening]]:
    """Goes round the sources, reading together what each still asks for, until all have told."""
    told: list[list[Happening]] = [[] for _telling in tellings]
    answers: dict[int, Any] = dict.fromkeys(range(len(tellings)))
    while answers:
        asked: dict[int, Sequence[Any]] = {}
        for n, rows in answers.items():
            try:
                asked[n] = tellings[n].send(rows)
            except StopIteration as ended:
                told[n] = ended.value
        rows = iter(read_together([one for some in asked.values() for one in some]))
        answers = {n: [next(rows) for _queryset in some] for n, some in asked.items()}
    return told


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
