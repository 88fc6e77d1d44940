"""The week of Today at a glance: how much stands on which day (product.md, row 43)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# What stands on no day of this week: after Sunday, and whenever there is time.
LATER, ANY = "later", "any"


@dataclass(frozen=True)
class Cell:
    """A day of the strip, or LATER or ANY. `key` is what `?day=` names it by."""

    key: str
    day: date | None
    lines: int
    minutes: int
    past: bool = False
    today: bool = False


def place(shown: date | None, today: date, *, waits: bool) -> str:
    """The cell of a line. What is overdue is work of today; what waits on others is none of ours,
    so it stands nowhere ("")."""
    if waits:
        return ""
    if shown is None:
        return ANY
    day = max(shown, today)
    return LATER if day > monday_of(today) + timedelta(days=6) else day.isoformat()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def next_monday(day: date) -> date:
    """The Monday of the next week, also on a Monday."""
    return monday_of(day) + timedelta(days=7)


def strip(placed: Iterable[tuple[str, int]], today: date) -> list[Cell]:
    """Monday to Sunday of this week, then what comes later and what has no day, if anything does.
    `placed` are cells with the minutes of a line each."""
    found: dict[str, list[int]] = {}
    for key, minutes in placed:
        found.setdefault(key, []).append(minutes)
    first = monday_of(today)
    cells = []
    for day in (first + timedelta(days=n) for n in range(7)):
        here = found.get(day.isoformat(), [])
        cells.append(
            Cell(day.isoformat(), day, len(here), sum(here), past=day < today, today=day == today)
        )
    return cells + [
        Cell(key, None, len(found[key]), sum(found[key])) for key in (LATER, ANY) if key in found
    ]


def is_cell(text: str) -> bool:
    """Whether a link may name it."""
    if text in (LATER, ANY):
        return True
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
