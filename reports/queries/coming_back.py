"""Retention and repeat collaboration, each split by the summary in time and by who took part in the
brief, with the rows behind every number (product.md, row 63)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.models import Collaboration
from campaigns.queries.co_briefed import co_briefed
from campaigns.queries.retention import asked_when, courses
from campaigns.rules.retention import (
    ASKED,
    Course,
    Second,
    Share,
    Split,
    flag_of,
    repeat,
    retention,
    split,
)
from creators.models import Creator
from partnerships.models import Brand
from reports.models import SummaryState
from reports.rules.clock import DUE_AFTER

# What a rate may be split by, as the address of its rows says it.
ON_TIME, BRIEFED = "on_time", "briefed"
RETENTION, REPEAT = "retention", "repeat"
# Which of the finished campaigns a rate looks at: the one before the question.
_NTH = {RETENTION: 1, REPEAT: 2}
_RATES: Mapping[str, Callable[[Iterable[Course]], Share]] = {
    RETENTION: retention,
    REPEAT: repeat,
}


@dataclass(frozen=True)
class Known:
    """Collaboration id → whether its summary went out within 72 hours (not there while the clock
    runs), and whether the creator took part in its brief."""

    on_time: Mapping[int, bool]
    briefed: Mapping[int, bool]

    def by(self, name: str) -> Mapping[int, bool]:
        return self.on_time if name == ON_TIME else self.briefed


@dataclass(frozen=True)
class Rate:
    """`key`: RETENTION or REPEAT."""

    key: str
    share: Share
    by: Mapping[str, Split]


@dataclass(frozen=True)
class ComingBack:
    """`seconds`: what became of the question for a second campaign → how many."""

    retention: Rate
    repeat: Rate
    seconds: Mapping[str, int]


def coming_back(now: datetime) -> ComingBack:
    """Five queries."""
    found = courses()
    known = _known(found, now)
    rates = {
        key: Rate(
            key,
            _RATES[key](found),
            {by: split(found, _RATES[key], known.by(by), nth) for by in (ON_TIME, BRIEFED)},
        )
        for key, nth in _NTH.items()
    }
    seconds = Counter(one.second.value for one in found)
    return ComingBack(
        rates[RETENTION], rates[REPEAT], {one.value: seconds[one.value] for one in Second}
    )


def _known(found: Sequence[Course], now: datetime) -> Known:
    """Of the first and the second finished campaign of each; three queries."""
    ids = [pk for course in found for pk in course.finished[:2]]
    rows = Collaboration.objects.filter(pk__in=ids).order_by()
    told = rows.values_list(
        "pk", "closed_at", "summary__state", "summary__sent_at", "summary__due_at"
    )
    on_time = {}
    for pk, closed_at, state, sent_at, due_at in told:
        if state == SummaryState.SENT:
            on_time[pk] = bool(sent_at and due_at and sent_at <= due_at)
        elif closed_at is None or now > closed_at + DUE_AFTER:
            on_time[pk] = False
    return Known(on_time, co_briefed(ids))


@dataclass(frozen=True)
class Wanted:
    """The rows asked for. `of`: RETENTION (who was asked), REPEAT (who finished a second one), or
    a value of Second; `came`: only those who said yes, or finished a third; `by` and `so` ("1",
    "0", "-": not known) narrow like the split."""

    of: str = ""
    came: bool = False
    by: str = ""
    so: str = ""


def wanted(found: Iterable[Course], what: Wanted, known: Known) -> list[Course]:
    """Of `found`, those behind one number."""
    nth = _NTH.get(what.of, 1)
    flags = {"1": True, "0": False, "-": None}
    return [
        one
        for one in found
        if _counts(one, what)
        and (
            what.by not in (ON_TIME, BRIEFED)
            or what.so not in flags
            or flag_of(one, known.by(what.by), nth) is flags[what.so]
        )
    ]


def _counts(one: Course, what: Wanted) -> bool:
    if what.of == RETENTION:
        return one.second == Second.YES if what.came else one.second in ASKED
    if what.of == REPEAT:
        return len(one.finished) >= (3 if what.came else 2)
    return what.of in ("", one.second)


@dataclass(frozen=True)
class Row:
    """A course as the list shows it; `asked`: when, and for which campaign."""

    course: Course
    creator: Any
    brand: Any
    first: Any
    asked: tuple[datetime, str] | None
    on_time: bool | None
    briefed: bool | None


def rows_behind(what: Wanted, now: datetime) -> "Behind":
    found = courses()
    known = _known(found, now)
    return Behind(wanted(found, what, known), known, _NTH.get(what.of, 1))


@dataclass(frozen=True)
class Behind:
    """All courses behind a number; `rows(page)` reads what a page of them shows."""

    courses: list[Course]
    known: Known
    nth: int

    def rows(self, page: Sequence[Course]) -> list[Row]:
        """Four queries."""
        creators = Creator.objects.in_bulk([one.creator for one in page])
        brands = Brand.objects.in_bulk({one.brand for one in page})
        parts = Collaboration.objects.select_related("campaign").in_bulk(
            [one.finished[0] for one in page]
        )
        asked = asked_when({(one.creator, one.brand) for one in page})
        return [
            Row(
                course=one,
                creator=creators[one.creator],
                brand=brands[one.brand],
                first=parts[one.finished[0]],
                asked=asked.get((one.creator, one.brand)),
                on_time=flag_of(one, self.known.on_time, self.nth),
                briefed=flag_of(one, self.known.briefed, self.nth),
            )
            for one in page
        ]
