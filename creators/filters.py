"""The state of the directory as its address says it (product.md, row 5; experience.md, lists).

`read_address("market=RU&market=US&q=дача&sort=-followers&columns=tier,city")` is all a page, a
saved view, a bulk action or an export needs to mean the same creators in the same order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.panels import Column, Text
from creators.models import Creator, CreatorQuerySet
from creators.offers import Offered, Offers, narrowed_by
from creators.queries.directory import all_columns, columns_for
from creators.rules.search import search_words

NAME = "name"
LONGEST_SEARCH = 200
# A filter of more values than this is no choice a person made.
MOST_VALUES = 40


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address of the list without it."""

    label: str
    text: str
    without: str


@dataclass(frozen=True)
class SortLink:
    """`state` is that of aria-sort; empty where the list is in another order."""

    url: str
    state: str

    @property
    def icon(self) -> str:
        return {"ascending": "arrow-up", "descending": "arrow-down"}.get(self.state, "")


class Asked:
    """What a query string asks for: only what narrows, orders or shows, in one order, so that a
    shared link, a form, htmx and a saved view all mean the same page. What does not exist counts
    for nothing.

    `values`: filter key → values that exist. `sort`: "name" or a column's key, "-" before it for
    descending. `view`: the saved view it started from, "" for none; not part of the state.
    """

    def __init__(self, data: QueryDict, offers: Offers | None = None) -> None:
        self._offers = offers or Offers()
        self.words = _clean(data.get("q", ""))[:LONGEST_SEARCH].strip()
        self.values = dict(self._exact(data))
        self.columns = columns_for(_wished(data))
        sort, page = data.get("sort", ""), data.get("page", "")
        self.sort = sort if sort in self._orders else NAME
        self.page = int(page) if page.isdecimal() and len(page) < 6 else 1
        self.view = _clean(data.get("view", ""))[:16]
        canonical, own = self.query, self._own_keys
        # Whether the query string is the canonical one already.
        self.is_exact = all(
            values == canonical.getlist(key) for key, values in data.lists() if key in own
        )

    def _exact(self, data: QueryDict) -> Iterator[tuple[str, list[str]]]:
        for one in self._offers.filters:
            wished = [value for value in dict.fromkeys(data.getlist(one.key)) if value]
            if not wished:
                continue
            known = self._offers.labels(one)
            values = [value for value in known if value in wished][:MOST_VALUES]
            if values:
                yield one.key, values if one.several else values[:1]

    @cached_property
    def _own_keys(self) -> set[str]:
        keys = {one.key for one in self._offers.filters}
        return keys | {"q", "sort", "columns", "column", "move", "view"}

    @cached_property
    def _orders(self) -> dict[str, Column | None]:
        found: dict[str, Column | None] = {NAME: None, f"-{NAME}": None}
        for column in all_columns():
            if column.sort:
                found |= {column.key: column, f"-{column.key}": column}
        return found

    @property
    def is_narrowed(self) -> bool:
        return bool(self.values or self.words)

    @property
    def is_bare(self) -> bool:
        """The list as it is without any wish."""
        return not self.state

    @property
    def has_own_columns(self) -> bool:
        return self.columns != columns_for()

    @property
    def column_keys(self) -> list[str]:
        return [column.key for column in self.columns]

    @property
    def narrowed(self) -> CreatorQuerySet:
        """The creators asked for, in no order."""
        creators: CreatorQuerySet = Creator.objects.all()
        if "archived" not in self.values:
            creators = creators.active()
        for word in search_words(self.words):
            creators = creators.filter(search__contains=word)
        for one in self._offers.filters:
            if values := self.values.get(one.key):
                creators = narrowed_by(one, creators, values, self.values)
        return creators

    def in_order(self, creators: CreatorQuerySet) -> CreatorQuerySet:
        column = self._orders[self.sort]
        descending = self.sort.startswith("-")
        if column and column.sort:
            return column.sort(creators, descending)
        return creators.order_by("-name", "-pk") if descending else creators.order_by("name", "pk")

    @property
    def creators(self) -> CreatorQuerySet:
        """All of them, narrowed and in order."""
        return self.in_order(self.narrowed)

    @property
    def state(self) -> QueryDict:
        """The canonical query: what a saved view keeps."""
        found = QueryDict(mutable=True)
        if self.words:
            found["q"] = self.words
        for key, values in self.values.items():
            found.setlist(key, values)
        if self.sort != NAME:
            found["sort"] = self.sort
        if self.has_own_columns:
            found["columns"] = ",".join(self.column_keys)
        return found

    @property
    def query(self) -> QueryDict:
        """Everything but the page."""
        found = self.state
        if self.view:
            found["view"] = self.view
        return found

    @property
    def saved_state(self) -> str:
        """The state as SavedView.query keeps it."""
        return self.state.urlencode(safe=",")

    def address(self, **changes: Any) -> str:
        """The query string with its `?`, keys changed to a value or a list, or taken out (None);
        of the bare list a dot, which is the address itself."""
        query = self.query
        for key, value in changes.items():
            query.setlist(key, [value] if isinstance(value, str) else value or [])
            if not value:
                query.pop(key)
        text = query.urlencode(safe=",")
        return f"?{text}" if text else "."

    @property
    def url(self) -> str:
        return self.address()

    @property
    def with_filters(self) -> str:
        """The same list with the filters laid open to be chosen from."""
        return self.address(open="filters")

    @property
    def with_columns(self) -> str:
        return self.address(open="columns")

    @property
    def with_usual_columns(self) -> str:
        return self.address(columns=None)

    def sorted_by(self, *orders: str) -> SortLink:
        """Where a column's header leads: to the first of its `orders`, or to the next one of the
        two if the list is in one of them already."""
        at = orders.index(self.sort) if self.sort in orders else -1
        target = orders[(at + 1) % len(orders)]
        descending = self.sort.startswith("-")
        state = "" if at < 0 else "descending" if descending else "ascending"
        return SortLink(self.address(sort="" if target == NAME else target), state)

    @property
    def by_name(self) -> SortLink:
        return self.sorted_by(NAME, f"-{NAME}")

    def by_column(self, column: Column) -> SortLink | None:
        if not column.sort:
            return None
        up, down = column.key, f"-{column.key}"
        return self.sorted_by(down, up) if column.numeric else self.sorted_by(up, down)

    def sorts(self) -> list[tuple[str, Text]]:
        """Every order with its words."""
        found: list[tuple[str, Text]] = [
            (NAME, _("Name, A to Z")), (f"-{NAME}", _("Name, Z to A")),
        ]  # fmt: skip
        for column in all_columns():
            if not column.sort:
                continue
            down, up = column.sort_words or (
                _("%(column)s, descending") % {"column": column.title},
                _("%(column)s, ascending") % {"column": column.title},
            )
            pair = [(f"-{column.key}", down), (column.key, up)]
            found += pair if column.numeric else reversed(pair)
        return found

    def chips(self) -> list[Chip]:
        """One for each value asked for."""
        return [
            Chip(
                str(one.title),
                self._offers.labels(one)[value],
                self.address(**{one.key: [v for v in self.values[one.key] if v != value]}),
            )
            for one in self._offers.filters
            for value in self.values.get(one.key, [])
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The filters as fields of a form that does not show them."""
        return [(key, value) for key, values in self.values.items() for value in values]

    def groups(self) -> list[tuple[str, list[Offered]]]:
        """Every filter with its choices, under its heading."""
        return self._offers.groups(self.values)


def read_address(query: "str | QueryDict", offers: Offers | None = None) -> Asked:
    """The list that `query` (a query string without `?`) means: `.creators` (all of them, narrowed
    and in order), `.columns`, `.state`. Only inside a workspace's scope. Choices that are rows (a
    tag, a brand) cost a query for each filter that is in `query`; `offers` shares them."""
    return Asked(query if isinstance(query, QueryDict) else QueryDict(query), offers)


def _wished(data: QueryDict) -> list[str]:
    """Keys of columns in order: `columns=a,b`, or as the form sends them, `column=a&column=b` with
    `move=a:up`."""
    ticked = data.getlist("column")
    if not ticked:
        return data.get("columns", "").split(",")
    key, _colon, way = data.get("move", "").partition(":")
    if key in ticked and way in ("up", "down"):
        at = ticked.index(key)
        to = max(0, min(len(ticked) - 1, at + (1 if way == "down" else -1)))
        ticked.insert(to, ticked.pop(at))
    return ticked


def _clean(text: str) -> str:
    # No database takes a NUL.
    return text.replace("\x00", "")
