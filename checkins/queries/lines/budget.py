"""Budgets that reach their warning, or would end the year above it (product.md, row 30)."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.permissions import Permission, may
from checkins.queries.lines.known import asked
from checkins.today import Asking, Lines, TodayLine
from core.money import Money, format_money
from core.prepared import Given
from partnerships.models import BudgetPlan
from partnerships.queries.budget import YearBudget, plans_of_year, year_budgets
from partnerships.rules.budget import NEAR, OVER


def budgets(asking: Asking) -> Lines:
    """A line of the week for those who may promise money, nothing for readers; four queries more
    where a plan of the year exists."""
    [plans] = yield [asked(_planned, asking, year=asking.today.year)]
    found = [one for one in year_budgets(asking.today.year, asking.today, plans) if _kind(one)]
    if not found:
        return []
    member = Membership.objects.filter(
        workspace_id=found[0].brand.workspace_id, user=asking.user
    ).select_related("workspace").first()  # fmt: skip
    if member is None or not may(member.role, Permission.EDIT):
        return []
    return [_line(one, member.workspace.slug) for one in found]


def _planned(_mine: bool) -> "QuerySet[BudgetPlan]":
    return plans_of_year(Given("year"))


def _kind(budget: YearBudget) -> str:
    return budget.level or ("forecast" if budget.forecast_over else "")


def _line(budget: YearBudget, slug: str) -> TodayLine:
    assert budget.plan is not None
    kind = _kind(budget)
    query = urlencode({"brand": budget.brand.public_id, "year": str(budget.year)})
    words = {
        OVER: _("%(used)s of %(total)s are committed and spent: more than the budget."),
        NEAR: _("%(used)s of %(total)s are committed and spent."),
        "forecast": _("At this pace the year ends at %(ahead)s, the budget is %(total)s."),
    }[kind]
    return TodayLine(
        # Of its own for each stage: snoozing the first warning does not hide the next.
        key=f"budget:{budget.plan.public_id}:{kind}",
        kind="budget",
        title=str(budget.brand),
        what=_("Budget of %(year)s") % {"year": budget.year},
        reason=words
        % {
            "used": format_money(Money(budget.sums.used, budget.currency)),
            "total": format_money(Money(budget.total, budget.currency)),
            "ahead": format_money(Money(budget.sums.forecast.total, budget.currency)),
        },
        url=f"{reverse('partnerships:budget', args=[slug])}?{query}",
    )
