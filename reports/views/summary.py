from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.mail.outbox import NoAddress
from core.versions import EditConflict
from core.views.mail_page import mail_page
from reports import emails
from reports.actions import summaries as actions
from reports.errors import SummaryRefused
from reports.forms import HoldForm, SummaryForm
from reports.models import Correction, Summary
from reports.queries.corrections import told_of
from reports.queries.editor import both_texts, last_editor, page_of, with_everything


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW, write=Permission.EDIT)
def summary(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)
    if request.method != "POST":
        return _page(request, found, SummaryForm(summary=found))
    form = SummaryForm(request.POST, summary=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    do = {"send": _send, "refresh": _refresh}.get(request.POST.get("do", ""), _save)
    try:
        do(request, found, form)
    except EditConflict as conflict:
        return _page(request, _get(public_id), form, conflict=conflict, status=409)
    except SummaryRefused as refused:
        messages.error(request, str(refused))
    except NoAddress:
        messages.error(request, _("There is no e-mail address to send it to. Add one first."))
    return _back(request, found)


def _save(request: WorkspaceRequest, found: Summary, form: SummaryForm) -> Summary:
    saved = actions.edit_summary(
        summary=found,
        changes=form.words,
        expected=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )
    if request.POST.get("do") == "save":
        messages.success(request, _("Saved."))
    return saved


def _refresh(request: WorkspaceRequest, found: Summary, form: SummaryForm) -> None:
    saved = _save(request, found, form)
    fresh = actions.refresh_summary(summary=saved, by=request.user, at=timezone.now())
    if fresh.version == saved.version:
        messages.info(request, _("Nothing new: the figures are the same."))
    else:
        messages.success(
            request, _("The figures were taken anew. Words you had changed stayed as they are.")
        )


def _send(request: WorkspaceRequest, found: Summary, form: SummaryForm) -> None:
    # The second click of a double one finds it sent, and is told the same as the first.
    with suppress(SummaryRefused):
        found = _save(request, found, form)
    actions.send_summary(summary=found, by=request.user, at=timezone.now(), expected=found.version)
    messages.success(request, _("Sent."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
@mail_page(pictures=True)
def preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail as it would go out with what is typed; saves nothing, so a reader may see it. Once
    sent: the mail that went."""
    found = _get(public_id)
    if found.mail is not None:
        return HttpResponse(emails.as_sent(found))
    words = {name: request.POST[name] for name in actions.EDITABLE if name in request.POST}
    sender = request.user if request.method == "POST" else actions.sender_of(found, None)
    return HttpResponse(emails.preview(found, sender, words).html)


@require_safe
@needs(Permission.VIEW)
def chart(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return chart_of(Summary, public_id)


def chart_of(model: type[Summary] | type[Correction], public_id: str) -> HttpResponse:
    found: Any = get_object_or_404(model.objects.only("chart_png"), public_id=public_id)
    if not found.chart_png:
        raise Http404
    response = HttpResponse(bytes(found.chart_png), content_type="image/png")
    # Figures are taken anew under the same address.
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@needs(Permission.EDIT)
def hold(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, found, SummaryForm(summary=found), hold_form=form, status=422)

    def do() -> None:
        actions.hold_summary(
            summary=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )

    tried(request, do, _("Held. It will not go out by itself."))
    return _back(request, found)


@require_POST
@needs(Permission.EDIT)
def release(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)

    def do() -> None:
        actions.release_summary(summary=found, by=request.user, at=timezone.now())

    tried(request, do, _("Back on the clock."))
    return _back(request, found)


def tried(request: WorkspaceRequest, do: Callable[[], None], said: str) -> None:
    """Do it, and tell the person on the page that follows; `said` where it was done."""
    try:
        do()
    except EditConflict:
        messages.error(request, _("Somebody changed it at this moment. Look again, then decide."))
    except SummaryRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)


def _get(public_id: str) -> Summary:
    return get_object_or_404(with_everything(), public_id=public_id)


def _back(request: WorkspaceRequest, found: Summary) -> HttpResponse:
    return redirect("reports:summary", request.workspace.slug, found.public_id)


def _page(
    request: WorkspaceRequest,
    found: Summary,
    form: SummaryForm,
    *,
    hold_form: HoldForm | None = None,
    conflict: EditConflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "summary": found,
        "page": page_of(found, timezone.now()),
        "subject": emails.subject_of(found, actions.sender_of(found, request.user)),
        "form": form,
        "hold_form": hold_form or HoldForm(),
        "conflict": conflict,
        "conflict_fields": both_texts(found, form.words) if conflict else [],
        "conflict_by": last_editor(found) if conflict else "",
        "corrections": told_of(found),
    }
    return render(request, "reports/summary.html", context, status=status)
