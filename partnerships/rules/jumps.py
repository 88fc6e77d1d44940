"""A price that rises by the workspace's limit or more since the one before it (product.md, row
25)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.money import Money

# (format, currency)
Key = tuple[str, str]


@dataclass(frozen=True)
class Jump:
    format: str
    before: Money
    now: Money

    @property
    def percent(self) -> Decimal:
        """By how much it rose, in per cent of the price before, to one place."""
        return ((self.now.amount / self.before.amount - 1) * 100).quantize(Decimal("0.1"))


def jumps(before: Mapping[Key, Decimal], now: Mapping[Key, Decimal], limit: int) -> list[Jump]:
    """Prices `limit` per cent or more above the one before, each in its own currency. What had no
    price before, or cost nothing, has nothing to be compared with."""
    return [
        Jump(name, Money(old, code), Money(new, code))
        for (name, code), new in now.items()
        if (old := before.get((name, code))) and (new / old - 1) * 100 >= limit
    ]


def keyed(prices: Iterable[tuple[str, Money]]) -> dict[Key, Decimal]:
    return {(name, money.currency): money.amount for name, money in prices}
