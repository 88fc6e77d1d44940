"""How a lower page shows what an upper room knows, without naming it.

An upper room registers in `ready()`; the page that owns the slot loads. Slots are strings such as
`creators.profile`. Nothing here knows any room.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.safestring import SafeString

Text = str | Promise
T = TypeVar("T")
# What a spreadsheet takes; a datetime is a date.
Plain = str | int | Decimal | date | None


@dataclass(frozen=True)
class NextStep:
    """What to do next with a row, as a panel that knows it says in its context under `next_step`.

    The page shows the one of the lowest `order`: 0–19 somebody waits, 20–49 the work stands
    still, 50–79 something is not known or out of date, 80–99 all is well.
    """

    order: int
    text: Text
    icon: str = "arrow-right"
    # Where it is done, for those who may; without it the text stands alone.
    url: str = ""
    label: Text = ""


def next_step(loaded: Iterable[Mapping[str, Any]], own: Iterable[NextStep] = ()) -> NextStep | None:
    """The most urgent of those that loaded panels name and the page's `own`."""
    named = [item["context"].get("next_step") for item in loaded]
    found = [step for step in [*named, *own] if step is not None]
    return min(found, key=lambda step: step.order) if found else None


def once(request: Any, key: str, load: Callable[[], T]) -> T:
    """`load()` the first time a page asks for `key`, the same again after that: panels of one page
    that show the same rows read them once."""
    kept: dict[str, T] = request.__dict__.setdefault("panels_read", {})
    if key not in kept:
        kept[key] = load()
    return kept[key]


@dataclass(frozen=True)
class Panel:
    """`load(request, obj)` gives the template's context, or None when there is nothing to show."""

    slot: str
    key: str
    title: Text
    template: str
    load: Callable[[Any, Any], Mapping[str, Any] | None]
    order: int = 100
    tab: str = ""


def _nothing(_ids: Iterable[int]) -> Mapping[int, Any]:
    return {}


@dataclass(frozen=True)
class Column:
    """A column of a list, filled by the room that knows.

    `load(ids)` takes row ids (primary keys) of one page and gives a mapping id → context of its
    cell; one query, whatever the number of rows. A column of the list's own table names `fields`
    instead, which the list reads along with its rows: the context is the value, or the tuple of
    the values if there are several. A row without context, or with None, has an empty cell.
    """

    slot: str
    key: str
    title: Text
    # Draws a cell where there is no `cell`: dear in a list of many rows.
    template: str = ""
    load: Callable[[Iterable[int]], Mapping[int, Any]] = _nothing
    # The place among the columns.
    order: int = 100
    # Adds the filter of this column to a queryset: `narrow(queryset, value)`, value being one of
    # `choices` (pairs, or groups of pairs). Several values are joined by "or".
    narrow: Callable[[Any, str], Any] | None = None
    choices: Callable[[], list[tuple[str, Any]]] | None = None
    # Context of a row → HTML of its cell, by format_html.
    cell: Callable[[Any], SafeString | str] | None = None
    # Context of a row → the same as a plain value, for an export.
    plain: Callable[[Any], Plain] | None = None
    # `sort(queryset, descending)`: the rows in the order of this column, each place decided.
    sort: Callable[[Any, bool], Any] | None = None
    fields: tuple[str, ...] = ()
    # What the two orders are called: (descending, ascending).
    sort_words: tuple[Text, Text] | None = None
    # Figures stand at the right, and are sorted from the biggest on.
    numeric: bool = False
    # Stands in the list unless the person chose otherwise.
    shown: bool = True


@dataclass(frozen=True)
class Filter:
    """A filter of a list that has no column. `narrow` and `choices` as those of Column.

    `group`: the heading it stands under, with others of the same; without one, the list's own for
    what upper rooms know. `several`: whether more than one value may be asked for at once.
    `narrow_all(queryset, values, asked)` stands for `narrow` where several values are cheaper
    together, or mean something beside another filter: `asked` is key → values of all of them.
    """

    slot: str
    key: str
    title: Text
    narrow: Callable[[Any, str], Any]
    choices: Callable[[], list[tuple[str, Any]]]
    order: int = 100
    group: Text = ""
    several: bool = True
    narrow_all: Callable[[Any, list[str], Mapping[str, list[str]]], Any] | None = None


@dataclass
class _Registry:
    panels: dict[tuple[str, str], Panel] = field(default_factory=dict)
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    filters: dict[tuple[str, str], Filter] = field(default_factory=dict)


_registry = _Registry()


def register_panel(panel: Panel) -> None:
    _registry.panels[panel.slot, panel.key] = panel


def register_column(column: Column) -> None:
    _registry.columns[column.slot, column.key] = column


def register_filter(one: Filter) -> None:
    _registry.filters[one.slot, one.key] = one


def columns(slot: str) -> list[Column]:
    found = [column for (at, _), column in _registry.columns.items() if at == slot]
    return sorted(found, key=lambda column: column.order)


def filters(slot: str) -> list[Filter]:
    """The filters of `slot` in order, those of its columns among them."""
    alone = [one for (at, _), one in _registry.filters.items() if at == slot]
    known = {one.key for one in alone}
    of_columns = [
        Filter(slot, column.key, column.title, column.narrow, column.choices, column.order)
        for column in columns(slot)
        if column.narrow and column.choices and column.key not in known
    ]
    return sorted([*alone, *of_columns], key=lambda one: one.order)


def load_panels(slot: str, request: Any, obj: Any, *, tab: str = "") -> list[dict[str, Any]]:
    """The panels of `slot` (and `tab`) that have something to show, in order, each as
    `{"panel": Panel, "context": {...}}`, to be rendered by `{% panels %}`."""
    found = sorted(
        (p for (at, _), p in _registry.panels.items() if at == slot and p.tab == tab),
        key=lambda p: p.order,
    )
    loaded = ((panel, panel.load(request, obj)) for panel in found)
    return [{"panel": panel, "context": c} for panel, c in loaded if c is not None]
