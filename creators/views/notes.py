"""Notes on style and goals with their reviews, from the profile's tabs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.conflicts import differences, newer
from core.versions import EditConflict
from creators.actions import goals as goal_actions
from creators.actions import style_notes as actions
from creators.forms.notes import GoalForm, ReviewForm, StyleNoteForm
from creators.models import Goal, StyleNote
from creators.queries.profile import last_editor
from creators.views.profile import show_profile
from creators.views.respond import GOALS, STYLE, creator_or_404, posted, to_profile

METHODS = ["GET", "HEAD", "POST"]


def _note_or_404(public_id: str, note_id: str) -> StyleNote:
    rows = StyleNote.objects.select_related("creator", "channel")
    return get_object_or_404(rows, public_id=note_id, creator__public_id=public_id)


def _goal_or_404(public_id: str, goal_id: str) -> Goal:
    rows = Goal.objects.select_related("creator")
    return get_object_or_404(rows, public_id=goal_id, creator__public_id=public_id)


@require_POST
@needs(Permission.EDIT)
def add_note(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    form = StyleNoteForm(request.POST, creator=creator)
    if not form.is_valid():
        return show_profile(request, creator, STYLE, status=422, note=form)
    actions.add_style_note(
        creator=creator,
        public_id=form.cleaned_data["public_id"],
        by=request.user,
        at=timezone.now(),
        **form.values(),
    )
    messages.success(request, _("The note is kept."))
    return to_profile(request, creator, STYLE)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit_note(request: WorkspaceRequest, public_id: str, note_id: str) -> HttpResponse:
    note = _note_or_404(public_id, note_id)
    form = StyleNoteForm(posted(request), creator=note.creator, initial=_opens_with(note))
    context: dict[str, Any] = {"title": _("Note on their style"), "tab": STYLE, "row": note}
    if form.is_valid():
        try:
            actions.update_style_note(
                note=note,
                expected=form.cleaned_data["version"] or 0,
                values=form.values(),
                by=request.user,
                at=timezone.now(),
            )
        except EditConflict as conflict:
            stored = _opens_with(conflict.theirs)
            context |= {"conflict": differences(form, stored), "who": last_editor(note)}
            context["row"] = conflict.theirs
            form = StyleNoteForm(newer(request.POST, conflict), creator=note.creator)
        else:
            messages.success(request, _("Saved."))
            return to_profile(request, note.creator, STYLE)
    return _edit_page(request, note.creator, form, context)


def _opens_with(note: StyleNote) -> dict[str, Any]:
    channel = note.channel.public_id if note.channel else None
    fields = {n: getattr(note, n) for n in ("noted_on", "text", "link", "version")}
    return {**fields, "channel": channel}


@require_POST
@needs(Permission.EDIT)
def remove_note(request: WorkspaceRequest, public_id: str, note_id: str) -> HttpResponse:
    note = _note_or_404(public_id, note_id)
    actions.remove_style_note(note=note, by=request.user, at=timezone.now())
    return to_profile(request, note.creator, STYLE, removed=note.public_id)


@require_POST
@needs(Permission.EDIT)
def restore_note(request: WorkspaceRequest, public_id: str, note_id: str) -> HttpResponse:
    note = _note_or_404(public_id, note_id)
    if actions.restore_style_note(note=note, by=request.user, at=timezone.now()):
        messages.success(request, _("The note is back."))
    return to_profile(request, note.creator, STYLE)


@require_POST
@needs(Permission.EDIT)
def add_goal(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    form = GoalForm(request.POST)
    if not form.is_valid():
        return show_profile(request, creator, GOALS, status=422, goal=form)
    goal_actions.add_goal(
        creator=creator,
        text=form.cleaned_data["text"],
        set_on=form.cleaned_data["set_on"],
        public_id=form.cleaned_data["public_id"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The goal is kept."))
    return to_profile(request, creator, GOALS)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit_goal(request: WorkspaceRequest, public_id: str, goal_id: str) -> HttpResponse:
    goal = _goal_or_404(public_id, goal_id)
    stored = {"text": goal.text, "set_on": goal.set_on, "version": goal.version}
    form = GoalForm(posted(request), initial=stored)
    context: dict[str, Any] = {"title": _("Goal"), "tab": GOALS, "row": goal}
    if form.is_valid():
        try:
            goal_actions.update_goal(
                goal=goal,
                expected=form.cleaned_data["version"] or 0,
                text=form.cleaned_data["text"],
                set_on=form.cleaned_data["set_on"],
                by=request.user,
                at=timezone.now(),
            )
        except EditConflict as conflict:
            theirs = {"text": conflict.theirs.text, "set_on": conflict.theirs.set_on}
            context |= {"conflict": differences(form, theirs), "who": last_editor(goal)}
            context["row"] = conflict.theirs
            form = GoalForm(newer(request.POST, conflict))
        else:
            messages.success(request, _("Saved."))
            return to_profile(request, goal.creator, GOALS)
    return _edit_page(request, goal.creator, form, context)


@require_POST
@needs(Permission.EDIT)
def review_goal(request: WorkspaceRequest, public_id: str, goal_id: str) -> HttpResponse:
    goal = _goal_or_404(public_id, goal_id)
    form = ReviewForm.for_goal(goal, request.POST)
    if not form.is_valid():
        return show_profile(request, goal.creator, GOALS, status=422, review=form)
    once = form.cleaned_data.pop("once")
    goal_actions.review_goal(
        goal=goal,
        source_key=f"form:{once}" if once else "",
        by=request.user,
        at=timezone.now(),
        **form.cleaned_data,
    )
    messages.success(request, _("The review is kept."))
    return to_profile(request, goal.creator, GOALS)


def _edit_page(
    request: WorkspaceRequest, creator: Any, form: Any, context: dict[str, Any]
) -> HttpResponse:
    status = 409 if "conflict" in context else 422 if form.is_bound else 200
    page = {**context, "creator": creator, "form": form}
    return render(request, "creators/note_edit.html", page, status=status)
