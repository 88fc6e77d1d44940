"""Plans of brands, the ledger beside them, and whether one more promise fits (row 30)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from core.exchange import RateTable
from core.exchange_rates import rate_table
from core.money import Money
from partnerships.enums import CommitmentState
from partnerships.models import Brand, BudgetLine, BudgetPlan, Commitment
from partnerships.queries.policies import policies_of
from partnerships.rules.budget import (
    NEAR,
    OVER,
    UNKNOWN,
    BudgetWarning,
    Entry,
    Line,
    Sums,
    level,
    summed,
)


@dataclass(frozen=True)
class PlanLine:
    """A line of the plan and what became of it: `used` in the plan's currency."""

    row: BudgetLine
    planned: Decimal | None
    booked: int
    used: Decimal


@dataclass(frozen=True)
class YearBudget:
    """`plan` is None where none was made; `currency` is then the workspace's."""

    brand: Brand
    year: int
    plan: BudgetPlan | None
    currency: str
    sums: Sums
    lines: list[PlanLine]

    @property
    def total(self) -> Decimal:
        return self.plan.total if self.plan else Decimal(0)

    @property
    def level(self) -> str:
        """Of what is committed and spent: "over", "near" or ""."""
        return level(self.sums.used, self.total, self.plan.warn_at) if self.plan else ""

    @property
    def left(self) -> Decimal:
        return self.total - self.sums.used

    @property
    def tone(self) -> str:
        """Of a meter."""
        return {OVER: "bad", NEAR: "warn"}.get(self.level, "")

    @property
    def part(self) -> Decimal | None:
        """Committed and spent as a fraction of the budget."""
        return self.sums.used / self.total if self.total else None

    @property
    def forecast_over(self) -> bool:
        return self.plan is not None and self.sums.forecast.total > self.total


def plan_of(brand: Brand, year: int) -> BudgetPlan | None:
    return BudgetPlan.objects.filter(brand=brand, year=year).first()


def shares_of(brand: Brand) -> dict[str, int]:
    """Tier → whole per cent, as the policies of the brand say now."""
    return {tier: policy.budget_share for tier, policy in policies_of(brand).items()}


def commitments(
    *,
    brand: Brand | None = None,
    year: int | None = None,
    tier: str = "",
    state: str = "",
    currency: str = "",
    partnership: str = "",
) -> "QuerySet[Commitment]":
    """The rows behind a figure; released ones only where `state` asks for them."""
    rows = Commitment.objects.select_related("partnership__creator", "brand")
    rows = rows.filter(state=state) if state else rows.exclude(state=CommitmentState.RELEASED)
    if brand is not None:
        rows = rows.filter(brand=brand)
    if year is not None:
        rows = rows.filter(on__gte=date(year, 1, 1), on__lte=date(year, 12, 31))
    if tier:
        rows = rows.filter(tier=tier)
    if currency:
        rows = rows.filter(currency=currency)
    if partnership:
        rows = rows.filter(partnership__public_id=partnership)
    return rows.order_by("on", "pk")


def in_plan(row: Commitment, currency: str, table: RateTable) -> Decimal | None:
    """The promise in the plan's currency: as it stands, at its frozen rate, or, where the plan is
    in a third currency, at the rate of the day it was converted on."""
    if row.currency == currency:
        return row.amount
    if row.home_currency == currency:
        return row.home_amount
    on = row.spent_on or row.exchange_on or row.created_at.date()
    converted = table.convert(Money(row.amount, row.currency), currency, on)
    return converted.money.amount if converted else None


def year_budget(brand: Brand, year: int, today: date) -> YearBudget:
    """Five queries, however many rows."""
    plan = BudgetPlan.objects.filter(brand=brand, year=year).first()
    currency = plan.currency if plan else brand.workspace.currency
    rows = list(commitments(brand=brand, year=year))
    table = rate_table()
    entries = _entries(rows, currency, table)
    stored = list(plan.lines.select_related("partnership__creator").order_by("pk")) if plan else []
    lines = [
        Line(row.partnership_id, row.times, row.rate_home, Money(row.rate, row.currency))
        for row in stored
    ]
    sums = summed(
        entries,
        lines,
        total=plan.total if plan else Decimal(0),
        shares=plan.shares if plan else {},
        currency=currency,
        year=year,
        today=today,
    )
    return YearBudget(brand, year, plan, currency, sums, _plan_lines(stored, lines, entries))


def plans_of_year(year: Any) -> "QuerySet[BudgetPlan]":
    """Of every brand in use."""
    rows = BudgetPlan.objects.filter(year=year, brand__archived_at=None)
    return rows.select_related("brand").order_by("brand__name")


def year_budgets(
    year: int, today: date, plans: "Sequence[BudgetPlan] | None" = None
) -> list[YearBudget]:
    """Of every brand in use that has a plan for `year`; four queries for all of them, one less
    where the caller has read the `plans` already."""
    plans = list(plans_of_year(year)) if plans is None else plans
    if not plans:
        return []
    prefetch_related_objects(plans, "lines")
    rows: dict[int, list[Commitment]] = {}
    of_year = Commitment.objects.exclude(state=CommitmentState.RELEASED).filter(
        brand__in=[plan.brand_id for plan in plans],
        on__gte=date(year, 1, 1),
        on__lte=date(year, 12, 31),
    )
    for row in of_year:
        rows.setdefault(row.brand_id, []).append(row)
    table = rate_table()
    found = []
    for plan in plans:
        lines = [
            Line(row.partnership_id, row.times, row.rate_home, Money(row.rate, row.currency))
            for row in plan.lines.all()
        ]
        sums = summed(
            _entries(rows.get(plan.brand_id, []), plan.currency, table),
            lines,
            total=plan.total,
            shares=plan.shares,
            currency=plan.currency,
            year=year,
            today=today,
        )
        found.append(YearBudget(plan.brand, year, plan, plan.currency, sums, []))
    return found


def budget_check(
    *, brand: Brand, on: date, adding: Money | Sequence[Money], but: Iterable[str] = ()
) -> BudgetWarning | None:
    """What promising `adding` for the day `on` does to that year's budget: None without a plan and
    where it stays below the warning. `but`: keys of promises that the new ones take the place of.
    """
    plan = plan_of(brand, on.year)
    if plan is None:
        return None
    table = rate_table()
    replaced = set(but)
    rows = [row for row in commitments(brand=brand, year=on.year) if row.key not in replaced]
    entries = _entries(rows, plan.currency, table)
    used = sum((entry.plan or Decimal(0) for entry in entries), Decimal(0))
    amounts = [adding] if isinstance(adding, Money) else [m for m in adding if m.amount]
    more = table.total([(money, on) for money in amounts], plan.currency)
    found = level(used + more.money.amount, plan.total, plan.warn_at)
    if more.unknown and not found:
        found = UNKNOWN
    if not found or not any(money.amount for money in amounts):
        return None
    return BudgetWarning(
        plan_id=plan.pk,
        year=plan.year,
        level=found,
        total=Money(plan.total, plan.currency),
        used=Money(used, plan.currency),
        adding=None if more.unknown and not more.parts else more.money,
        warn_at=plan.warn_at,
    )


def _entries(rows: Iterable[Commitment], currency: str, table: RateTable) -> list[Entry]:
    return [
        Entry(
            partnership_id=row.partnership_id,
            tier=row.tier,
            kind=row.kind,
            state=row.state,
            on=row.on,
            money=Money(row.amount, row.currency),
            plan=in_plan(row, currency, table),
        )
        for row in rows
    ]


def _plan_lines(
    stored: Sequence[BudgetLine], lines: Sequence[Line], entries: Sequence[Entry]
) -> list[PlanLine]:
    booked: dict[int, int] = {}
    used: dict[int, Decimal] = {}
    for entry in entries:
        who = entry.partnership_id
        booked[who] = booked.get(who, 0) + (entry.kind == "fee")
        used[who] = used.get(who, Decimal(0)) + (entry.plan or Decimal(0))
    return [
        PlanLine(
            row,
            line.planned,
            booked.get(row.partnership_id, 0),
            used.get(row.partnership_id, Decimal(0)),
        )
        for row, line in zip(stored, lines, strict=True)
    ]
