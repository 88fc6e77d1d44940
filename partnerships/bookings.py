"""What is booked with a partnership is known by a room above, which registers here in `ready()`.

The pace of an agreement (promised, booked, delivered: row 28) is counted from it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Booking(NamedTuple):
    """One campaign that a partnership takes part in: its first and last day, and whether its work
    is done and the collaboration closed."""

    first: date
    last: date
    delivered: bool = False


# Partnership ids → what they take part in; one query for all of them.
Load = Callable[[Iterable[int]], Mapping[int, list[Booking]]]

_sources: dict[str, Load] = {}


def register_bookings(key: str, load: Load) -> None:
    """The same `key` again replaces: `ready()` may run twice."""
    _sources[key] = load


def bookings(partnership_ids: Iterable[int]) -> dict[int, list[Booking]]:
    """Every id asked for is in the answer, the earliest first. One query for each registered
    source."""
    ids = list(partnership_ids)
    found: dict[int, list[Booking]] = {pk: [] for pk in ids}
    for load in _sources.values():
        for pk, booked in load(ids).items():
            found[pk].extend(booked)
    return {pk: sorted(booked) for pk, booked in found.items()}


def booked_days(partnership_ids: Iterable[int]) -> dict[int, list[date]]:
    """The first days of `bookings`."""
    return {
        pk: [booking.first for booking in booked]
        for pk, booked in bookings(partnership_ids).items()
    }
