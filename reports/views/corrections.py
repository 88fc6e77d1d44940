from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.mail.outbox import NoAddress
from core.versions import EditConflict
from core.views.mail_page import mail_page
from reports import correction_emails as emails
from reports.actions import corrections as actions
from reports.actions.summaries import sender_of
from reports.errors import SummaryRefused
from reports.forms import CorrectionForm, DropForm
from reports.models import Correction
from reports.queries.corrections import page_of, story_of, with_everything
from reports.views.summary import chart_of, tried


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW, write=Permission.EDIT)
def correction(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """What was told, what is right, why: saved, then sent."""
    found = _get(public_id)
    if request.method != "POST":
        return _page(request, found, CorrectionForm.of(found))
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        _save(request, found, form)
    except EditConflict as conflict:
        return _page(request, _get(public_id), form, conflict=conflict, status=409)
    except SummaryRefused as refused:
        messages.error(request, str(refused))
    except NoAddress:
        messages.error(request, _("There is no e-mail address to send it to. Add one first."))
    return _back(request, found)


def _save(request: WorkspaceRequest, found: Correction, form: CorrectionForm) -> None:
    sends = request.POST.get("do") == "send"
    now, by = timezone.now(), request.user
    if found.state != "sent":
        found = actions.edit_correction(
            correction=found,
            note=form.cleaned_data["note"],
            expected=form.cleaned_data["version"],
            by=by,
            at=now,
        )
    if sends:
        # The second click of a double one finds it sent, and is told the same as the first.
        actions.send_correction(correction=found, by=by, at=now, expected=found.version)
    messages.success(request, _("Sent.") if sends else _("Saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
@mail_page(pictures=True)
def preview(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """The mail as it would go out with what is typed; saves nothing. Once sent: as it went."""
    found = _get(public_id)
    if found.mail is not None:
        return HttpResponse(emails.as_sent(found))
    sender = request.user if request.method == "POST" else sender_of(found.summary, None)
    note = request.POST.get("note")
    return HttpResponse(emails.preview(story_of(found.summary), found, sender, note).html)


@require_safe
@needs(Permission.VIEW)
def chart(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return chart_of(Correction, public_id)


@require_POST
@needs(Permission.EDIT)
def drop(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    found = _get(public_id)
    form = DropForm(request.POST)
    if not form.is_valid():
        return _page(request, found, CorrectionForm.of(found), drop_form=form, status=422)

    def do() -> None:
        actions.drop_correction(
            correction=found, reason=form.cleaned_data["reason"], by=request.user,
            at=timezone.now(), expected=form.cleaned_data["version"],
        )  # fmt: skip

    tried(request, do, _("Not told. The reason stays in the record."))
    return _back(request, found)


def _get(public_id: str) -> Correction:
    return get_object_or_404(with_everything(), public_id=public_id)


def _back(request: WorkspaceRequest, found: Correction) -> HttpResponse:
    return redirect("reports:correction", request.workspace.slug, found.public_id)


def _page(
    request: WorkspaceRequest,
    found: Correction,
    form: CorrectionForm,
    *,
    drop_form: DropForm | None = None,
    conflict: EditConflict | None = None,
    status: int = 200,
) -> HttpResponse:
    story = story_of(found.summary)
    context = {
        "correction": found,
        "summary": found.summary,
        "page": page_of(story, found, timezone.now()),
        "form": form,
        "drop_form": drop_form or DropForm(initial={"version": found.version}),
        "conflict": conflict,
        "conflict_fields": _both(conflict, form) if conflict else [],
        "subject": emails.subject_of(story, found),
    }
    return render(request, "reports/correction.html", context, status=status)


def _both(conflict: EditConflict, form: CorrectionForm) -> list[dict[str, str]]:
    theirs, mine = conflict.theirs.note, form.cleaned_data["note"]
    label = str(form.fields["note"].label)
    return [{"label": label, "theirs": theirs, "mine": mine}] if theirs != mine else []
