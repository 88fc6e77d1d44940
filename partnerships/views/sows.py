"""The SOW of a quarter: written, sent, agreed (product.md, row 20)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.mail.outbox import NoAddress
from partnerships.actions import sows as actions
from partnerships.actions.changes import today_of
from partnerships.enums import SowState
from partnerships.errors import Refused
from partnerships.forms.papers import AgreedForm, FileForm, SowForm
from partnerships.forms.partnerships import NothingForm
from partnerships.models import Sow
from partnerships.queries.files import files_of
from partnerships.queries.sows import free_quarters, mail_of_sow, sow_lines
from partnerships.rules.growth import quarter_name
from partnerships.views.respond import agreement_or_404, ask, posted, show_refusal, to_agreement
from partnerships.views.rewrite import rewrite

METHODS = ["GET", "HEAD", "POST"]
_PATH = "agreement__partnership"


def sow_or_404(public_id: str) -> Sow:
    rows = Sow.objects.select_related(
        f"{_PATH}__creator", f"{_PATH}__brand", f"{_PATH}__owner", f"{_PATH}__workspace"
    )
    return get_object_or_404(rows, public_id=public_id)


def to_sow(request: WorkspaceRequest, sow: Sow) -> HttpResponseRedirect:
    return redirect("partnerships:sow", request.workspace.slug, sow.public_id)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    agreement = agreement_or_404(public_id)
    at = timezone.now()
    quarters = free_quarters(agreement, today_of(agreement.partnership, at))
    if not quarters:
        messages.info(request, _("Each quarter in reach has its statement of work already."))
        return to_agreement(request, agreement)
    form = SowForm(
        posted(request),
        quarters=quarters,
        initial={"currency": agreement.currency, "quarter": request.GET.get("quarter")},
    )
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.WRITTEN}
        try:
            sow = actions.draft_sow(
                agreement=agreement, quarter=form.cleaned_data["quarter"], values=values,
                by=request.user, at=at,
            )  # fmt: skip
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The draft is saved. Read it once more, then send it."))
            return to_sow(request, sow)
    context = {"form": form, "agreement": agreement, "partnership": agreement.partnership}
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/sow_new.html", context, status=status)


@require_safe
@needs(Permission.VIEW)
def sow(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = sow_or_404(public_id)
    context = {
        "sow": row,
        "agreement": row.agreement,
        "partnership": row.agreement.partnership,
        "line": sow_lines(row.agreement.partnership_id, [row])[0],
        "objectives": row.objectives.filter(dropped_at=None),
        "mail": mail_of_sow(row),
        "files": files_of(row.agreement, sow=row, removed=request.GET.get("removed", "")),
        "files_form": FileForm(initial={"sow": row.public_id}),
    }
    return render(request, "partnerships/sow.html", context)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = sow_or_404(public_id)
    if row.state != SowState.DRAFT and request.method != "POST":
        messages.warning(request, _("Only a draft is edited: what was sent stays as it is."))
        return to_sow(request, row)
    names = (*actions.WRITTEN, "version")

    def save(data: dict[str, Any], expected: int) -> None:
        values = {name: data[name] for name in actions.WRITTEN}
        actions.update_sow(
            sow=row, expected=expected, values=values, by=request.user, at=timezone.now()
        )

    return rewrite(
        request,
        SowForm(posted(request), initial={name: getattr(row, name) for name in names}),
        save,
        partnership=row.agreement.partnership,
        then=lambda: to_sow(request, row),
        title=_("Statement of work, %(quarter)s") % {"quarter": quarter_name(row.quarter)},
        current=lambda stored: {name: getattr(stored, name) for name in names},
    )


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def send(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = sow_or_404(public_id)
    partnership = row.agreement.partnership
    address, name = partnership.mail_to
    nobody = _("%(name)s has no e-mail address. Add one to the creator or a contact here.")

    def act(data: dict[str, Any]) -> None:
        try:
            actions.send_sow(sow=row, by=request.user, at=timezone.now())
        except NoAddress as none:
            raise Refused(nobody % {"name": partnership.creator}) from none

    intro = _(
        "It goes to %(name)s, %(address)s, in their language, with the paper beside it. To change"
        " it after that, take it back first."
    )
    return _asked(
        request, row, NothingForm(posted(request)), act,
        done=_("It is on its way."),
        title=_("Send the statement of work"),
        intro=intro % {"name": name, "address": address} if address else "",
        problem="" if address else nobody % {"name": partnership.creator},
        submit=_("Send"),
    )  # fmt: skip


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def agree(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = sow_or_404(public_id)
    partnership = row.agreement.partnership
    start = {
        "agreed_on": today_of(partnership, timezone.now()),
        "agreed_by": partnership.mail_to[1],
    }
    return _asked(
        request, row, AgreedForm(posted(request), initial=start),
        lambda data: actions.agree_sow(sow=row, by=request.user, at=timezone.now(), **data),
        done=_("Noted: the quarter is agreed."),
        title=_("Both sides said yes"),
        intro=_("After that it stands. What changes later is said in the next quarter's."),
        submit=_("Note it"),
    )  # fmt: skip


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def take_back(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = sow_or_404(public_id)
    return _asked(
        request, row, NothingForm(posted(request)),
        lambda data: actions.take_back_sow(sow=row, by=request.user, at=timezone.now()),
        done=_("It is a draft again."),
        title=_("Make it a draft again"),
        intro=_(
            "It becomes a draft again. If the mail has not left yet, it is stopped; if it has,"
            " tell the creator that another one comes."
        ),
        submit=_("Make it a draft again"),
    )  # fmt: skip


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def discard(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = sow_or_404(public_id)
    return _asked(
        request, row, NothingForm(posted(request)),
        lambda data: actions.discard_sow(sow=row, by=request.user, at=timezone.now()),
        done=_("The draft is thrown away."),
        title=_("Throw the draft away"),
        intro=_("Nobody outside has it. What it said stays in the audit log."),
        submit=_("Throw away"),
        danger=True,
        then=lambda: to_agreement(request, row.agreement),
    )  # fmt: skip


def _asked(
    request: WorkspaceRequest, row: Sow, form: Any, act: Any, *, done: str, then: Any = None,
    **page: Any,
) -> HttpResponse:  # fmt: skip
    return ask(
        request,
        form,
        act,
        then=then or (lambda: to_sow(request, row)),
        done=done,
        page={"partnership": row.agreement.partnership, **page},
    )
