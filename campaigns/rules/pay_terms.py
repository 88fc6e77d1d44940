"""What an agreement pays beside fees, as values: retainers, shares of sales, bonuses (product.md,
rows 25, 26, 27). An amendment begins a new stretch of days; stretches follow each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from core.money import Money

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Monthly:
    """A retainer from `first` to `last` (None: as long as the agreement)."""

    money: Money
    scope: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Share:
    """`percent` of the revenue of `market` ("" for all), counted by `rhythm`."""

    market: str
    percent: Decimal
    rhythm: str


@dataclass(frozen=True)
class Bonus:
    """`money` once for each campaign or period in which `metric` reaches `threshold`."""

    market: str
    metric: str
    threshold: Decimal
    money: Money
    rhythm: str


@dataclass(frozen=True)
class PayTerms:
    """What holds from `first` to `last` (None: no end is known). `steps`: (contract year from
    which it holds, per cent above the first prices)."""

    first: date
    last: date | None
    retainers: tuple[Monthly, ...] = ()
    shares: tuple[Share, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    steps: tuple[tuple[int, Decimal], ...] = ()


def chained(first: PayTerms, changes: Sequence[tuple[date, PayTerms]]) -> list[PayTerms]:
    """`first` holds from its day on, each of `changes` (in order) from its own day; the end is that
    of `first`. A change after the end, or from the first day on, leaves no stretch of no days."""
    found = [first]
    for day, terms in changes:
        last = found[0].last
        if last is not None and day > last:
            break
        begins = max(day, found[0].first)
        kept = [one for one in found if one.first < begins]
        if kept:
            kept[-1] = replace(kept[-1], last=begins - DAY)
        found = [*kept, replace(terms, first=begins, last=last)]
    return found


def terms_at(chain: Sequence[PayTerms], day: date) -> PayTerms | None:
    """What holds on `day`; None before the first day and after the last."""
    for terms in chain:
        if terms.first <= day and (terms.last is None or day <= terms.last):
            return terms
    return None


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of its calendar month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - DAY


def quarter_of(day: date) -> tuple[date, date]:
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return first, month_of(first + timedelta(days=62))[1]


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Calendar months that hold any day from `first` to `last`, each whole."""
    while first <= last:
        whole = month_of(first)
        yield whole
        first = whole[1] + DAY
