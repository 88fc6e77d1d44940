"""The year's money of a brand: the figures, the plan, and the rows behind them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.exports.jobs import AT_ONCE, ask_export
from core.exports.sending import sent_at_once
from core.ids import new_public_id
from core.versions import EditConflict
from partnerships.actions import budget as actions
from partnerships.errors import Refused
from partnerships.exports import KIND, ledger
from partnerships.forms.budget import LedgerExportForm, LedgerFilter, PlanForm
from partnerships.models import Brand, BudgetPlan
from partnerships.queries import budget as queries
from partnerships.queries.budget_lines import proposals
from partnerships.queries.policies import brands
from partnerships.rules.budget_chart import budget_chart
from partnerships.views.respond import differences, newer, posted, show_refusal

METHODS = ["GET", "HEAD", "POST"]
PAGE = 60


def today_in(request: WorkspaceRequest) -> date:
    return timezone.now().astimezone(request.workspace.zone).date()


@require_safe
@needs(Permission.VIEW)
def budget(request: WorkspaceRequest) -> HttpResponse:
    """Of the brand and year in the address; else of the first brand and this year."""
    today = today_in(request)
    in_use = list(brands())
    wanted = request.GET.get("brand", "")
    brand = next((b for b in in_use if b.public_id == wanted), in_use[0] if in_use else None)
    if brand is None:
        return render(request, "partnerships/budget.html", {"brand": None})
    year = _year(request.GET.get("year", ""), today)
    brand.workspace = request.workspace
    found = queries.year_budget(brand, year, today)
    context = {
        "brand": brand,
        "brands": in_use,
        "found": found,
        "years": (year - 1, year + 1),
        "overruns": found.plan.overruns.select_related("by") if found.plan else [],
        "chart": budget_chart(found.sums, found.currency, (get_language() or "en")[:2]),
    }
    return render(request, "partnerships/budget.html", context)


@require_http_methods(METHODS)
@needs(Permission.POLICIES)
def plan(request: WorkspaceRequest, public_id: str, year: int) -> HttpResponse:
    brand: Brand = get_object_or_404(Brand.objects.select_related("workspace"), public_id=public_id)
    row = queries.plan_of(brand, year)
    form = _form(request, brand, year, row, posted(request))
    context: dict[str, Any] = {"brand": brand, "year": year, "plan": row, "conflict": []}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, brand, year, row, form)
        except EditConflict as conflict:
            theirs = _form(request, brand, year, conflict.theirs, None)
            context["conflict"] = differences(form, theirs.initial)
            form = _form(request, brand, year, conflict.theirs, newer(request.POST, conflict))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The budget is saved."))
            return redirect(budget_url(request, brand, year))
    context |= {"form": form, "back": budget_url(request, brand, year)}
    status = 409 if context["conflict"] else 422 if request.method == "POST" else 200
    return render(request, "partnerships/budget_plan.html", context, status=status)


@require_safe
@needs(Permission.VIEW)
def commitments(request: WorkspaceRequest) -> HttpResponse:
    """The rows behind each figure, by the filters of the address."""
    form = LedgerFilter(request.GET, brands=brands())
    wanted = form.wanted()
    context = {
        "form": form,
        "page": Paginator(ledger(wanted), PAGE).get_page(request.GET.get("page")),
        "query": urlencode(wanted),
        "wanted": wanted,
    }
    return render(request, "partnerships/commitments.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: WorkspaceRequest) -> HttpResponseBase:
    """What the list shows, handed out at once."""
    wanted = LedgerFilter(request.GET, brands=brands()).wanted()
    form = LedgerExportForm(request.POST)
    rows = ledger(wanted).count()
    if not form.is_valid() or rows > AT_ONCE:
        messages.warning(request, _("So many rows do not fit one file: choose a brand and a year."))
        there = reverse("partnerships:commitments", args=[request.workspace.slug])
        return redirect(f"{there}?{urlencode(wanted)}")
    job = ask_export(
        workspace=request.workspace, kind=KIND, format=form.cleaned_data["format"],
        query=urlencode(wanted), selection=[], rows=rows, by=request.user, at=timezone.now(),
        public_id=new_public_id(),
    )  # fmt: skip
    return sent_at_once(job)


def budget_url(request: WorkspaceRequest, brand: Brand, year: int) -> str:
    there = reverse("partnerships:budget", args=[request.workspace.slug])
    return f"{there}?{urlencode({'brand': brand.public_id, 'year': str(year)})}"


def _year(text: str, today: date) -> int:
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today.year
    return year if actions.FIRST_YEAR <= year <= actions.LAST_YEAR else today.year


def _form(
    request: WorkspaceRequest, brand: Brand, year: int, row: BudgetPlan | None, data: Any
) -> PlanForm:
    initial = PlanForm.initial_for(
        row,
        shares=queries.shares_of(brand),
        currency=request.workspace.currency,
        today=today_in(request),
    )
    return PlanForm(data, initial=initial, proposed=proposals(brand, year, row))


def _save(
    request: WorkspaceRequest, brand: Brand, year: int, row: BudgetPlan | None, form: PlanForm
) -> None:
    by, at = request.user, timezone.now()
    if row is None:
        actions.make_plan(brand=brand, year=year, terms=form.terms(), by=by, at=at)
    else:
        expected = form.cleaned_data["version"] or 0
        actions.change_plan(plan=row, expected=expected, terms=form.terms(), by=by, at=at)
