"""First, second, third … campaign of a creator with a brand: what retention is counted by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """A collaboration in the history of one creator with one brand."""

    id: int
    starts_on: date
    declined: bool


def number_in_order(places: Iterable[Place]) -> dict[int, int]:
    """id → its number, from 1, by the campaign's first day (the id decides a tie).

    A declined one does not count: it keeps the number it was asked for, and the next one asked
    for gets the same, so "asked for a second campaign" stays one question.
    """
    numbers: dict[int, int] = {}
    taken = 0
    for place in sorted(places, key=lambda p: (p.starts_on, p.id)):
        numbers[place.id] = taken + 1
        if not place.declined:
            taken += 1
    return numbers
