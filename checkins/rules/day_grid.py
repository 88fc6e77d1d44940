"""A day of several people side by side: who works, who could be asked, who is busy (row 52)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from checkins.rules.common_hours import Person, is_bearable, is_busy, is_open

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Cell:
    """`state`: "works", "could" (outside working hours, not yet at night), "busy", "off"."""

    local: datetime
    state: str


@dataclass(frozen=True)
class Row:
    starts_at: datetime
    cells: tuple[Cell, ...]

    @property
    def all_work(self) -> bool:
        return all(cell.state == "works" for cell in self.cells)


def day_grid(people: Sequence[Person], day: date, zone: Any) -> list[Row]:
    """The hours of `day` by the clock of `zone`, those left out in which nobody could be asked
    before the first and after the last in which somebody can. A day of summer time has 23 or 25."""
    start = datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
    rows = []
    while start < end:
        rows.append(Row(start, tuple(_cell(person, start) for person in people)))
        start += _HOUR
    used = [n for n, row in enumerate(rows) if any(cell.state != "off" for cell in row.cells)]
    return rows[used[0] : used[-1] + 1] if used else []


def _cell(person: Person, start: datetime) -> Cell:
    local = start.astimezone(person.zone)
    # What is true in the middle of the hour: zones of half an hour begin theirs at :30.
    middle = start + _HOUR / 2
    if not is_bearable(person, middle):
        return Cell(local, "off")
    if is_busy(person, start, start + _HOUR):
        return Cell(local, "busy")
    return Cell(local, "works" if is_open(person, middle) else "could")
