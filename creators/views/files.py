"""Files of a creator: uploaded, handed out only past the permission, removed and brought back."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.downloads import download, drawn, opened
from creators.actions import files as actions
from creators.errors import Refused
from creators.forms.files import FilesForm
from creators.models import Creator, CreatorFile
from creators.views.profile import show_profile
from creators.views.respond import FILES, creator_or_404, show_refusal, to_profile


def _file_or_404(public_id: str, file_id: str) -> CreatorFile:
    rows = CreatorFile.objects.select_related("creator")
    return get_object_or_404(rows, public_id=file_id, creator__public_id=public_id)


@require_POST
@needs(Permission.EDIT)
def add(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """What can be kept is kept; the first refusal ends it and is told with what was kept before."""
    creator = creator_or_404(public_id)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_profile(request, creator, FILES, status=422, files=form)
    kept: list[actions.Kept] = []
    try:
        for upload in form.cleaned_data["files"]:
            kept.append(_keep(request, creator, form, upload))
    except Refused as refused:
        show_refusal(form, refused)
        _tell(request, kept)
        return show_profile(request, creator, FILES, status=422, files=form)
    _tell(request, kept)
    return to_profile(request, creator, FILES)


def _keep(
    request: WorkspaceRequest, creator: Creator, form: FilesForm, upload: UploadedFile
) -> actions.Kept:
    return actions.keep_file(
        creator=creator,
        upload=upload,
        name=upload.name or "",
        kind=form.cleaned_data["kind"],
        note=form.cleaned_data["note"],
        by=request.user,
        at=timezone.now(),
    )


def _tell(request: WorkspaceRequest, kept: list[actions.Kept]) -> None:
    for one in kept:
        if one.same:
            told = _("These bytes are here already, as “%(name)s”: nothing was added.")
            messages.info(request, told % {"name": one.file.name})
    if new := sum(not one.same for one in kept):
        told = ngettext("%(n)s file is kept.", "%(n)s files are kept.", new)
        messages.success(request, told % {"n": new})


@require_safe
@needs(Permission.VIEW)
def fetch(request: WorkspaceRequest, public_id: str, file_id: str) -> HttpResponseBase:
    file = _file_or_404(public_id, file_id)
    return download(opened(file), name=file.name, content_type=file.content_type)


@require_safe
@needs(Permission.VIEW)
def preview(request: WorkspaceRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """Pictures only, for the small one on the page."""
    file = _file_or_404(public_id, file_id)
    if not file.can_be_drawn:
        raise Http404
    return drawn(opened(file), name=file.name, content_type=file.content_type)


@require_POST
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str, file_id: str) -> HttpResponse:
    file = _file_or_404(public_id, file_id)
    actions.remove_file(file=file, by=request.user, at=timezone.now())
    return to_profile(request, file.creator, FILES, removed=file.public_id)


@require_POST
@needs(Permission.EDIT)
def restore(request: WorkspaceRequest, public_id: str, file_id: str) -> HttpResponse:
    file = _file_or_404(public_id, file_id)
    try:
        if actions.restore_file(file=file, by=request.user, at=timezone.now()):
            messages.success(request, _("“%(name)s” is back.") % {"name": file.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return to_profile(request, file.creator, FILES)
