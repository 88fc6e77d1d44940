"""The agreement: drafted, edited, shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from core.panels import load_panels
from core.versions import EditConflict
from partnerships.actions import agreements as actions
from partnerships.actions.changes import today_of
from partnerships.enums import AgreementState
from partnerships.errors import Refused
from partnerships.forms.terms import TermsForms
from partnerships.models import Agreement
from partnerships.queries import drafts
from partnerships.queries.agreements import mail_of
from partnerships.queries.amendments import amendments_of
from partnerships.queries.detail import pace_of
from partnerships.queries.terms import terms_of, with_terms
from partnerships.rules.agreements import BINDING_STATES, length_in_months
from partnerships.rules.term_words import Changes, InWords
from partnerships.rules.terms import Terms
from partnerships.views.respond import (
    Difference,
    agreement_or_404,
    newer,
    partnership_or_404,
    refuse_terms,
    to_agreement,
)

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    partnership = partnership_or_404(public_id)
    today = today_of(partnership, timezone.now())
    start = drafts.suggested_terms(partnership, request.workspace, today)
    forms = TermsForms(_posted(request), start)
    if forms.complete():
        try:
            agreement = actions.draft_agreement(
                partnership=partnership,
                terms=forms.to_terms(),
                by=request.user,
                at=timezone.now(),
                **forms.beside("rate_jump_reason"),
            )
        except Refused as refused:
            refuse_terms(forms, refused)
        else:
            messages.success(request, _("The draft is saved. Read it once more, then send it."))
            return to_agreement(request, agreement)
    context = {"partnership": partnership, "forms": forms, "form": forms.form}
    status = 422 if forms.is_bound else 200
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
    terms = terms_of(with_terms([row])[0])
    amendments = amendments_of(row)
    context = {
        "agreement": row,
        "partnership": row.partnership,
        "words": InWords(terms, today),
        "amendments": amendments,
        "may_amend": row.state in BINDING_STATES and not any(one.open for one in amendments),
        "short": _is_short(terms),
        "pace": pace_of(row, today),
        "binding": row.state in BINDING_STATES,
        "mail": mail_of(row),
        "panels": load_panels("partnerships.agreement", request, row),
        "after": load_panels("partnerships.agreement.after", request, row),
        "today": today,
    }
    return render(request, "partnerships/agreement.html", context)


def _edit(request: WorkspaceRequest, row: Agreement) -> HttpResponse:
    terms = terms_of(with_terms([row])[0])
    forms = TermsForms(
        _posted(request), terms, version=row.version, rate_jump_reason=row.rate_jump_reason
    )
    context: dict[str, Any] = {"agreement": row, "partnership": row.partnership}
    if forms.complete():
        try:
            actions.update_agreement(
                agreement=row,
                expected=forms.form.cleaned_data["version"] or 0,
                terms=forms.to_terms(),
                by=request.user,
                at=timezone.now(),
                **forms.beside("rate_jump_reason"),
            )
        except EditConflict as conflict:
            context["conflict"] = both_texts(terms_of(conflict.theirs), forms.to_terms())
            forms = TermsForms(newer(request.POST, conflict), terms)
        except Refused as refused:
            refuse_terms(forms, refused)
        else:
            return _onward(request, row)
    context |= {"forms": forms, "form": forms.form, "short": _is_short(terms)}
    status = 422 if forms.is_bound else 200
    status = 409 if "conflict" in context else status
    return render(request, "partnerships/agreement_edit.html", context, status=status)


def _is_short(terms: Terms) -> bool:
    """Under the intended length of 12 months (row 18), which is only said."""
    months = length_in_months(terms.starts_on, terms.ends_on)
    return months is not None and months < 12  # noqa: PLR2004


def both_texts(stored: Terms, mine: Terms) -> list[Difference]:
    return [Difference(one.label, one.old, one.new) for one in Changes(stored, mine)]


def _onward(request: WorkspaceRequest, row: Agreement) -> HttpResponse:
    """After a save: to the step the person pressed, which asks once more, or back to the page."""
    step = {"send": "partnerships:agreement_send", "sign": "partnerships:agreement_sign"}.get(
        request.POST.get("go", "")
    )
    if step:
        return redirect(step, request.workspace.slug, row.public_id)
    messages.success(request, _("Saved."))
    return to_agreement(request, row)


def _posted(request: WorkspaceRequest) -> Any:
    return request.POST if request.method == "POST" else None
