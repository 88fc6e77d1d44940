"""A conversation: one contact with the words around it, its files, and putting it aside."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.actions.answers import settle
from checkins.models import Touch
from checkins.queries.lines.answers import writing_page
from checkins.queries.talk import File, talk, touches
from checkins.views.respond import SeeOther, where_from
from core.downloads import download, drawn
from core.models import InboundFile


@require_safe
@needs(Permission.VIEW)
def touch(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = get_object_or_404(touches(), public_id=public_id)
    creator = row.partnership.creator
    profile = reverse("creators:profile", args=[request.workspace.slug, creator.public_id])
    context: dict[str, Any] = {
        "touch": row,
        "talk": talk(row),
        "creator": creator,
        "partnership": row.partnership,
        "timeline": f"{profile}?tab=timeline&kind=talk",
        "write": writing_page(row, back=request.get_full_path()),
        "raw": _raw(request, row),
        "here": request.get_full_path(),
    }
    return render(request, "checkins/touch.html", context)


def _raw(request: WorkspaceRequest, row: Touch) -> str:
    """Where a member reads the mail as it came; "" where it was not kept."""
    if row.inbound is None or not row.inbound.raw:
        return ""
    with suppress(NoReverseMatch):
        return reverse("checkins:inbox_raw", args=[request.workspace.slug, row.inbound.public_id])
    return ""


@require_POST
@needs(Permission.EDIT)
def no_answer(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row: Touch = get_object_or_404(touches(), public_id=public_id)
    if settle(touch=row, by=request.user, at=timezone.now()):
        messages.success(request, _("Put aside: no answer is needed."))
    page = reverse("checkins:touch", args=[request.workspace.slug, row.public_id])
    return SeeOther(where_from(request, page))


def _file(request: WorkspaceRequest, public_id: str) -> File:
    rows = InboundFile.objects.filter(mail__workspace=request.workspace, mail__touch__isnull=False)
    found = File(get_object_or_404(rows, public_id=public_id))
    if not found.kept:
        raise Http404
    return found


@require_safe
@needs(Permission.VIEW)
def file(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    """What they sent, to be saved, never shown."""
    row = _file(request, public_id).row
    return download(_bytes(row), name=row.name, content_type=row.content_type)


@require_safe
@needs(Permission.VIEW)
def file_preview(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    """Pictures only, for the small one on the page."""
    found = _file(request, public_id)
    if not found.is_picture:
        raise Http404
    return drawn(_bytes(found.row), name=found.row.name, content_type=found.row.content_type)


def _bytes(row: InboundFile) -> Any:
    try:
        return row.content.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
