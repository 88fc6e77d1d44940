"""What can be exported: each room registers its ExportList in `ready()`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from core.models import ExportJob

Text = str | Promise
# Times are written in the zone of the person who asked.
Cell = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Sheet:
    """Headers in the reader's language, rows as they come, and how many there will be."""

    heads: Sequence[str]
    rows: Iterator[Sequence[Cell]]
    total: int


@dataclass(frozen=True)
class ExportList:
    """`open(job)` reads the list that the job's address (or its ticked rows) describes, a piece at
    a time; called inside the scope and in the language and zone of the person who asked."""

    kind: str
    title: Text
    open: Callable[["ExportJob"], Sheet]


@dataclass
class _Registry:
    lists: dict[str, ExportList] = field(default_factory=dict)


_registry = _Registry()


def register_export(one: ExportList) -> None:
    _registry.lists[one.kind] = one


def export_of(kind: str) -> ExportList:
    """Raises KeyError for a kind that no room registered."""
    return _registry.lists[kind]
