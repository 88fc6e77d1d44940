"""The agreement: its page, and one page for each step of its life."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission, may
from core.mail.outbox import NoAddress
from core.versions import EditConflict
from partnerships.actions import agreements as actions
from partnerships.actions.changes import today_of
from partnerships.enums import AgreementState
from partnerships.errors import Refused
from partnerships.forms.agreements import (
    NoticeForm,
    SignatureForm,
    TermsForm,
    one_more_row,
    rate_rows,
)
from partnerships.forms.partnerships import NothingForm, ReasonForm
from partnerships.models import Agreement, Partnership
from partnerships.queries import drafts
from partnerships.queries.agreements import mail_of, rate_lines
from partnerships.queries.detail import pace_of
from partnerships.rules.agreements import BINDING_STATES
from partnerships.views.respond import (
    agreement_or_404,
    ask,
    differences,
    newer,
    partnership_or_404,
    posted,
    show_refusal,
    to_agreement,
    to_partnership,
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
            stored = drafts.terms_of(conflict.theirs).fields()
            context["conflict"] = differences(form, stored)
            form = TermsForm(newer(request.POST, conflict))
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _onward(request, row)
    context |= {"form": form, "rows": rows}
    status = 422 if form.is_bound else 200
    status = 409 if "conflict" in context else status
    return render(request, "partnerships/agreement_edit.html", context, status=status)


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


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def send(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    address, name = row.partnership.mail_to

    def act(data: dict[str, Any]) -> None:
        try:
            actions.send_agreement(agreement=row, by=request.user, at=timezone.now())
        except NoAddress as nobody:
            raise Refused(_no_address(row.partnership)) from nobody

    intro = _(
        "It goes to %(name)s, %(address)s, in their language, with all its terms. After that it is"
        " not edited any more: to change something, withdraw it and draft the next one."
    )
    return ask(
        request,
        NothingForm(posted(request)),
        act,
        then=lambda: to_agreement(request, row),
        done=_("The agreement is on its way."),
        page={
            "partnership": row.partnership,
            "title": _("Send the agreement"),
            "intro": intro % {"name": name, "address": address} if address else "",
            "problem": "" if address else _no_address(row.partnership),
            "submit": _("Send"),
        },
    )


def _no_address(partnership: Partnership) -> str:
    return _("%(name)s has no e-mail address. Add one to the creator or a contact here.") % {
        "name": partnership.creator
    }


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def sign(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    start = {
        "signed_on": today_of(row.partnership, timezone.now()),
        "signed_by": row.partnership.mail_to[1],
    }
    return ask(
        request,
        SignatureForm(posted(request), initial=start),
        lambda data: actions.record_signature(
            agreement=row, by=request.user, at=timezone.now(), **data
        ),
        then=lambda: to_agreement(request, row),
        done=_("The signature is recorded."),
        page={
            "partnership": row.partnership,
            "title": _("Record the signature"),
            "intro": _("Both sides have signed. It comes into force on its first day, by itself."),
            "submit": _("Record"),
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def notice(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    start = {"given_on": today_of(row.partnership, timezone.now()), "notice_by": "us"}
    intro = _(
        "The agreement ends %(days)d days after the day of notice, but not later than agreed."
    )
    return ask(
        request,
        NoticeForm(posted(request), initial=start),
        lambda data: actions.give_notice(agreement=row, by=request.user, at=timezone.now(), **data),
        then=lambda: to_agreement(request, row),
        done=_("Notice is recorded. The last day is computed."),
        page={
            "partnership": row.partnership,
            "title": _("Give notice"),
            "intro": intro % {"days": row.notice_days},
            "submit": _("Record the notice"),
            "danger": True,
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def end(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    open_still = row.state in (AgreementState.SENT, AgreementState.SIGNED)
    intro = (
        _("It never comes into force. If the mail has not left yet, it is stopped.")
        if open_still
        else _("By common consent, without waiting for notice: today is its last day.")
    )
    return ask(
        request,
        ReasonForm(posted(request)),
        lambda data: actions.end_agreement(
            agreement=row, by=request.user, at=timezone.now(), **data
        ),
        then=lambda: to_agreement(request, row),
        done=_("The agreement is withdrawn.") if open_still else _("The agreement has ended."),
        page={
            "partnership": row.partnership,
            "title": _("Withdraw the agreement") if open_still else _("End the agreement today"),
            "intro": intro,
            "submit": _("Withdraw") if open_still else _("End today"),
            "danger": True,
        },
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def discard(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    return ask(
        request,
        NothingForm(posted(request)),
        lambda data: actions.discard_agreement(agreement=row, by=request.user, at=timezone.now()),
        then=lambda: to_partnership(request, row.partnership),
        done=_("The draft is thrown away."),
        page={
            "partnership": row.partnership,
            "title": _("Throw the draft away"),
            "intro": _("Nobody outside has seen it. What it said stays in the audit log."),
            "submit": _("Throw away"),
            "danger": True,
        },
    )
