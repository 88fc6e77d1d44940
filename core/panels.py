"""How a lower page shows what an upper room knows, without naming it.

An upper room registers in `ready()`; the page that owns the slot loads. Slots are strings such as
`creators.profile`. Nothing here knows any room.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


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


@dataclass(frozen=True)
class Column:
    """A list column an upper room fills: `load(ids)` takes row ids (primary keys) of one page and
    gives a mapping id → context of `template`; one query, whatever the number of rows."""

    slot: str
    key: str
    title: Text
    template: str
    load: Callable[[Iterable[int]], Mapping[int, Any]]
    order: int = 100
    # Adds the filter of this column to a queryset: `narrow(queryset, value)`.
    narrow: Callable[[Any, str], Any] | None = None
    choices: Callable[[], list[tuple[str, Text]]] | None = None


@dataclass
class _Registry:
    panels: dict[tuple[str, str], Panel] = field(default_factory=dict)
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)


_registry = _Registry()


def register_panel(panel: Panel) -> None:
    _registry.panels[panel.slot, panel.key] = panel


def register_column(column: Column) -> None:
    _registry.columns[column.slot, column.key] = column


def columns(slot: str) -> list[Column]:
    found = [column for (at, _), column in _registry.columns.items() if at == slot]
    return sorted(found, key=lambda column: column.order)


def load_panels(slot: str, request: Any, obj: Any, *, tab: str = "") -> list[dict[str, Any]]:
    """The panels of `slot` (and `tab`) that have something to show, in order, each as
    `{"panel": Panel, "context": {...}}`, to be rendered by `{% panels %}`."""
    found = sorted(
        (p for (at, _), p in _registry.panels.items() if at == slot and p.tab == tab),
        key=lambda p: p.order,
    )
    loaded = ((panel, panel.load(request, obj)) for panel in found)
    return [{"panel": panel, "context": c} for panel, c in loaded if c is not None]
