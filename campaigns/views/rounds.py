"""One deliverable: its page, a draft handed in, a revision asked, the approval (row 41)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns import deliverable_emails as emails
from campaigns.actions.evidence import submit_with_draft
from campaigns.actions.submissions import approve_deliverable, ask_revision, change_round
from campaigns.enums import Verdict
from campaigns.errors import Refused, RoundAnswered, WrongState
from campaigns.forms.rounds import ApprovalForm, EvidenceForm, HandInForm, RevisionForm
from campaigns.models import Deliverable, Submission
from campaigns.queries.rounds import rounds_of, seen_of, standing
from campaigns.rules.rounds import mark_of
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import (
    deliverable_or_404,
    differences,
    posted,
    show_refusal,
    status_of,
    to_campaign,
)
from core.panels import load_panels
from core.versions import EditConflict


@require_safe
@needs(Permission.VIEW)
def detail(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return show_deliverable(request, deliverable_or_404(public_id))


def show_deliverable(
    request: WorkspaceRequest, deliverable: Deliverable, *, files: Any = None
) -> HttpResponse:
    """The page, also with a form of files that was refused."""
    part = deliverable.collaboration
    today = timezone.localdate(timezone=part.partnership.creator.zone)
    found = standing(deliverable)
    wanted = request.GET.get("removed", "")
    files = files or EvidenceForm()
    context = {
        "deliverable": deliverable,
        "part": part,
        "creator": part.partnership.creator,
        "found": found,
        "late": deliverable.state != "published" and deliverable.due_on < today,
        "just_removed": next((row for row in found.removed if row.public_id == wanted), None),
        "files_form": files,
        "panels": load_panels("campaigns.deliverable", request, deliverable),
    }
    status = status_of(files)
    return render(request, "campaigns/deliverable_page.html", context, status=status)


def to_deliverable(
    request: WorkspaceRequest, deliverable: Deliverable, more: str = ""
) -> HttpResponse:
    ids = [request.workspace.slug, deliverable.public_id]
    return redirect(reverse("campaigns:deliverable", args=ids) + more)


@WRITE
@needs(Permission.EDIT)
def hand_in(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """A draft came; or, while nobody has answered it, its link and words are put right."""
    deliverable = deliverable_or_404(public_id)
    there = rounds_of(deliverable).filter(verdict="").first()
    initial = HandInForm.initial_of(there) if there else {}
    form = HandInForm(posted(request), request.FILES or None, corrects=bool(there), initial=initial)
    context: dict[str, Any] = {"round": there, "conflict": None}
    if request.method == "POST" and form.is_valid():
        try:
            _hand_in(request, deliverable, there, form)
            return to_deliverable(request, deliverable)
        except EditConflict as conflict:
            theirs = conflict.theirs
            context["conflict"] = differences(form, HandInForm.initial_of(theirs))
            context["theirs_version"] = mark_of(theirs.link, theirs.note)
        except Refused as refused:
            show_refusal(form, refused)
    return _form_page(request, deliverable, "hand_in", form, context)


def _hand_in(
    request: WorkspaceRequest, deliverable: Deliverable, there: Submission | None, form: HandInForm
) -> None:
    data, by, at = dict(form.cleaned_data), request.user, timezone.now()
    expected = data.pop("version")
    if there is not None:
        there.deliverable = deliverable
        change_round(submission=there, expected=expected, by=by, at=at, **data)
        messages.success(request, _("Saved."))
        return
    upload = data.pop("file")
    if submit_with_draft(deliverable=deliverable, upload=upload, by=by, at=at, **data):
        messages.success(request, _("Handed in."))


@WRITE
@needs(Permission.EDIT)
def revise(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Ask for a revision; the mail is shown as the creator will read it."""
    deliverable = deliverable_or_404(public_id)
    form = RevisionForm(posted(request), initial={"seen": seen_of(deliverable)})

    def act(data: dict[str, Any]) -> bool:
        return ask_revision(deliverable=deliverable, by=request.user, at=timezone.now(), **data)

    done = _("A revision is asked for.")
    return _verdict(request, deliverable, form, act, Verdict.REVISION, done)


@WRITE
@needs(Permission.EDIT)
def approve(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """Approve, with a word if there is one; a bare button of the campaign's page comes here too."""
    deliverable = deliverable_or_404(public_id)
    form = ApprovalForm(posted(request), initial={"seen": seen_of(deliverable)})

    def act(data: dict[str, Any]) -> bool:
        return approve_deliverable(
            deliverable=deliverable, by=request.user, at=timezone.now(), **data
        )

    return _verdict(request, deliverable, form, act, Verdict.APPROVED, _("Approved."))


def _verdict(
    request: WorkspaceRequest,
    deliverable: Deliverable,
    form: Any,
    act: Callable[[dict[str, Any]], bool],
    verdict: str,
    done: str,
) -> HttpResponse:
    note = form["word" if verdict == Verdict.APPROVED else "note"].value() or ""
    context: dict[str, Any] = {
        "letter": _letter(deliverable, verdict, note.strip()),
        "to": deliverable.collaboration.partnership.mail_to,
        "theirs": None,
    }
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        data = {**form.cleaned_data, "seen": form.cleaned_data["seen"] or None}
        try:
            if act(data):
                messages.success(request, done)
            return _back(request, deliverable)
        except RoundAnswered as answered:
            context["theirs"] = answered.round
            show_refusal(form, answered)
        except WrongState as late:
            messages.warning(request, str(late))
            return _back(request, deliverable)
    name = "approve" if verdict == Verdict.APPROVED else "revise"
    return _form_page(request, deliverable, name, form, context)


def _letter(deliverable: Deliverable, verdict: str, note: str) -> Any:
    last = rounds_of(deliverable).first()
    number = last.number + bool(last.verdict) if last else 1
    shown = Submission(
        deliverable=deliverable, number=number, link=last.link if last else "", verdict=verdict,
        verdict_note=note or ("…" if verdict == Verdict.REVISION else ""),
    )  # fmt: skip
    return emails.preview(shown, timezone.now())


def _back(request: WorkspaceRequest, deliverable: Deliverable) -> HttpResponse:
    part = deliverable.collaboration
    if request.POST.get("next"):
        return to_campaign(request, part.campaign, part)
    return to_deliverable(request, deliverable)


def _form_page(
    request: WorkspaceRequest,
    deliverable: Deliverable,
    name: str,
    form: Any,
    context: dict[str, Any],
) -> HttpResponse:
    part = deliverable.collaboration
    shown = {"deliverable": deliverable, "part": part, "creator": part.partnership.creator}
    conflict = context.get("conflict") is not None or context.get("theirs") is not None
    status = status_of(form, conflict=conflict)
    if "preview" in request.POST:
        status = 200
    template = f"campaigns/deliverable_{name}.html"
    if request.htmx and "preview" in request.POST:
        template += "#letter"
    return render(request, template, {**shown, **context, "form": form}, status=status)
