"""Weekly syncs (product.md, row 47)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.syncs import note_sync, update_sync
from campaigns.forms.syncs import SyncForm
from campaigns.models import SyncNote
from campaigns.views.campaigns import WRITE
from campaigns.views.feedback import to_voices
from campaigns.views.respond import collaboration_or_404, posted
from campaigns.views.writing import write
from core.versions import EditConflict


@WRITE
@needs(Permission.EDIT)
def new(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    part = collaboration_or_404(public_id)
    creator = part.partnership.creator
    today = timezone.now().astimezone(creator.zone).date()
    form = SyncForm(posted(request), initial={"held_on": today})
    return write(
        request,
        form,
        lambda: _note(request, part, form),
        then=to_voices(request, part.campaign),
        done=_("Noted, and logged as a contact."),
        page={
            "campaign": part.campaign,
            "title": _("Weekly sync with %(creator)s") % {"creator": creator},
            "button": _("Note it"),
            "draft": f"sync:{part.public_id}",
        },
        current=SyncForm.initial_of,
    )


def _note(request: WorkspaceRequest, part: Any, form: SyncForm) -> None:
    """A day has one note: one that is there already is written over only by who has read it."""
    data = dict(form.cleaned_data)
    expected = data.pop("version") or 0
    try:
        note_sync(collaboration=part, by=request.user, at=timezone.now(), **data)
    except EditConflict as there:
        if not expected:
            raise
        _rewrite(request, there.theirs, form)


def _rewrite(request: WorkspaceRequest, note: SyncNote, form: SyncForm) -> None:
    data = form.cleaned_data
    update_sync(
        note=note,
        audience=data["audience"],
        agreed=data["agreed"],
        expected=data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@WRITE
@needs(Permission.EDIT)
def edit(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    rows = SyncNote.objects.select_related(
        "collaboration__campaign__brand", "collaboration__partnership__creator"
    )
    note: SyncNote = get_object_or_404(rows, public_id=public_id)
    form = SyncForm(posted(request), initial=SyncForm.initial_of(note), edits=True)
    part = note.collaboration
    return write(
        request,
        form,
        lambda: _rewrite(request, note, form),
        then=to_voices(request, part.campaign),
        done=_("Saved."),
        page={
            "campaign": part.campaign,
            "title": _("Correct the sync note"),
            "button": _("Save"),
        },
        current=SyncForm.initial_of,
    )
