"""The statement of work of one quarter beneath an agreement (product.md, row 20)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.money import Money, totals
from partnerships.enums import SowState
from partnerships.rules.growth import quarter_after, quarter_of

S = SowState

# What was agreed stands. What was only sent may be taken back, to be changed and sent anew.
TRANSITIONS: dict[SowState, frozenset[SowState]] = {
    S.DRAFT: frozenset({S.SENT, S.AGREED}),
    S.SENT: frozenset({S.AGREED, S.DRAFT}),
    S.AGREED: frozenset(),
}


def may_become(state: str, target: str) -> bool:
    return SowState(target) in TRANSITIONS[SowState(state)]


def last_day(quarter: date) -> date:
    return quarter_after(quarter) - timedelta(days=1)


def shares_days(quarter: date, starts_on: date, ends_on: date | None) -> bool:
    """Whether the agreement (last day None: without end) holds on some day of the quarter."""
    return starts_on <= last_day(quarter) and (ends_on is None or ends_on >= quarter)


def quarters_to_offer(
    starts_on: date, ends_on: date | None, taken: Iterable[date], today: date
) -> list[date]:
    """Quarters that an SOW may still be written for: of the agreement, from the one before
    today's to four after it, without those that have one."""
    now, without = quarter_of(max(today, starts_on)), set(taken)
    near = (quarter_after(now, by) for by in range(-1, 5))
    return [one for one in near if one not in without and shares_days(one, starts_on, ends_on)]


@dataclass(frozen=True)
class Standing:
    """Booked against agreed: `booked` campaigns that begin in the quarter, `fees` what they cost by
    currency. `fee` is the part in the currency of the SOW; the other currencies are not judged."""

    campaigns: int
    budget_to: Money
    booked: int
    fees: tuple[Money, ...] = ()

    @property
    def fee(self) -> Money:
        own = [one for one in self.fees if one.currency == self.budget_to.currency]
        return own[0] if own else Money(Decimal(0), self.budget_to.currency)

    @property
    def others(self) -> list[Money]:
        return [one for one in self.fees if one.currency != self.budget_to.currency]

    @property
    def left(self) -> int:
        return max(self.campaigns - self.booked, 0)

    @property
    def extra(self) -> int:
        return max(self.booked - self.campaigns, 0)

    @property
    def over_budget(self) -> bool:
        return self.fee.amount > self.budget_to.amount


def standing(
    *,
    quarter: date,
    campaigns: int,
    budget_to: Money,
    booked_days: Iterable[date],
    fees: Sequence[tuple[date, Money]],
) -> Standing:
    """`booked_days`: first days of campaigns; `fees`: (first day of its campaign, fee)."""
    end = last_day(quarter)
    within = [money for day, money in fees if quarter <= day <= end]
    return Standing(
        campaigns=campaigns,
        budget_to=budget_to,
        booked=sum(1 for day in booked_days if quarter <= day <= end),
        fees=tuple(money for money in totals(within) if money.amount),
    )
