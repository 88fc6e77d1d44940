"""What a partnership costs and brings (product.md, row 32).

ROI = (attributed revenue − all cost) ÷ all cost; cost = fees, retainers, sessions, bonuses, shares
of sales, other payments, and the cost of acquisition. Sums of two currencies meet only at a dated
rate; where one sum has none, no ROI is claimed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.exchange import RateTable
from core.money import Money, totals

ACQUISITION = "acquisition"
# Dated money: (sum, the day whose exchange rate it is converted at).
Dated = tuple[Money, date]


@dataclass(frozen=True)
class Home:
    """Cost and revenue in one currency, each sum at the rate of its own day. `unknown`: sums
    without a rate, in neither. `roi` is None where there is no cost, or any sum is unknown.
    `oldest`, `newest`: days of the rates that were used; None where none was needed."""

    cost: Money
    revenue: Money
    unknown: tuple[Money, ...]
    roi: Decimal | None
    oldest: date | None
    newest: date | None


@dataclass(frozen=True)
class Span:
    """Cost and revenue of a time. `by_kind`: kind of cost → sums by currency; `n`: campaigns."""

    by_kind: Mapping[str, list[Money]]
    cost: list[Money]
    revenue: list[Money]
    roi: Mapping[str, Decimal]
    home: Home
    n: int


def roi(revenue: Decimal, cost: Decimal) -> Decimal | None:
    """A fraction: 0.5 is half the cost above it. None without any cost."""
    return (revenue - cost) / cost if cost else None


def amortised(total: Sequence[Money], campaigns: int) -> list[Money]:
    """What the acquisition comes to for each of `campaigns`, rounded; nothing without any."""
    if not campaigns:
        return []
    return [Money(money.amount / campaigns, money.currency).rounded() for money in total]


def roi_by_currency(cost: Sequence[Money], revenue: Sequence[Money]) -> dict[str, Decimal]:
    """Currency → ROI, where all cost and all revenue are in that one currency."""
    currencies = {money.currency for money in (*cost, *revenue) if money.amount}
    if len(currencies) != 1:
        return {}
    (currency,) = currencies
    spent = sum((money.amount for money in cost), Decimal(0))
    found = roi(sum((money.amount for money in revenue), Decimal(0)), spent)
    return {} if found is None else {currency: found}


def span(
    costs: Mapping[str, Iterable[Dated]],
    revenue: Iterable[Dated],
    *,
    rates: RateTable,
    home: str,
    n: int,
) -> Span:
    """`costs`: kind → dated sums; `home`: the workspace's currency."""
    kinds = {kind: list(sums) for kind, sums in costs.items()}
    spent = [one for sums in kinds.values() for one in sums]
    brought = list(revenue)
    by_kind = {kind: totals(money for money, _day in sums) for kind, sums in kinds.items() if sums}
    cost = totals(money for money, _day in spent)
    gained = totals(money for money, _day in brought)
    return Span(
        by_kind=by_kind,
        cost=cost,
        revenue=gained,
        roi=roi_by_currency(cost, gained),
        home=_home(spent, brought, rates, home),
        n=n,
    )


def _home(spent: list[Dated], brought: list[Dated], rates: RateTable, home: str) -> Home:
    cost, revenue = rates.total(spent, home), rates.total(brought, home)
    unknown = totals(money for money in (*cost.unknown, *revenue.unknown) if money.amount)
    parts = (*cost.parts, *revenue.parts)
    days = [part.exchange.day for part in parts if part.exchange.day is not None]
    found = None if unknown else roi(revenue.money.amount, cost.money.amount)
    return Home(
        cost.money, revenue.money, tuple(unknown), found,
        min(days, default=None), max(days, default=None),
    )  # fmt: skip
