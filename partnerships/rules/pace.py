"""Promised, booked and delivered campaigns of a contract year (product.md, rows 18 and 28)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class ContractYear:
    """`number` from 1; first and last day, both within the agreement."""

    number: int
    first: date
    last: date
    # The part of a whole year that the agreement covers: 1, or less in a cut last year.
    part: Fraction


@dataclass(frozen=True)
class Pace:
    """Campaigns of one contract year, each counted in the year of its first day. `guaranteed` is
    None where nothing is guaranteed; `delivered` ones are among those `booked`."""

    year: ContractYear
    promised: int
    guaranteed: int | None
    booked: int
    delivered: int = 0

    @property
    def left(self) -> int:
        """Promised and not booked yet, never below 0."""
        return max(self.promised - self.booked, 0)

    @property
    def guarantee_left(self) -> int:
        return max((self.guaranteed or 0) - self.booked, 0)

    @property
    def undelivered(self) -> int:
        """Guaranteed and not delivered: what a year that is over fell short by."""
        return max((self.guaranteed or 0) - self.delivered, 0)


def anniversary(start: date, years: int) -> date:
    """The same day `years` later; 29 February falls back to the 28th."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def contract_year(starts_on: date, ends_on: date | None, day: date) -> ContractYear | None:
    """The year of the agreement, counted from its first day, that holds `day`."""
    if day < starts_on or (ends_on is not None and day > ends_on):
        return None
    passed = day.year - starts_on.year
    if anniversary(starts_on, passed) > day:
        passed -= 1
    first = anniversary(starts_on, passed)
    following = anniversary(starts_on, passed + 1)
    last = following - timedelta(days=1)
    if ends_on is not None and ends_on < last:
        last = ends_on
    part = Fraction((last - first).days + 1, (following - first).days)
    return ContractYear(number=passed + 1, first=first, last=last, part=part)


def promised_in(year: ContractYear, a_year: int) -> int:
    """Campaigns promised in `year`: `a_year`, or its share of a cut year, halves rounded up."""
    return int(a_year * year.part + Fraction(1, 2))


def pace(
    *,
    year: ContractYear,
    a_year: int,
    guaranteed_a_year: int | None,
    booked_days: Iterable[date],
    delivered_days: Iterable[date] = (),
) -> Pace:
    """`booked_days`: the first day of each campaign the partnership takes part in, planned ones
    too; `delivered_days`: of those that are finished."""
    return Pace(
        year=year,
        promised=promised_in(year, a_year),
        guaranteed=None if guaranteed_a_year is None else promised_in(year, guaranteed_a_year),
        booked=sum(1 for day in booked_days if year.first <= day <= year.last),
        delivered=sum(1 for day in delivered_days if year.first <= day <= year.last),
    )


def contract_years(starts_on: date, ends_on: date | None, until: date) -> list[ContractYear]:
    """All years of an agreement up to the one that holds `until`; the first one even if it is
    still to come."""
    years: list[ContractYear] = []
    day = starts_on
    while year := contract_year(starts_on, ends_on, day):
        years.append(year)
        day = year.last + timedelta(days=1)
        if day > until:
            break
    return years
