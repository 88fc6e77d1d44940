"""Places in the one timeline (product.md, row 7): the order of what happened, the page after a
place. At equal instants the kind decides, then the row's own public id, so that pages joined are
the whole and nothing stands twice."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Protocol, TypeVar

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 80


@dataclass(frozen=True, order=True)
class Position:
    """Everything that comes later on the page is smaller than this."""

    at: datetime
    kind: str = ""
    id: str = ""

    def __str__(self) -> str:
        """As it stands in an address."""
        micros = (self.at - _EPOCH) // timedelta(microseconds=1)
        return f"{micros}.{self.kind}.{self.id}"


class Placed(Protocol):
    @property
    def position(self) -> Position: ...


P = TypeVar("P", bound=Placed)


def parse(text: str) -> Position | None:
    """What `str` of a Position gave; None for anything else."""
    parts = text.split(".")
    if len(text) > _LONGEST or len(parts) != 3:
        return None
    try:
        return Position(_EPOCH + timedelta(microseconds=int(parts[0])), parts[1], parts[2])
    except (ValueError, OverflowError):
        return None


def newest(rows: Iterable[P], before: Position | None, limit: int) -> list[P]:
    """Of rows in memory: the `limit` newest ones that come after the place `before`."""
    found = [row for row in rows if before is None or row.position < before]
    return sorted(found, key=lambda row: row.position, reverse=True)[:limit]


def join(lists: Iterable[Iterable[P]], limit: int) -> list[P]:
    """The `limit` newest of lists that are each newest first. Within a kind the order of its list
    stands: a database may order ids by another alphabet than we do."""
    merged = heapq.merge(*lists, key=lambda row: (row.position.at, row.position.kind), reverse=True)
    return list(islice(merged, limit))
