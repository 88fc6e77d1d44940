"""A price that rises by the workspace's limit or more since the one before it (product.md, row
25)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.money import Money

_TENTH = Decimal("0.1")
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
        return ((self.now.amount / self.before.amount - 1) * 100).quantize(_TENTH)


@dataclass(frozen=True)
class StepJump:
    """A step of tenure: by how many per cent every price rises at once in contract year `year`."""

    year: int
    percent: Decimal


@dataclass(frozen=True)
class Jumps:
    prices: Sequence[Jump] = ()
    steps: Sequence[StepJump] = ()

    def __bool__(self) -> bool:
        return bool(self.prices or self.steps)


def step_jumps(steps: Iterable[tuple[int, Decimal]], limit: int) -> list[StepJump]:
    """Steps (from year, per cent above the first prices) that raise prices by `limit` per cent or
    more above those of the step before."""
    found, reached = [], Decimal(100)
    for year, percent in sorted(steps):
        rise = ((100 + percent) / reached - 1) * 100
        if rise >= limit:
            found.append(StepJump(year, rise.quantize(_TENTH)))
        reached = 100 + percent
    return found


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
