"""A page of the directory: a fixed number of queries, however many creators there are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from core.panels import Column
from core.panels import columns as registered
from creators.models import Creator, CreatorQuerySet

SLOT = "creators.directory"
PER_PAGE = 50
# Counting and paging end here: past it a search or a filter is the way, and counting stays cheap.
COUNTED = 10_000
# Who searches and finds more than this types another letter.
SEARCHED = 1_000


class Row(NamedTuple):
    """The head of a row; its cells are in `Filled`."""

    pk: int
    public_id: str
    name: str
    market: str
    city: str
    archived_at: datetime | None


@dataclass(frozen=True)
class Filled:
    """A column with what it knows of some rows: primary key → context of its cell."""

    column: Column
    title: str
    values: Mapping[int, Any]


@dataclass(frozen=True)
class DirectoryPage:
    """`total` is at most the limit of counting; `is_more`: there are more than that. Reads like a
    page of Django's Paginator where `components/pager.html` needs it."""

    creators: list[Row]
    total: int
    is_more: bool
    number: int
    filled: list[Filled]

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.last

    @property
    def has_other_pages(self) -> bool:
        return self.last > 1

    @property
    def is_end_of_counting(self) -> bool:
        return self.is_more and not self.has_next

    def previous_page_number(self) -> int:
        return self.number - 1

    def next_page_number(self) -> int:
        return self.number + 1


def all_columns() -> list[Column]:
    """Every column the directory may show, its own and those of the rooms above, in order."""
    return registered(SLOT)


def columns_for(keys: Iterable[str] = ()) -> list[Column]:
    """The columns of `keys` in that order, each once; without any that exist, those that are
    shown to who never chose."""
    every = {column.key: column for column in all_columns()}
    chosen = [every[key] for key in dict.fromkeys(keys) if key in every]
    return chosen or [column for column in every.values() if column.shown]


def directory_page(
    creators: CreatorQuerySet,
    *,
    sort: Callable[[CreatorQuerySet], CreatorQuerySet],
    number: int,
    searching: bool,
    columns: list[Column],
) -> DirectoryPage:
    """Page `number` (the last one, if there are fewer) of `creators`, put in order by `sort`.

    Looking into the text is the dear part of a search: it is done once, in no order, and the page
    is then taken from the ids that were found, unless they are too many to be all of them.
    """
    if searching:
        ids = list(creators.order_by().values_list("pk", flat=True)[: SEARCHED + 1])
        total, most = len(ids), SEARCHED
        if total <= most:
            creators = Creator.objects.filter(pk__in=ids)
    else:
        total, most = creators.order_by()[: COUNTED + 1].count(), COUNTED
    is_more, total = total > most, min(total, most)
    number = max(1, min(number, -(-total // PER_PAGE)))
    start = (number - 1) * PER_PAGE
    rows, filled = rows_of(sort(creators)[start : min(start + PER_PAGE, total)], columns)
    return DirectoryPage(rows, total, is_more, number, filled)


def rows_of(creators: CreatorQuerySet, columns: list[Column]) -> tuple[list[Row], list[Filled]]:
    """The rows of `creators` (a slice, in its order) and what each of `columns` knows of them.

    One query for the rows, and one for each different `load` of the columns. A list in full is
    read by slices of its ids: `rows_of(Creator.objects.filter(pk__in=ids), columns)`, in no order.
    """
    fields = list(dict.fromkeys(name for column in columns for name in column.fields))
    found = list(creators.values_list(*Row._fields, *fields))
    rows = [Row(*one[: len(Row._fields)]) for one in found]
    pks = [row.pk for row in rows]
    loaded: dict[Any, Mapping[int, Any]] = {}
    filled = []
    for column in columns:
        if column.fields:
            at = [len(Row._fields) + fields.index(name) for name in column.fields]
            pick = itemgetter(*at)
            values: Mapping[int, Any] = {one[0]: pick(one) for one in found}
        else:
            if column.load not in loaded:
                loaded[column.load] = column.load(pks)
            values = loaded[column.load]
        filled.append(Filled(column, str(column.title), values))
    return rows, filled


def any_creator() -> bool:
    return Creator.objects.exists()
