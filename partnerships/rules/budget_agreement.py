"""What an agreement promises of a calendar year beside the fees of its campaigns (row 30)."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from core.money import Money


def retainer_share(amount: Decimal, first: date, last: date) -> Decimal:
    """A monthly sum from `first` to `last`, of one calendar year: a part of a month by its days."""
    worth = Decimal(0)
    for month in range(first.month, last.month + 1):
        days = monthrange(first.year, month)[1]
        begins = first.day if month == first.month else 1
        ends = last.day if month == last.month else days
        worth += amount * (ends - begins + 1) / days
    return worth


def promised_in(
    year: int,
    *,
    first: date,
    last: date | None,
    retainers: Iterable[tuple[Money, date, date | None]],
    guaranteed: int,
    prices: Sequence[Money],
) -> list[Money]:
    """Its retainers by the month, and its guaranteed campaigns at the lowest price agreed."""
    begins, ends = max(first, date(year, 1, 1)), min(last or date.max, date(year, 12, 31))
    found = []
    for money, since, until in retainers:
        one, other = max(begins, since), min(ends, until or date.max)
        if one <= other:
            found.append(Money(retainer_share(money.amount, one, other), money.currency).rounded())
    if begins <= ends and guaranteed and prices:
        lowest = min(prices, key=lambda price: price.amount)
        found.append(lowest * guaranteed)
    return found
