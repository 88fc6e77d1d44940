"""Sums in another currency, at a stated rate and day (product.md, row 30).

A table holds dated rates. A day without one has the rate of the last day before it; a pair known
only the other way round is turned. Without any rate there is no conversion: such an amount is
shown as it is and never added.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.money import Money, totals


@dataclass(frozen=True)
class Exchange:
    """One unit of the first currency is `rate` of the second, as known on `day`; None where no
    rate was needed."""

    rate: Decimal
    day: date | None


@dataclass(frozen=True)
class Converted:
    """`original` as `money`, rounded to the places of its currency, at `exchange`."""

    original: Money
    money: Money
    exchange: Exchange


@dataclass(frozen=True)
class Total:
    """`money` is the sum of `parts` in one currency; `unknown` are sums by currency that no rate
    was known for, and are not in it."""

    money: Money
    parts: list[Converted] = field(default_factory=list)
    unknown: list[Money] = field(default_factory=list)


class RateTable:
    """`rows`: (currency, against, day, rate), in any order."""

    def __init__(self, rows: Iterable[tuple[str, str, date, Decimal]]) -> None:
        self._days: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
        for currency, against, day, rate in rows:
            self._days.setdefault((currency, against), []).append((day, rate))
        for known in self._days.values():
            known.sort()

    def rate(self, currency: str, against: str, on: date) -> Exchange | None:
        """The later of the pair's own rate and its turned one; the own one on the same day."""
        if currency == against:
            return Exchange(Decimal(1), None)
        own = self._last(currency, against, on)
        turned = self._last(against, currency, on)
        if own is not None and (turned is None or turned[0] <= own[0]):
            return Exchange(own[1], own[0])
        return None if turned is None else Exchange(1 / turned[1], turned[0])

    def convert(self, money: Money, into: str, on: date) -> Converted | None:
        """None where no rate is known on `on` or before it."""
        found = self.rate(money.currency, into, on)
        if found is None:
            return None
        return Converted(money, Money(money.amount * found.rate, into).rounded(), found)

    def total(self, amounts: Iterable[tuple[Money, date]], into: str) -> Total:
        """Each amount at the rate of its own day."""
        parts, unknown = [], []
        for money, on in amounts:
            converted = self.convert(money, into, on)
            if converted is None:
                unknown.append(money)
            else:
                parts.append(converted)
        amount = sum((part.money.amount for part in parts), Decimal(0))
        return Total(Money(amount, into), parts, totals(unknown))

    def _last(self, currency: str, against: str, on: date) -> tuple[date, Decimal] | None:
        known = self._days.get((currency, against), [])
        place = bisect_right(known, on, key=lambda row: row[0])
        return known[place - 1] if place else None
