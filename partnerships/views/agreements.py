"""The agreement: drafted, edited, shown."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from core.versions import EditConflict
from creators.enums import ContentFormat
from partnerships.actions import agreements as actions
from partnerships.actions.changes import today_of
from partnerships.enums import AgreementState
from partnerships.errors import Refused
from partnerships.forms.agreements import (
    TermsForm,
    one_more_row,
    rate_rows,
)
from partnerships.models import Agreement
from partnerships.queries import drafts
from partnerships.queries.agreements import mail_of, rate_lines
from partnerships.queries.detail import pace_of
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.terms import Terms
from partnerships.views.respond import (
    Difference,
    agreement_or_404,
    differences,
    newer,
    partnership_or_404,
    show_refusal,
    to_agreement,
)

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    today = today_of(partnership, timezone.now())
    start = drafts.suggested_terms(partnership, request.workspace, today)
    form, rows = _forms(request, start.fields(), start.rates)
    if _complete(request, form, rows):
        try:
            agreement = actions.draft_agreement(
                partnership=partnership,
                terms=form.to_terms(rows.rates()),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The draft is saved. Read it once more, then send it."))
            return to_agreement(request, agreement)
    context = {"partnership": partnership, "form": form, "rows": rows}
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/agreement_new.html", context, status=status)


@require_http_methods(METHODS)
@needs(Permission.VIEW, write=Permission.EDIT)
def agreement(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    editable = row.state == AgreementState.DRAFT
    if editable and may(request.membership.role, Permission.EDIT):
        return _edit(request, row)
    if request.method == "POST":
        messages.warning(request, _("Only a draft is edited: what was sent stays as it is."))
        return to_agreement(request, row)
    return _show(request, row)


def _show(request: WorkspaceRequest, row: Agreement) -> HttpResponse:
    today = today_of(row.partnership, timezone.now())
    context = {
        "agreement": row,
        "partnership": row.partnership,
        "rates": rate_lines(row),
        "pace": pace_of(row, today),
        "binding": row.state in BINDING_STATES,
        "mail": mail_of(row),
        "today": today,
    }
    return render(request, "partnerships/agreement.html", context)


def _edit(request: WorkspaceRequest, row: Agreement) -> HttpResponse:
    terms = drafts.terms_of(row)
    form, rows = _forms(request, {**terms.fields(), "version": row.version}, terms.rates)
    context: dict[str, Any] = {"agreement": row, "partnership": row.partnership}
    if _complete(request, form, rows):
        try:
            actions.update_agreement(
                agreement=row,
                expected=form.cleaned_data["version"] or 0,
                terms=form.to_terms(rows.rates()),
                by=request.user,
                at=timezone.now(),
            )
        except EditConflict as conflict:
            context["conflict"] = _both_texts(form, rows, drafts.terms_of(conflict.theirs))
            form = TermsForm(newer(request.POST, conflict))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _onward(request, row)
    context |= {"form": form, "rows": rows}
    status = 422 if form.is_bound else 200
    status = 409 if "conflict" in context else status
    return render(request, "partnerships/agreement_edit.html", context, status=status)


def _both_texts(form: TermsForm, rows: Any, stored: Terms) -> list[Difference]:
    found = differences(form, stored.fields())
    theirs, mine = _priced(stored.rates), _priced(rows.rates())
    return [*found, Difference(_("Prices"), theirs, mine)] if theirs != mine else found


def _priced(rates: Sequence[tuple[str, Decimal]]) -> str:
    return "\n".join(f"{ContentFormat(name).label}: {amount:.2f}" for name, amount in rates)


def _onward(request: WorkspaceRequest, row: Agreement) -> HttpResponse:
    """After a save: to the step the person pressed, which asks once more, or back to the page."""
    step = {"send": "partnerships:agreement_send", "sign": "partnerships:agreement_sign"}.get(
        request.POST.get("go", "")
    )
    if step:
        return redirect(step, request.workspace.slug, row.public_id)
    messages.success(request, _("Saved."))
    return to_agreement(request, row)


def _forms(request: WorkspaceRequest, start: dict[str, Any], rates: Any) -> tuple[TermsForm, Any]:
    if request.method != "POST":
        return TermsForm(initial=start), rate_rows(rates=rates)
    if _wants_a_row(request):
        # As it was typed and not judged yet: nobody said that it is finished.
        return TermsForm(initial=request.POST.dict()), one_more_row(request.POST)
    return TermsForm(request.POST), rate_rows(request.POST)


def _wants_a_row(request: WorkspaceRequest) -> bool:
    return "add_row" in request.POST


def _complete(request: WorkspaceRequest, form: TermsForm, rows: Any) -> bool:
    """Whether there is something to save. Both are checked, so that all errors show at once."""
    if request.method != "POST" or _wants_a_row(request):
        return False
    return all([form.is_valid(), rows.is_valid()])
