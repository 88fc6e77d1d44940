"""Files of a deliverable: uploaded, handed out only past the permission, removed, brought back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.actions.evidence import keep_evidence, remove_evidence, restore_evidence
from campaigns.errors import Refused
from campaigns.forms.rounds import EvidenceForm
from campaigns.models import DeliverableFile
from campaigns.views.respond import deliverable_or_404, show_refusal
from campaigns.views.rounds import show_deliverable, to_deliverable
from core.downloads import download, drawn, opened


@require_POST
@needs(Permission.EDIT)
def add(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    deliverable = deliverable_or_404(public_id)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_deliverable(request, deliverable, files=form)
    upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    try:
        kept = keep_evidence(
            deliverable=deliverable, upload=upload, name=upload.name or "", kind=kind,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        show_refusal(form, refused)
        return show_deliverable(request, deliverable, files=form)
    told = _("These bytes are here already, as “%(name)s”.") if kept.same else _(
        "“%(name)s” is kept."
    )  # fmt: skip
    messages.success(request, told % {"name": kept.file.name})
    return to_deliverable(request, deliverable, "#files")


def file_or_404(public_id: str) -> DeliverableFile:
    rows = DeliverableFile.objects.select_related("deliverable")
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@needs(Permission.VIEW)
def fetch(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    row = file_or_404(public_id)
    return download(opened(row), name=row.name, content_type=row.content_type)


@require_safe
@needs(Permission.VIEW)
def preview(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    """Pictures only, for the small one on the page."""
    row = file_or_404(public_id)
    if not row.can_be_drawn:
        raise Http404
    return drawn(opened(row), name=row.name, content_type=row.content_type)


@require_POST
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = file_or_404(public_id)
    remove_evidence(file=row, by=request.user, at=timezone.now())
    return to_deliverable(request, row.deliverable, f"?removed={row.public_id}#files")


@require_POST
@needs(Permission.EDIT)
def restore(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = file_or_404(public_id)
    try:
        if restore_evidence(file=row, by=request.user, at=timezone.now()):
            messages.success(request, _("“%(name)s” is back.") % {"name": row.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return to_deliverable(request, row.deliverable, "#files")
