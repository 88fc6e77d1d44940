"""The directory as a file: its rows in its order, its columns and what stands in them in full.

A column that a page has room for only in part (channels, rates) becomes as many columns as its
rows need; their names are those that the import of creators knows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports.registry import Cell, ExportList, Sheet, register_export
from core.models import ExportJob
from core.panels import Column
from creators.enums import ContentFormat, Platform
from creators.filters import read_address
from creators.models import Creator, CreatorQuerySet
from creators.queries import in_full
from creators.queries.directory import rows_of
from creators.selection import listed

KIND = "creators"
CHUNK = 500
# More accounts of one person on one platform stand together in the last column.
MOST_ACCOUNTS = 5


@dataclass(frozen=True)
class Part:
    """A column of the list as columns of the file: `read(ids)` gives primary key → their cells."""

    heads: list[str]
    read: Callable[[Sequence[int]], Mapping[int, Sequence[Cell]]]


def open_creators(job: ExportJob) -> Sheet:
    asked = read_address(job.query)
    rows = listed(asked, job.selection)
    pks = list(asked.in_order(rows).values_list("pk", flat=True))
    plain = [column for column in asked.columns if column.key not in _IN_FULL]
    parts = {key: make(rows) for key, make in _IN_FULL.items() if key in asked.column_keys}
    heads = [_("Name")]
    for column in asked.columns:
        part = parts.get(column.key)
        heads += part.heads if part else [str(column.title)]
    return Sheet(
        heads=_apart(heads),
        rows=_rows(pks, asked.columns, plain, parts),
        total=len(pks),
    )


def _rows(
    pks: Sequence[int], columns: list[Column], plain: list[Column], parts: Mapping[str, Part]
) -> Iterator[Sequence[Cell]]:
    for start in range(0, len(pks), CHUNK):
        some = pks[start : start + CHUNK]
        rows, filled = rows_of(Creator.objects.filter(pk__in=some), plain)
        names = {row.pk: row.name for row in rows}
        values = {one.column.key: one.values for one in filled}
        full = {key: part.read(some) for key, part in parts.items()}
        for pk in some:
            # Deleted while the file was being written.
            if pk not in names:
                continue
            cells: list[Cell] = [names[pk]]
            for column in columns:
                if column.key in parts:
                    empty = [None] * len(parts[column.key].heads)
                    cells += full[column.key].get(pk, empty)
                else:
                    cells.append(_plain(column, values[column.key].get(pk)))
            yield cells


def _plain(column: Column, context: Any) -> Cell:
    if context is None:
        return None
    if column.plain is not None:
        return column.plain(context)
    return strip_tags(str(column.cell(context))) if column.cell else None


def _channels(rows: CreatorQuerySet) -> Part:
    """For each platform an address and its followers; a second account has its own columns."""
    places = in_full.accounts_a_platform(rows, MOST_ACCOUNTS)
    heads: list[str] = []
    at: dict[tuple[str, int], int] = {}
    for platform, most in places:
        label = Platform(platform).label
        for number in range(1, most + 1):
            at[platform, number] = len(heads)
            name = f"{label} {number}" if number > 1 else str(label)
            heads += [name, _("%(platform)s followers") % {"platform": name}]

    def read(ids: Sequence[int]) -> dict[int, list[Cell]]:
        found: dict[int, list[Cell]] = {}
        seen: dict[tuple[int, str], int] = {}
        for pk, platform, address, followers in in_full.accounts(ids):
            cells = found.setdefault(pk, [None] * len(heads))
            number = seen[pk, platform] = seen.get((pk, platform), 0) + 1
            place = at.get((platform, min(number, MOST_ACCOUNTS)))
            if place is None:
                continue
            if number > MOST_ACCOUNTS:
                cells[place] = f"{cells[place]}, {address}"
            else:
                cells[place], cells[place + 1] = address, followers
        return found

    return Part(heads, read)


def _rates(rows: CreatorQuerySet) -> Part:
    """A number in a column for each format and currency."""
    kinds = in_full.kinds_of_rates(rows)
    heads = [f"{ContentFormat(kind).label}, {currency}" for kind, currency in kinds]
    at = {pair: place for place, pair in enumerate(kinds)}

    def read(ids: Sequence[int]) -> dict[int, list[Cell]]:
        found: dict[int, list[Cell]] = {}
        for pk, kind, currency, amount in in_full.rates(ids):
            place = at.get((kind, currency))
            if place is not None:
                found.setdefault(pk, [None] * len(heads))[place] = amount
        return found

    return Part(heads, read)


_IN_FULL: dict[str, Callable[[CreatorQuerySet], Part]] = {"channels": _channels, "rate": _rates}


def _apart(heads: list[str]) -> list[str]:
    """Two columns of one name get a number: a spreadsheet's filters want them apart."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        found.append(f"{head} ({seen[head]})" if seen[head] > 1 else head)
    return found


def register() -> None:
    register_export(ExportList(KIND, gettext_lazy("Creators"), open_creators))
