"""What is booked with a partnership is known by a room above, which registers here in `ready()`.

The pace of an agreement (promised and booked, row 28) is counted from these days.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

# Partnership ids → the first day of each campaign they take part in; one query for all of them.
Load = Callable[[Iterable[int]], Mapping[int, list[date]]]

_sources: dict[str, Load] = {}


def register_bookings(key: str, load: Load) -> None:
    """The same `key` again replaces: `ready()` may run twice."""
    _sources[key] = load


def booked_days(partnership_ids: Iterable[int]) -> dict[int, list[date]]:
    """Every id asked for is in the answer. One query for each registered source."""
    ids = list(partnership_ids)
    days: dict[int, list[date]] = {pk: [] for pk in ids}
    for load in _sources.values():
        for pk, booked in load(ids).items():
            days[pk].extend(booked)
    return {pk: sorted(booked) for pk, booked in days.items()}
