"""Currencies and their dated rates: the list, one rate, and the import of a table."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.exchange_rates import rate_table
from core.models import ExchangeRate, ImportJob
from creators.views.wizard import METHODS, Wizard, views_of
from partnerships.actions import rates as actions
from partnerships.errors import Refused, WrongState
from partnerships.forms.rates import CorrectionForm, RateForm, RatesOptionsForm
from partnerships.imports.rates import FIELDS, KIND
from partnerships.queries import rates as queries
from partnerships.views.respond import posted, show_refusal

PAGE = 60


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.POLICIES)
def rate_list(request: WorkspaceRequest) -> HttpResponse:
    home = request.workspace.currency
    today = timezone.now().astimezone(request.workspace.zone).date()
    form = RateForm(posted(request), initial=RateForm.initial_for(home, today))
    if request.method == "POST" and form.is_valid() and _add(request, form, today):
        messages.success(request, _("The rate is kept."))
        return redirect("partnerships:rates", request.workspace.slug)
    pair = request.GET.get("pair", "")
    context = {
        "form": form,
        "pair": pair,
        "pairs": queries.pairs(today),
        "page": Paginator(queries.rates(pair), PAGE).get_page(request.GET.get("page")),
        "missing": queries.without_rate(rate_table(), home, today),
    }
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/rates.html", context, status=status)


def _add(request: WorkspaceRequest, form: RateForm, today: Any) -> bool:
    data = form.cleaned_data
    try:
        actions.add_rate(
            workspace=request.workspace, today=today, by=request.user, at=timezone.now(), **data
        )
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


@require_http_methods(METHODS)
@needs(Permission.POLICIES)
def rate(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = ExchangeRate.objects.select_related("by", "job")
    row: ExchangeRate = get_object_or_404(rows, public_id=public_id)
    form = CorrectionForm(posted(request), initial=CorrectionForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_rate(row=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except WrongState as late:
            messages.warning(request, str(late))
            return redirect(request.path)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved. What was converted before stays as it was."))
            return redirect("partnerships:rates", request.workspace.slug)
    context = {"row": row, "form": form, "frozen": queries.frozen_with(row)}
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/rate.html", context, status=status)


@require_http_methods(METHODS)
@needs(Permission.POLICIES)
def rate_delete(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(ExchangeRate, public_id=public_id)
    if request.method == "POST":
        actions.delete_rate(row=row, by=request.user, at=timezone.now())
        messages.success(request, _("The rate is deleted. Sums converted with it stay."))
        return redirect("partnerships:rates", request.workspace.slug)
    context = {"row": row, "frozen": queries.frozen_with(row)}
    return render(request, "partnerships/rate_delete.html", context)


class RatesWizard(Wizard):
    kind = KIND
    fields = FIELDS
    routes = "partnerships:rates_import"

    def words(self, request: WorkspaceRequest, job: ImportJob | None) -> dict[str, Any]:
        rates = reverse("partnerships:rates", args=[request.workspace.slug])
        return {
            "title": _("Import exchange rates"),
            "lead": _(
                "A table with currency, day and rate, or the one of the Bank of Russia with its "
                "nominal. The same file again changes nothing; an import can be undone."
            ),
            "crumb": _("Currencies and rates"),
            "crumb_url": rates,
            "who": _("Pair and day"),
            "undo": _(
                "Undo this import? Rates it added are deleted, those it changed are put back. What "
                "was changed since is kept, and so are sums converted meanwhile."
            ),
            "then": (_("See the rates"), rates),
        }

    def upload_url(self, request: WorkspaceRequest, job: ImportJob | None) -> str:
        return reverse("partnerships:rates_import", args=[request.workspace.slug])

    def options_form(
        self, data: Any = None, *, request: WorkspaceRequest, job: ImportJob
    ) -> RatesOptionsForm:
        return RatesOptionsForm(data, initial=job.options)


WIZARD = RatesWizard()


@require_http_methods(METHODS)
@needs(Permission.POLICIES)
def upload(request: WorkspaceRequest) -> HttpResponse:
    return WIZARD.upload(request)


# Readers may look: a rate names its file, and it is here.
columns, progress, report, run, undo, failed_rows = views_of(
    WIZARD, report=Permission.VIEW, act=Permission.POLICIES
)
