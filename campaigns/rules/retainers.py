"""Retainers by the calendar month (product.md, rows 25 and 27).

A day of a month with n days is worth one n-th of the monthly sum, so that a part of a month is
paid by its days; the sum of a month is rounded once, to the places of its currency. From a contract
year with a tenure step on, each day is worth that much more. A month is owed when its last day in
force is over.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaigns.rules.pay_terms import Monthly, PayTerms, month_of, months
from core.money import Money
from partnerships.rules.pace import anniversary, contract_year
from partnerships.rules.tenure import percent_in, priced

DAY = timedelta(days=1)


@dataclass(frozen=True)
class MonthPart:
    """`days` of the `of` days of the month, from `first` to `last`, at `money` a month (`percent`
    above what was written down, by tenure)."""

    scope: str
    money: Money
    percent: Decimal
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def of(self) -> int:
        first, last = month_of(self.first)
        return (last - first).days + 1

    @property
    def worth(self) -> Decimal:
        """Not rounded."""
        return self.money.amount * self.days / self.of


@dataclass(frozen=True)
class RetainerMonth:
    """All retainers of an agreement in one currency and calendar month."""

    month: date
    currency: str
    parts: tuple[MonthPart, ...]

    @property
    def first(self) -> date:
        return min(part.first for part in self.parts)

    @property
    def last(self) -> date:
        return max(part.last for part in self.parts)

    @property
    def money(self) -> Money:
        worth = sum((part.worth for part in self.parts), Decimal(0))
        return Money(worth, self.currency).rounded()


def retainer_months(starts_on: date, chain: Sequence[PayTerms], until: date) -> list[RetainerMonth]:
    """Every month from the beginning of the agreement (`starts_on`) to `until`, that day included,
    in order. A month that is cut by `until` is cut: ask for a later day to see it whole."""
    found: dict[tuple[date, str], list[MonthPart]] = defaultdict(list)
    for terms in chain:
        for retainer in terms.retainers:
            for part in _parts(starts_on, terms, retainer, until):
                found[part.first.replace(day=1), part.money.currency].append(part)
    return [
        RetainerMonth(month, currency, tuple(parts))
        for (month, currency), parts in sorted(found.items(), key=lambda one: one[0])
    ]


def _parts(starts_on: date, terms: PayTerms, retainer: Monthly, until: date) -> Iterator[MonthPart]:
    first = max(terms.first, retainer.first)
    ends = [day for day in (terms.last, retainer.last, until) if day is not None]
    last = min(ends)
    for month_first, month_last in months(first, last):
        begins, ends_on = max(first, month_first), min(last, month_last)
        for part_first, part_last in _by_contract_year(starts_on, begins, ends_on):
            year = contract_year(starts_on, None, part_first)
            percent = percent_in(terms.steps, year.number if year else 1)
            amount = priced(retainer.money.amount, percent)
            yield MonthPart(
                retainer.scope, Money(amount, retainer.money.currency), percent, part_first,
                part_last,
            )  # fmt: skip


def _by_contract_year(starts_on: date, first: date, last: date) -> Iterator[tuple[date, date]]:
    """A month in which a contract year begins has a part before that day and one from it on."""
    turn = anniversary(starts_on, first.year - starts_on.year)
    if turn <= first:
        turn = anniversary(starts_on, first.year - starts_on.year + 1)
    if first < turn <= last:
        yield first, turn - DAY
        yield turn, last
    else:
        yield first, last
