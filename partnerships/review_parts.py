"""What rooms above know of a quarter, for the business review (row 67): promises with a clock.

An upper room registers in `ready()`; payments on time and summaries within 72 hours come so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.panels import Text


@dataclass(frozen=True)
class OnTime:
    """Of what was due in the quarter: kept on time, kept late, and past its time still open."""

    due: int
    on_time: int
    late: int
    overdue: int


# (partnership ids, first and last day of the quarter, now) → what became of what was due then;
# a fixed number of queries.
Load = Callable[[Iterable[int], date, date, datetime], OnTime]


@dataclass(frozen=True)
class Part:
    key: str
    title: Text
    load: Load


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """The same key again replaces: `ready()` may run twice."""
    _parts[part.key] = part


def parts() -> list[Part]:
    return list(_parts.values())
