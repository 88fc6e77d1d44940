"""What partnerships brought in a time, in one unit (product.md, row 14).

Revenue in the workspace's currency, each amount at the rate of its collaboration's day; where no
revenue at all is known, reach. The two are never mixed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.exchange import RateTable
from core.money import Money, totals
from partnerships.rules.facts import WorkFacts
from partnerships.rules.pace import anniversary

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


def within_year(work: Iterable[WorkFacts], today: date) -> list[WorkFacts]:
    """Those that ran on some day of the 12 months that end with `today`."""
    since = anniversary(today, -1)
    return [one for one in work if _day(one) > since and one.starts_on <= today]


def worth(
    work: Mapping[int, Sequence[WorkFacts]], table: RateTable, home: str, today: date
) -> Worth:
    """Of the 12 months that end with `today`; `work` as `work_facts.work_of` gives it."""
    recent = {pk: found for pk, all_ in work.items() if (found := within_year(all_, today))}
    if any(one.figures.revenue for found in recent.values() for one in found):
        return _revenue(recent, table, home, today)
    reached = {
        pk: sum((v for one in found if (v := one.figures.value(REACH)) is not None), Decimal(0))
        for pk, found in recent.items()
        if any(one.figures.value(REACH) is not None for one in found)
    }
    return Worth(REACH if reached else "", reached, len(recent) - len(reached))


def _revenue(
    recent: Mapping[int, Sequence[WorkFacts]], table: RateTable, home: str, today: date
) -> Worth:
    values: dict[int, Decimal] = {}
    days: list[date] = []
    lost: list[Money] = []
    for pk, found in recent.items():
        amounts = [(money, min(_day(one), today)) for one in found for money in one.figures.monies]
        total = table.total(amounts, home)
        lost += total.unknown
        days += [part.exchange.day for part in total.parts if part.exchange.day]
        if total.parts:
            values[pk] = total.money.amount
    return Worth(
        REVENUE,
        values,
        len(recent) - len(values),
        totals(lost),
        min(days, default=None),
        max(days, default=None),
    )


def _day(one: WorkFacts) -> date:
    return one.closed_on or one.ends_on
