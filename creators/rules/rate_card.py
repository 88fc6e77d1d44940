"""The rate card on a day, out of the rows of its history (product.md, rows 1 and 25)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, Protocol, TypeVar


class Price(Protocol):
    """A row of the history; `valid_until` is its last day, None while it is open."""

    @property
    def format(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


P = TypeVar("P", bound=Price)

# A rise of the price by this share or more is a jump, unless the workspace says otherwise.
DEFAULT_JUMP_PERCENT = 20


@dataclass(frozen=True)
class PriceStep(Generic[P]):
    """A price and how it differs from the one before it, as a fraction of that; None for the
    first, and after a price of nothing."""

    price: P
    change: Decimal | None

    def is_jump(self, percent: int) -> bool:
        return self.change is not None and self.change * 100 >= percent


@dataclass
class RateLine(Generic[P]):
    """One format in one currency: what holds today, what comes (next first), what was
    (newest first)."""

    format: str
    currency: str
    now: P | None = None
    coming: list[P] = field(default_factory=list)
    past: list[P] = field(default_factory=list)

    @property
    def shown(self) -> P:
        """The row that names the line: of today, else the next, else the last."""
        return self.now or (self.coming or self.past)[0]

    @property
    def steps(self) -> list[PriceStep[P]]:
        """Every price of the line, the newest (or what comes last) first."""
        rows = [*reversed(self.coming), *([self.now] if self.now else []), *self.past]
        befores = [*rows[1:], None]
        return [
            PriceStep(row, row.amount / before.amount - 1 if before and before.amount else None)
            for row, before in zip(rows, befores, strict=True)
        ]

    @property
    def change(self) -> Decimal | None:
        """The last change of the price as a fraction of the one before it; None if there is none
        to compare with."""
        if self.now is None or not self.past or not self.past[0].amount:
            return None
        return self.now.amount / self.past[0].amount - 1


def rate_card(prices: Iterable[P], today: date) -> list[RateLine[P]]:
    """Lines in the order their format first appears; a line without a price today is kept, so that
    what is no longer offered can still be read."""
    lines: dict[tuple[str, str], RateLine[P]] = {}
    for price in sorted(prices, key=lambda p: p.valid_from, reverse=True):
        line = lines.setdefault(
            (price.format, price.currency), RateLine(price.format, price.currency)
        )
        if price.valid_from > today:
            line.coming.insert(0, price)
        elif price.valid_until is None or price.valid_until >= today:
            line.now = price
        else:
            line.past.append(price)
    return sorted(lines.values(), key=lambda line: (line.now is None, line.format, line.currency))
