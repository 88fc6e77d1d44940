"""A brand's plan of the year, and going over it knowingly (product.md, row 30)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.exchange_rates import rate_table
from core.money import Money
from core.versions import save_version
from partnerships.actions.changes import changed
from partnerships.errors import ReasonMissing, Refused, SharesNotWhole
from partnerships.models import Brand, BudgetLine, BudgetPlan, OverBudget, Partnership
from partnerships.rules.budget import BudgetWarning
from partnerships.rules.policies import shares_total

# A plan is of a year that somebody may still remember, or look ahead to.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class PlanTerms:
    """`total` in `currency`; `shares`: tier → whole per cent; `lines`: (partnership, times, rate in
    its own currency), converted at the rates of `rates_on`."""

    currency: str
    total: Decimal
    shares: Mapping[str, int]
    warn_at: int
    rates_on: date
    lines: Sequence[tuple[Partnership, int, Money]] = ()

    def fields(self) -> dict[str, Any]:
        return {
            "currency": self.currency,
            "total": self.total,
            "shares": dict(self.shares),
            "warn_at": self.warn_at,
            "rates_on": self.rates_on,
        }


def make_plan(
    *, brand: Brand, year: int, terms: PlanTerms, by: User | None, at: datetime
) -> BudgetPlan:
    """The first plan of a brand's year. Refused if there is one already."""
    _check(brand, year, terms)
    try:
        with transaction.atomic():
            plan = BudgetPlan.objects.create(
                workspace_id=brand.workspace_id,
                brand=brand,
                year=year,
                created_at=at,
                **terms.fields(),
            )
            _write_lines(plan, terms)
            record(verb="budget.planned", obj=plan, by=by, at=at, changes=_said(terms))
    except IntegrityError as error:
        raise Refused(_("This year has a plan already. Open it to change it.")) from error
    return plan


def change_plan(
    *, plan: BudgetPlan, expected: int, terms: PlanTerms, by: User | None, at: datetime
) -> None:
    """Other figures; lines are converted anew. EditConflict if `expected` is outdated."""
    _check(plan.brand, plan.year, terms)
    differences: dict[str, Any] = changed(plan, terms.fields())
    with transaction.atomic():
        save_version(plan, expected=expected, changes=terms.fields())
        before = sorted(plan.lines.values_list("partnership_id", "times", "rate", "currency"))
        after = sorted((p.pk, times, m.amount, m.currency) for p, times, m in terms.lines)
        plan.lines.all().delete()
        _write_lines(plan, terms)
        if before != after:
            differences["lines"] = [before, after]
        if differences:
            record(verb="budget.changed", obj=plan, by=by, at=at, changes=differences)


def go_over(
    *, warning: BudgetWarning, key: str, reason: str, by: User | None, at: datetime
) -> OverBudget:
    """Somebody promises more than the budget of the year holds, and says why. `key` names what for:
    "campaign:<public id>". Part of the caller's transaction. ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(field="over_budget_reason")
    plan = BudgetPlan.objects.get(pk=warning.plan_id)
    row = OverBudget.objects.create(
        workspace_id=plan.workspace_id,
        plan=plan,
        key=key,
        at=at,
        by=by,
        amount=warning.over.amount,
        reason=reason.strip()[:300],
        created_at=at,
    )
    said = {"over": row.amount, "currency": plan.currency, "reason": row.reason, "key": key}
    record(verb="budget.gone_over", obj=plan, by=by, at=at, changes=said)
    return row


def _check(brand: Brand, year: int, terms: PlanTerms) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("Choose a year from 2000 to 2100."))
    if terms.total < 0:
        raise Refused(_("A budget is not below zero."), field="total")
    if not 1 <= terms.warn_at <= 100:
        raise Refused(_("Warn somewhere between 1 and 100 per cent."), field="warn_at")
    total = shares_total(terms.shares.values())
    if total != 100:
        raise SharesNotWhole(total)
    for partnership, _times, money in terms.lines:
        if partnership.brand_id != brand.pk:
            raise Refused(_("A budget plans for partners of its own brand only."))
        if money.amount < 0:
            raise Refused(_("A rate is not below zero."))
    who = [partnership.pk for partnership, _times, _money in terms.lines]
    if len(who) != len(set(who)):
        raise Refused(_("Each creator has one line."))


def _write_lines(plan: BudgetPlan, terms: PlanTerms) -> None:
    table = rate_table()
    rows = []
    for partnership, times, money in terms.lines:
        converted = table.convert(money, terms.currency, terms.rates_on)
        rows.append(
            BudgetLine(
                workspace_id=plan.workspace_id,
                plan=plan,
                partnership=partnership,
                times=times,
                rate=money.amount,
                currency=money.currency,
                rate_home=converted.money.amount if converted else None,
            )
        )
    BudgetLine.objects.bulk_create(rows)


def _said(terms: PlanTerms) -> dict[str, Any]:
    lines = [(p.public_id, times, m.amount, m.currency) for p, times, m in terms.lines]
    return {**terms.fields(), "lines": lines}
