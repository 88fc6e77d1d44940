"""The steps of an agreement's life: each page asks once, then does it."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.mail.outbox import NoAddress
from partnerships.actions import agreements as actions
from partnerships.actions.changes import today_of
from partnerships.actions.files import keep_paper
from partnerships.actions.notice import give_notice
from partnerships.enums import AgreementState
from partnerships.errors import Refused
from partnerships.forms.agreements import NoticeForm, SignatureForm
from partnerships.forms.over_budget import FIELD, asking_why
from partnerships.forms.partnerships import NothingForm, ReasonForm
from partnerships.models import Partnership
from partnerships.queries.budget_agreement import check_agreement
from partnerships.views.over_budget import keep_warning
from partnerships.views.respond import (
    agreement_or_404,
    ask,
    posted,
    to_agreement,
    to_partnership,
)

METHODS = ["GET", "HEAD", "POST"]


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
        "our_signed_on": today_of(row.partnership, timezone.now()),
        "our_signed_by": request.user.name,
    }
    warning = check_agreement(row)
    form = asking_why(SignatureForm(posted(request), request.FILES or None, initial=start), warning)

    def act(data: dict[str, Any]) -> None:
        signed = {key: value for key, value in data.items() if key not in (FIELD, "file")}
        at = timezone.now()
        with transaction.atomic():
            actions.record_signature(agreement=row, by=request.user, at=at, **signed)
            keep_warning(request, form, warning, key=f"agreement:{row.public_id}")
            if upload := data["file"]:
                keep_paper(agreement=row, upload=upload, name=upload.name, by=request.user, at=at)

    return ask(
        request,
        form,
        act,
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
        lambda data: give_notice(agreement=row, by=request.user, at=timezone.now(), **data),
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
        else _(
            "By common consent, without waiting: today is its last day, and the creator gets a"
            " mail."
        )
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
