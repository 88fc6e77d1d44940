"""What is promised and paid is known by a room above, which registers here in `ready()`: the ledger
of the year (product.md, row 30) is compared with it and mended from it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from core.money import Money
from partnerships.models import Partnership


@dataclass(frozen=True)
class Promise:
    """A living promise, as its own rows say; `spent_on` once it is paid. `on`: the day it counts
    for, None where the ledger knows that best."""

    key: str
    partnership: Partnership
    kind: str
    on: date | None
    money: Money
    spent_on: date | None = None


@dataclass(frozen=True)
class Promises:
    """`load()` gives all of the workspace in scope with a fixed number of queries. `kinds`: those
    of which nothing else is promised, so that a row of the ledger without a promise is off."""

    load: Callable[[], Iterable[Promise]]
    kinds: frozenset[str]


_sources: dict[str, Promises] = {}


def register_promises(key: str, promises: Promises) -> None:
    """The same `key` again replaces: `ready()` may run twice."""
    _sources[key] = promises


def all_promises() -> list[Promise]:
    return [promise for source in _sources.values() for promise in source.load()]


def complete_kinds() -> frozenset[str]:
    return frozenset().union(*(source.kinds for source in _sources.values()))
