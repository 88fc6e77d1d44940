"""Today narrowed to a day, to what it is about, to a brand: a link says which (row 43)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from checkins.queries.lines.known import asked
from checkins.rules.families import Family, family_of
from checkins.rules.week import is_cell, place
from checkins.today import Asking, Lines, TodayLine
from partnerships.models import Brand


@dataclass(frozen=True)
class Wanted:
    """What is looked at; "" is everything. `brand` is a public id."""

    day: str = ""
    kind: str = ""
    brand: str = ""

    def __bool__(self) -> bool:
        return bool(self.day or self.kind or self.brand)

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Wanted":
        """What a link asks for; nonsense asks for nothing."""
        day, kind = query.get("day", ""), query.get("kind", "")
        return cls(
            day=day if is_cell(day) else "",
            kind=kind if kind in Family.values else "",
            brand=query.get("brand", ""),
        )


@dataclass(frozen=True)
class Choice:
    """One chip. `key` is what the link names it by."""

    key: str
    label: str | Promise
    lines: int


def cell_of(line: TodayLine, asking: Asking) -> str:
    """The day of the strip that it stands on."""
    shown = asking.today if line.overdue else line.shown_on(asking)
    return place(shown, asking.today, waits=line.waits)


def narrowed(
    lines: Iterable[TodayLine], wanted: Wanted, asking: Asking, brands: Iterable[Brand]
) -> list[TodayLine]:
    ids = {brand.pk for brand in brands if brand.public_id == wanted.brand}
    return [
        line
        for line in lines
        if (not wanted.day or cell_of(line, asking) == wanted.day)
        and (not wanted.kind or family_of(line.kind) == wanted.kind)
        and (not wanted.brand or line.brand_id in ids)
    ]


def kinds_among(lines: Iterable[TodayLine]) -> list[Choice]:
    """Those there are, in the order of the families; a choice of one is none."""
    counts = Counter(family_of(line.kind) for line in lines)
    found = [Choice(one.value, one.label, counts[one]) for one in Family if counts[one]]
    return found if len(found) > 1 else []


def brands_among(lines: Iterable[TodayLine], brands: Iterable[Brand]) -> list[Choice]:
    counts = Counter(line.brand_id for line in lines)
    found = [Choice(one.public_id, one.name, counts[one.pk]) for one in brands if counts[one.pk]]
    return found if len(found) > 1 else []


def reading_brands(asking: Asking, found: list[Brand]) -> Lines:
    """Read in the round of the sources: `found` is filled, no lines come of it."""
    [rows] = yield [asked(_brands, asking)]
    found += rows
    return []


def _brands(_mine: bool) -> "QuerySet[Brand]":
    return Brand.objects.order_by("name", "pk")
