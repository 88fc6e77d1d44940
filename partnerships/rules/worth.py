"""What partnerships brought in a time, in one unit (product.md, row 14).

Revenue in the workspace's currency, each amount at the rate of its collaboration's day; where no
revenue at all is known, reach. The two are never mixed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.exchange import RateTable
from core.money import Money, totals

REVENUE, REACH = "revenue", "reach"


@dataclass(frozen=True)
class Worth:
    """`values`: partnership id → amount in the workspace's currency or people reached, as `measure`
    says ("" : nothing is known). `unknown`: partnerships with work whose value nobody measured;
    `unconverted`: sums no rate is known for, not among the values. `first_rate`, `last_rate`: days
    of the rates that were used."""

    measure: str = ""
    values: Mapping[int, Decimal] = field(default_factory=dict)
    unknown: int = 0
    unconverted: Sequence[Money] = ()
    first_rate: date | None = None
    last_rate: date | None = None


@dataclass(frozen=True)
class Earned:
    """Of campaigns that ran on some day of a time: `working` partnerships had one; `revenue`:
    (partnership id, amount, the day of its exchange rate); `reach`: partnership id → people."""

    working: int = 0
    revenue: Sequence[tuple[int, Money, date]] = ()
    reach: Mapping[int, int] = field(default_factory=dict)


def worth(earned: Earned, table: RateTable, home: str, today: date) -> Worth:
    """`earned` in the 12 months that end with `today`. A campaign that is still to end has today's
    rate."""
    if earned.revenue:
        return _revenue(earned, table, home, today)
    reached = {pk: Decimal(people) for pk, people in earned.reach.items()}
    return Worth(REACH if reached else "", reached, earned.working - len(reached))


def _revenue(earned: Earned, table: RateTable, home: str, today: date) -> Worth:
    values: dict[int, Decimal] = {}
    first: date | None = None
    last: date | None = None
    lost: list[Money] = []
    for pk, money, day in earned.revenue:
        converted = table.convert(money, home, min(day, today))
        if converted is None:
            lost.append(money)
            continue
        values[pk] = values.get(pk, Decimal(0)) + converted.money.amount
        if (rated := converted.exchange.day) is not None:
            first, last = min(first or rated, rated), max(last or rated, rated)
    return Worth(REVENUE, values, earned.working - len(values), totals(lost), first, last)
