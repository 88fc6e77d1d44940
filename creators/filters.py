"""The directory's filters, from the query string (product.md, row 5; experience.md, lists)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import django_filters as filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.panels import Column
from creators.enums import Market, Platform
from creators.models import Channel, Creator, CreatorQuerySet, Tag
from creators.queries.directory import BIGGEST, NAME, NEWEST, ORDERS
from creators.rules.search import search_words
from creators.rules.sizes import band_choices, band_limits

Rows = CreatorQuerySet


class DirectoryFilter(filters.FilterSet):
    """What the person asked for; a value that does not exist narrows nothing.

    `columns` of upper rooms that can narrow bring a filter each, named by their key. What has to
    be read for its choices (`tags`, columns) is read only if it is in `data`, or if the filters
    are `opened` to be chosen from.
    """

    q = filters.CharFilter(method="by_words", label=_("Search"), max_length=200)
    market = filters.ChoiceFilter(choices=Market.choices, label=_("Market"))
    language = filters.ChoiceFilter(
        choices=[("en", "English"), ("ru", "Русский")], label=_("Language")
    )
    platform = filters.ChoiceFilter(
        choices=Platform.choices, method="by_platform", label=_("Platform")
    )
    size = filters.ChoiceFilter(choices=band_choices, method="by_size", label=_("Followers"))
    tag = filters.ChoiceFilter(choices=[], method="by_tag", label=_("Tag or topic"))
    archived = filters.ChoiceFilter(
        choices=[("only", _("Archived only")), ("too", _("Archived too"))],
        method="by_archived",
        label=_("Archive"),
        empty_label=_("Not archived"),
    )

    class Meta:
        model = Creator
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        *,
        queryset: Rows,
        tags: Callable[[], Iterable[Tag]],
        columns: Iterable[Column],
        opened: bool,
    ) -> None:
        super().__init__(data, queryset=queryset)
        if opened or data.get("tag"):
            self.filters["tag"].extra["choices"] = _by_kind(tags())
        narrowing = {
            column.key: column
            for column in columns
            if column.narrow and column.choices and (opened or data.get(column.key))
        }
        for key, column in narrowing.items():
            self.filters[key] = _column_filter(column)
            self.filters[key].parent = self
            self.filters[key].model = Creator
        for name, each in self.filters.items():
            if name != "archived" and isinstance(each, filters.ChoiceFilter):
                each.extra["empty_label"] = _("Any")

    def filter_queryset(self, queryset: Rows) -> Rows:
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("archived") else queryset.active()

    def by_words(self, queryset: Rows, _name: str, value: str) -> Rows:
        for word in search_words(value):
            queryset = queryset.filter(search__contains=word)
        return queryset

    def by_platform(self, queryset: Rows, _name: str, value: str) -> Rows:
        return queryset.filter(pk__in=Channel.objects.filter(platform=value).values("creator"))

    def by_tag(self, queryset: Rows, _name: str, value: str) -> Rows:
        tagged = Creator.tags.through.objects.filter(tag__public_id=value)
        return queryset.filter(pk__in=tagged.values("creator"))

    def by_size(self, queryset: Rows, _name: str, value: str) -> Rows:
        return queryset.filter(**band_limits(value))

    def by_archived(self, queryset: Rows, _name: str, value: str) -> Rows:
        return queryset.exclude(archived_at=None) if value == "only" else queryset


def _by_kind(tags: Iterable[Tag]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for tag in tags:
        groups.setdefault(tag.get_kind_display(), []).append((tag.public_id, tag.name))
    return list(groups.items())


def _column_filter(column: Column) -> filters.ChoiceFilter:
    def narrow(queryset: Rows, _name: str, value: str) -> Rows:
        assert column.narrow
        return column.narrow(queryset, value)

    assert column.choices
    return filters.ChoiceFilter(choices=column.choices(), method=narrow, label=column.title)


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


SORTS = [
    (NAME, _("Name, A to Z")),
    ("-name", _("Name, Z to A")),
    (BIGGEST, _("Most followers")),
    ("followers", _("Fewest followers")),
    (NEWEST, _("Newest first")),
    ("created", _("Oldest first")),
]


class Asked:
    """The state of the list as its address says it: only what narrows or orders, in one order, so
    that a shared link, a form and htmx all mean the same page."""

    def __init__(self, filterset: DirectoryFilter, data: QueryDict) -> None:
        self._fields = filterset.form.fields
        # Reading the errors cleans the form; what is not a choice is dropped.
        self.is_exact = not filterset.form.errors and "" not in data.values()
        cleaned = filterset.form.cleaned_data
        self.values = {name: str(cleaned[name]) for name in self._fields if cleaned.get(name)}
        sort, page = str(data.get("sort", "")), str(data.get("page", ""))
        self.sort = sort if sort in ORDERS else NAME
        self.page = int(page) if page.isdecimal() and len(page) < 6 else 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.values)

    @property
    def query(self) -> QueryDict:
        """Everything but the page."""
        found = QueryDict(mutable=True)
        found.update(self.values)
        if self.sort != NAME:
            found["sort"] = self.sort
        return found

    def address(self, *, without: str = "") -> str:
        """The query string with its `?`; of the bare list a dot, which is the address itself."""
        query = self.query
        query.pop(without, None)
        return f"?{query.urlencode()}" if query else "."

    @property
    def with_filters(self) -> str:
        """The same list with the filters laid open to be chosen from."""
        query = self.query
        query["filters"] = "open"
        return f"?{query.urlencode()}"

    def sorted_by(self, *orders: str) -> "SortLink":
        """Where a column's header leads: to the first of its `orders`, or to the next one of the
        two if the list is in one of them already."""
        at = orders.index(self.sort) if self.sort in orders else -1
        query = self.query
        query["sort"] = orders[(at + 1) % len(orders)]
        descending = self.sort.startswith("-")
        state = "" if at < 0 else "descending" if descending else "ascending"
        return SortLink(f"?{query.urlencode()}", state)

    @property
    def by_name(self) -> "SortLink":
        return self.sorted_by(NAME, "-name")

    @property
    def by_followers(self) -> "SortLink":
        return self.sorted_by(BIGGEST, "followers")

    def chips(self) -> list[Chip]:
        return [
            Chip(str(self._fields[name].label), self._text(name, value), self.address(without=name))
            for name, value in self.values.items()
            if name != "q"
        ]

    def _text(self, name: str, value: str) -> str:
        for key, label in _flat(self._fields[name].choices):
            if str(key) == value:
                return str(label)
        return value


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
