"""What is said once for rows that do not say it themselves, by the person or by the whole file."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.rules.days import latest_day
from core.imports.dates import day_and_month
from core.imports.registry import Line
from core.models import ImportJob

# A file that has dates without a year has them from the start.
_LOOKED_AT = 50
_YEAR = 12 * 31


@dataclass(frozen=True)
class Options:
    """ "" is nothing. `part`: public id of the collaboration of rows that name nobody; `platform`:
    of rows without one; `day`: of rows without a date; `day_first` is True, False or None: dates
    with slashes are then unclear; `decimal`: the sign before the fraction of a number; `outside`:
    what becomes of days outside the campaign (see rows.py); `today`: the latest date anywhere.
    `years`: (first line, year) of each stretch of lines whose dates have no year."""

    part: str
    market: str
    currency: str
    day_first: bool | None
    today: date
    platform: str = ""
    day: date | None = None
    decimal: str = ""
    outside: str = ""
    years: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, options: Mapping[str, Any], today: date) -> "Options":
        day = options.get("day", "")
        return cls(
            part=options.get("part", ""),
            market=options.get("market", ""),
            currency=options.get("currency", ""),
            day_first={"day": True, "month": False}.get(options.get("day_first", "")),
            today=today,
            platform=options.get("platform", ""),
            day=date.fromisoformat(day) if day else None,
            decimal=options.get("decimal", ""),
            outside=options.get("outside", ""),
        )

    def year_of(self, number: int) -> int | None:
        """The year of a date without one in line `number`; None: the latest that fits."""
        if not self.years:
            return None
        place = bisect_right(self.years, number, key=lambda stretch: stretch[0])
        return self.years[max(place - 1, 0)][1]


def options_of(job: ImportJob, lines: Callable[[], Iterator[Line]]) -> Options:
    """What `compose` needs beside a line; reads the file once more where its dates have no year."""
    options = Options.of(job.options, latest_day(timezone.now()))
    latest = min(latest_day(job.created_at), options.today)
    year = job.options.get("year", "")
    return with_years(options, lines, latest, int(year) if year else None)


def with_years(
    options: Options, lines: Callable[[], Iterator[Line]], latest: date, year: int | None
) -> Options:
    """`latest`: the last date that the file may have; `year`: that of its last date, if known."""
    days = _yearless(lines())
    head = [found for _place, found in zip(range(_LOOKED_AT), days, strict=False)]
    if not any(day for _number, day in head):
        return options
    found = [(number, day) for number, day in _yearless(lines()) if day is not None]
    return replace(options, years=stretches(found, latest, year))


def _yearless(lines: Iterable[Line]) -> Iterator[tuple[int, tuple[int, int] | None]]:
    for line in lines:
        said = line.cells.get("day", "")
        yield line.number, day_and_month(said) or day_and_month(line.cells.get("published", ""))


def stretches(
    days: list[tuple[int, tuple[int, int]]], latest: date, year: int | None
) -> tuple[tuple[int, int], ...]:
    """[(line, (month, day))] in the order of the file → [(first line, year)], where the order of
    the days shows the turns of the year (December, then January); () where it shows nothing."""
    if not days:
        return ()
    steps = list(zip(days, days[1:], strict=False))
    turns_up = [after[0] for before, after in steps if after[1] < before[1]]
    turns_down = [after[0] for before, after in steps if after[1] > before[1]]
    # From one row to the next it is a few days onwards, or a few days back, not the long way round.
    onwards = sum((_place(after[1]) - _place(before[1])) % _YEAR for before, after in steps)
    back = sum((_place(before[1]) - _place(after[1])) % _YEAR for before, after in steps)
    turns, sign = (turns_up, 1) if onwards <= back else (turns_down, -1)
    if len(turns) > max(1, len(steps) // 27):
        return ()
    newest = max(day for line, day in days if sign > 0 and line >= (turns or [0])[-1]
                 or sign < 0 and line < (turns or [days[-1][0] + 1])[0])  # fmt: skip
    last = year or _latest_year(newest, latest)
    first = last - len(turns) if sign > 0 else last
    starts = [days[0][0], *turns]
    return tuple((line, first + sign * place) for place, line in enumerate(starts))


def _place(day: tuple[int, int]) -> int:
    """Of the day in the year, near enough to compare gaps."""
    return day[0] * 31 + day[1]


def _latest_year(newest: tuple[int, int], latest: date) -> int:
    month, day = newest
    year = latest.year if (month, day) <= (latest.month, latest.day) else latest.year - 1
    while (month, day) == (2, 29) and not _is_leap(year):
        year -= 1
    return year


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
