"""A change to an agreement: drafted in the form of the agreement, sent, signed, withdrawn."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.mail.outbox import NoAddress
from core.versions import EditConflict
from partnerships.actions import amendments as actions
from partnerships.actions.changes import today_of
from partnerships.enums import AmendmentState
from partnerships.errors import Refused
from partnerships.forms.agreements import AmendmentSignatureForm
from partnerships.forms.partnerships import NothingForm, ReasonForm
from partnerships.forms.terms import AmendmentForm, TermsForms
from partnerships.models import Agreement, Amendment
from partnerships.queries.amendments import OPEN_STATES, told
from partnerships.queries.terms import terms_of, with_terms
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.terms import Terms
from partnerships.views.agreements import both_texts
from partnerships.views.respond import (
    agreement_or_404,
    ask,
    newer,
    posted,
    refuse_terms,
    to_agreement,
)

METHODS = ["GET", "HEAD", "POST"]
_BESIDE = ("effective_on", "reason", "rate_jump_reason")


def _amendment_or_404(public_id: str) -> Amendment:
    rows = Amendment.objects.select_related(
        "by",
        "agreement__partnership__creator",
        "agreement__partnership__brand",
        "agreement__partnership__owner",
        "agreement__partnership__workspace",
    )
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    agreement = agreement_or_404(public_id)
    if elsewhere := _instead(request, agreement):
        return elsewhere
    start = terms_of(with_terms([agreement])[0])
    day = _first_day(request, agreement)
    forms = TermsForms(posted(request), start, form=AmendmentForm, effective_on=day)
    if forms.complete():
        try:
            amendment = actions.draft_amendment(
                agreement=agreement,
                terms=forms.to_terms(),
                by=request.user,
                at=timezone.now(),
                **forms.beside(*_BESIDE),
            )
        except Refused as refused:
            refuse_terms(forms, refused)
        else:
            return _to_amendment(request, amendment)
    return _form(request, agreement, forms)


def _instead(request: WorkspaceRequest, agreement: Agreement) -> HttpResponse | None:
    """Where to go if there is nothing to draft: it does not bind, or a change is open already."""
    if agreement.state not in BINDING_STATES:
        words = _("Only an agreement that is signed and not over is amended. Draft the next one.")
        messages.warning(request, words)
        return to_agreement(request, agreement)
    waiting = agreement.amendments.filter(state__in=OPEN_STATES).first()
    # What somebody has typed is not thrown away: the action refuses it in the form.
    if waiting is not None and request.method != "POST":
        words = _("Another change is open already. Finish or withdraw it first.")
        messages.warning(request, words)
        return _to_amendment(request, waiting)
    return None


def _first_day(request: WorkspaceRequest, agreement: Agreement) -> date:
    """Today, or the day that a link asks for: of a renewal, its anniversary."""
    today = today_of(agreement.partnership, timezone.now())
    try:
        wanted = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        wanted = today
    return max(wanted, today, agreement.starts_on)


@require_safe
@needs(Permission.VIEW)
def amendment(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _amendment_or_404(public_id)
    context = {
        "amendment": row,
        "told": told(row),
        "agreement": row.agreement,
        "partnership": row.agreement.partnership,
    }
    return render(request, "partnerships/amendment.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _amendment_or_404(public_id)
    if row.state != AmendmentState.DRAFT:
        messages.warning(request, _("Only a draft is edited: what was sent stays as it is."))
        return _to_amendment(request, row)
    start = {name: getattr(row, name) for name in (*_BESIDE, "version")}
    forms = TermsForms(posted(request), Terms.from_json(row.after), form=AmendmentForm, **start)
    conflicting: list[Any] | None = None
    if forms.complete():
        try:
            actions.update_amendment(
                amendment=row,
                expected=forms.form.cleaned_data["version"] or 0,
                terms=forms.to_terms(),
                by=request.user,
                at=timezone.now(),
                **forms.beside(*_BESIDE),
            )
        except EditConflict as conflict:
            conflicting = both_texts(Terms.from_json(conflict.theirs.after), forms.to_terms())
            start_again = Terms.from_json(row.after)
            data = newer(request.POST, conflict)
            forms = TermsForms(data, start_again, form=AmendmentForm)
        except Refused as refused:
            refuse_terms(forms, refused)
        else:
            return _to_amendment(request, row)
    return _form(request, row.agreement, forms, row, conflicting)


def _form(
    request: WorkspaceRequest,
    agreement: Agreement,
    forms: TermsForms,
    row: Amendment | None = None,
    conflict: list[Any] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "agreement": agreement, "partnership": agreement.partnership, "amendment": row,
        "forms": forms, "form": forms.form,
    }  # fmt: skip
    status = 422 if forms.is_bound else 200
    if conflict is not None:
        context["conflict"], status = conflict, 409
    return render(request, "partnerships/amendment_form.html", context, status=status)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def send(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _amendment_or_404(public_id)
    partnership = row.agreement.partnership
    address, name = partnership.mail_to
    nobody = _("%(name)s has no e-mail address. Add one to the creator or a contact here.") % {
        "name": partnership.creator
    }

    def act(data: dict[str, Any]) -> None:
        try:
            actions.send_amendment(amendment=row, by=request.user, at=timezone.now())
        except NoAddress as missing:
            raise Refused(nobody) from missing

    intro = _(
        "It goes to %(name)s, %(address)s, in their language, old and new side by side. After that"
        " it is not edited any more."
    )
    return _step(
        request, row, NothingForm(posted(request)), act, _("The change is on its way."),
        title=_("Send the amendment"), submit=_("Send"), problem="" if address else nobody,
        intro=intro % {"name": name, "address": address} if address else "",
    )  # fmt: skip


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def sign(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _amendment_or_404(public_id)
    partnership = row.agreement.partnership
    start = {
        "signed_on": today_of(partnership, timezone.now()),
        "signed_by": partnership.mail_to[1],
        "our_signed_by": request.user.name,
    }

    def act(data: dict[str, Any]) -> None:
        actions.sign_amendment(amendment=row, by=request.user, at=timezone.now(), **data)

    return _step(
        request, row, AmendmentSignatureForm(posted(request), initial=start), act,
        _("The signature is recorded."), title=_("Record the signature"), submit=_("Record"),
        intro=_("Both sides have signed. The new terms hold from their day on, by themselves."),
    )  # fmt: skip


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def withdraw(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = _amendment_or_404(public_id)

    def act(data: dict[str, Any]) -> None:
        actions.withdraw_amendment(amendment=row, by=request.user, at=timezone.now(), **data)

    return _step(
        request, row, ReasonForm(posted(request)), act, _("The change is withdrawn."),
        title=_("Withdraw the amendment"), submit=_("Withdraw"), danger=True,
        intro=_("The agreement stays as it is. If the mail has not left yet, it is stopped."),
    )  # fmt: skip


def _step(
    request: WorkspaceRequest, row: Amendment, form: Any, act: Any, done: str, **page: Any
) -> HttpResponse:
    return ask(
        request,
        form,
        act,
        then=lambda: _to_amendment(request, row),
        done=done,
        page={"partnership": row.agreement.partnership, **page},
    )


def _to_amendment(request: WorkspaceRequest, row: Amendment) -> Any:
    return redirect("partnerships:amendment", request.workspace.slug, row.public_id)
