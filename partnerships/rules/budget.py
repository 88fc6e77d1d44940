"""A brand's money of a calendar year: planned, committed, spent, and what it comes to by the end
(product.md, row 30). Sums in the plan's currency hold only what a rate was known for; the others
stand beside them in their own currency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.money import Money, totals
from partnerships.enums import CommitmentKind, CommitmentState, Tier

ZERO = Decimal(0)
# The tiers whose money is held back as a reserve, not planned creator by creator.
RESERVED = (Tier.T2, Tier.T3)
# A run-rate of fewer days says nothing.
RUN_RATE_DAYS = 30
NEAR, OVER, UNKNOWN = "near", "over", "unknown"


@dataclass(frozen=True)
class Entry:
    """A promise that was not released. `plan`: its amount in the plan's currency, None where no
    rate is known."""

    partnership_id: int
    tier: str
    kind: str
    state: str
    on: date
    money: Money
    plan: Decimal | None


@dataclass(frozen=True)
class Line:
    """Times × rate for one creator; `rate` in the plan's currency, None where none is known."""

    partnership_id: int
    times: int
    rate: Decimal | None
    own: Money

    @property
    def planned(self) -> Decimal | None:
        return None if self.rate is None else self.rate * self.times


@dataclass(frozen=True)
class TierSums:
    """`share`: the tier's part of the budget; `planned`: of its lines, or the share itself."""

    tier: str
    share: Decimal
    planned: Decimal
    committed: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """Of the tier's part; below zero where it is used up."""
        return self.share - self.committed - self.spent


@dataclass(frozen=True)
class CurrencySums:
    """Of one currency: in its own, and in the plan's at frozen rates (None: no rate known)."""

    currency: str
    committed: Money
    spent: Money
    plan_committed: Decimal | None
    plan_spent: Decimal | None


@dataclass(frozen=True)
class Forecast:
    """To the end of the year: what is spent and committed, what lines still ask for, and T2 and T3
    going on as so far. `days`: of the year that are over; `running` is None below 30 of them."""

    used: Decimal
    lines_left: Decimal
    running: Decimal | None
    days: int

    @property
    def total(self) -> Decimal:
        return self.used + self.lines_left + (self.running or ZERO)


@dataclass(frozen=True)
class Sums:
    """All figures of a brand and year. `unknown`: sums without a rate, in no other figure."""

    tiers: list[TierSums]
    currencies: list[CurrencySums]
    committed: Decimal
    spent: Decimal
    forecast: Forecast
    unknown: list[Money] = field(default_factory=list)

    @property
    def used(self) -> Decimal:
        return self.committed + self.spent


def allotted(total: Decimal, shares: Mapping[str, int]) -> dict[str, Decimal]:
    """The budget by tier, to the cent; the last tier takes what rounding left over."""
    parts = {
        tier: (total * shares.get(tier, 0) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for tier in Tier.values
    }
    parts[Tier.T3] += total * sum(shares.values()) / 100 - sum(parts.values())
    return parts


def summed(
    entries: Sequence[Entry],
    lines: Sequence[Line],
    *,
    total: Decimal,
    shares: Mapping[str, int],
    currency: str,
    year: int,
    today: date,
) -> Sums:
    """The figures of a plan of `total` in `currency`; without a plan: of zero and no lines."""
    parts = allotted(total, shares)
    lined = sum((line.planned or ZERO for line in lines), ZERO)
    tiers = []
    for tier in Tier.values:
        own = [entry for entry in entries if entry.tier == tier]
        tiers.append(
            TierSums(
                tier=tier,
                share=parts[tier],
                planned=parts[tier] if tier in RESERVED else lined,
                committed=_known(own, CommitmentState.COMMITTED),
                spent=_known(own, CommitmentState.SPENT),
            )
        )
    unknown = [entry.money for entry in entries if entry.plan is None]
    unknown += [line.own * line.times for line in lines if line.rate is None and line.times]
    return Sums(
        tiers=tiers,
        currencies=by_currency(entries),
        committed=_known(entries, CommitmentState.COMMITTED),
        spent=_known(entries, CommitmentState.SPENT),
        forecast=forecast(entries, lines, year=year, today=today),
        unknown=totals(unknown),
    )


def by_currency(entries: Sequence[Entry]) -> list[CurrencySums]:
    """Every currency by itself; they are never added up but at their rates."""
    found = []
    for currency in sorted({entry.money.currency for entry in entries}):
        own = [entry for entry in entries if entry.money.currency == currency]
        sums = {}
        plan: dict[str, Decimal | None] = {}
        for state in (CommitmentState.COMMITTED, CommitmentState.SPENT):
            rows = [entry for entry in own if entry.state == state]
            sums[state] = Money(sum((row.money.amount for row in rows), ZERO), currency)
            known = all(row.plan is not None for row in rows)
            plan[state] = _known(rows, state) if known else None
        committed, spent = CommitmentState.COMMITTED, CommitmentState.SPENT
        found.append(
            CurrencySums(currency, sums[committed], sums[spent], plan[committed], plan[spent])
        )
    return found


def forecast(
    entries: Sequence[Entry], lines: Sequence[Line], *, year: int, today: date
) -> Forecast:
    """Spent + committed + times of lines that are not booked yet × their rate + T2 and T3 of the
    days over ÷ these days × days to come, less what is committed for these already.

    A year that is over has nothing to come; one that has not begun has no run-rate."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    used = sum((entry.plan or ZERO for entry in entries), ZERO)
    days = max(0, min((today - first).days + 1, (last - first).days + 1))
    if today > last:
        return Forecast(used, ZERO, ZERO, days)
    booked: dict[int, int] = {}
    for entry in entries:
        if entry.kind == CommitmentKind.FEE:
            booked[entry.partnership_id] = booked.get(entry.partnership_id, 0) + 1
    left = sum(
        (
            line.rate * max(0, line.times - booked.get(line.partnership_id, 0))
            for line in lines
            if line.rate is not None
        ),
        ZERO,
    )
    return Forecast(used, left, _running(entries, days, (last - today).days, today), days)


def level(used: Decimal, total: Decimal, warn_at: int) -> str:
    """OVER above the budget, NEAR from `warn_at` per cent of it on, else "". Exactly the budget is
    not over it."""
    if used > total:
        return OVER
    return NEAR if total and used * 100 >= total * warn_at else ""


@dataclass(frozen=True)
class BudgetWarning:
    """What one more promise does to a year's budget. All sums in the plan's currency; `adding` is
    None where no rate is known for it ("unknown")."""

    plan_id: int
    year: int
    level: str
    total: Money
    used: Money
    adding: Money | None
    warn_at: int

    @property
    def after(self) -> Money:
        return self.used + self.adding if self.adding else self.used

    @property
    def over(self) -> Money:
        """How much above the budget; zero where it is not."""
        above = self.after - self.total
        return Money(max(above.amount, ZERO), above.currency)

    @property
    def asks(self) -> bool:
        """Whether it takes a reason to go on."""
        return self.level == OVER


def _known(entries: Iterable[Entry], state: str) -> Decimal:
    return sum((one.plan for one in entries if one.state == state and one.plan is not None), ZERO)


def _running(entries: Sequence[Entry], days: int, to_come: int, today: date) -> Decimal | None:
    if days < RUN_RATE_DAYS:
        return None
    reserved = [entry for entry in entries if entry.tier in RESERVED]
    so_far = sum((one.plan or ZERO for one in reserved if one.on <= today), ZERO)
    ahead = sum((one.plan or ZERO for one in reserved if one.on > today), ZERO)
    going_on = (so_far / days * to_come).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return max(ZERO, going_on - ahead)
