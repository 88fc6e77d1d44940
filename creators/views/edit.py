"""Making a creator, editing, putting away and bringing back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.versions import EditConflict
from creators.actions import creators as actions
from creators.errors import Refused
from creators.forms.creator import (
    CreatorForm,
    NewCreatorForm,
    PreferencesForm,
    WishesForm,
    details_of,
    preferences_of,
    wishes_of,
)
from creators.queries.profile import last_editor, tags_of
from creators.views.profile import show_profile
from creators.views.respond import (
    GOALS,
    PREFERENCES,
    creator_or_404,
    differences,
    newer,
    show_refusal,
    to_profile,
)

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def create(request: WorkspaceRequest) -> HttpResponse:
    form = NewCreatorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            creator = actions.create_creator(
                workspace=request.workspace,
                values=form.values(),
                tags=form.tag_values(),
                channel=form.cleaned_data["channel"],
                public_id=form.cleaned_data["public_id"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            # A channel's refusal speaks of its handle.
            refused.field = "channel" if refused.field == "handle" else refused.field
            show_refusal(form, refused)
        else:
            messages.success(request, _("%(name)s is in the directory.") % {"name": creator})
            return to_profile(request, creator)
    status = 422 if form.is_bound else 200
    return render(request, "creators/create.html", {"form": form}, status=status)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    initial = details_of(creator, tags_of(creator))
    form = CreatorForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"creator": creator}
    if form.is_valid():
        try:
            actions.update_creator(
                creator=creator,
                expected=form.cleaned_data["version"] or 0,
                values=form.values(),
                tags=form.tag_values(),
                by=request.user,
                at=timezone.now(),
            )
        except EditConflict as conflict:
            stored = details_of(conflict.theirs, tags_of(conflict.theirs))
            context |= {"conflict": differences(form, stored), "who": last_editor(creator)}
            context["creator"] = conflict.theirs
            form = CreatorForm(newer(request.POST, conflict), initial=stored)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return to_profile(request, creator)
    status = 409 if "conflict" in context else 422 if form.is_bound else 200
    return render(request, "creators/edit.html", {**context, "form": form}, status=status)


@require_POST
@needs(Permission.EDIT)
def preferences(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return _save_part(request, public_id, PREFERENCES, PreferencesForm, preferences_of)


@require_POST
@needs(Permission.EDIT)
def wishes(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return _save_part(request, public_id, GOALS, WishesForm, wishes_of)


def _save_part(
    request: WorkspaceRequest, public_id: str, tab: str, make: Any, opens_with: Any
) -> HttpResponse:
    """The form of a tab, over the creator's own row; it comes back filled where it is refused."""
    creator = creator_or_404(public_id)
    name = "preferences" if tab == PREFERENCES else "wishes"
    form = make(request.POST)
    if not form.is_valid():
        return show_profile(request, creator, tab, status=422, **{name: form})
    try:
        actions.update_creator(
            creator=creator,
            expected=form.cleaned_data["version"] or 0,
            values=form.values(),
            by=request.user,
            at=timezone.now(),
        )
    except EditConflict as conflict:
        found = differences(form, opens_with(conflict.theirs))
        again = {name: make(newer(request.POST, conflict)), "conflict": found}
        who = last_editor(creator)
        return show_profile(request, conflict.theirs, tab, status=409, who=who, **again)
    messages.success(request, _("Saved."))
    return to_profile(request, creator, tab)


@require_POST
@needs(Permission.EDIT)
def archive(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    if actions.archive_creator(creator=creator, by=request.user, at=timezone.now()):
        messages.success(request, _("%(name)s is archived.") % {"name": creator})
    return to_profile(request, creator)


@require_POST
@needs(Permission.EDIT)
def restore(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = creator_or_404(public_id)
    try:
        if actions.restore_creator(creator=creator, by=request.user, at=timezone.now()):
            messages.success(request, _("%(name)s is back in the directory.") % {"name": creator})
    except Refused as refused:
        messages.error(request, str(refused))
    return to_profile(request, creator)
