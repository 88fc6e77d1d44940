"""Papers handed out: typeset on the spot, or the signed ones that were kept."""

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.downloads import SEALED, download, opened
from partnerships import papers
from partnerships.actions import files as actions
from partnerships.errors import Refused
from partnerships.forms.papers import FileForm
from partnerships.models import Agreement, AgreementFile, Amendment
from partnerships.views.respond import agreement_or_404, to_agreement
from partnerships.views.sows import sow_or_404

LANGUAGES = ("en", "ru")


def paper(request: WorkspaceRequest, name: str, write: Callable[[str], bytes]) -> HttpResponse:
    """The PDF in `?language=`, else in that of the page, to be saved as `name`."""
    wanted = request.GET.get("language", "") or (request.LANGUAGE_CODE or "en")[:2]
    language = wanted if wanted in LANGUAGES else "en"
    response = HttpResponse(write(language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}-{language}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@needs(Permission.VIEW)
def agreement(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = agreement_or_404(public_id)
    name = f"agreement-{row.starts_on:%Y-%m-%d}"
    return paper(request, name, lambda language: papers.agreement_pdf(row, language))


@require_safe
@needs(Permission.VIEW)
def amendment(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    path = "agreement__partnership"
    rows = Amendment.objects.select_related(
        f"{path}__creator", f"{path}__brand", f"{path}__owner", "by"
    )
    row: Amendment = get_object_or_404(rows, public_id=public_id)
    name = f"amendment-{row.number}-{row.effective_on:%Y-%m-%d}"
    return paper(request, name, lambda language: papers.amendment_pdf(row, language))


@require_safe
@needs(Permission.VIEW)
def sow(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = sow_or_404(public_id)
    name = f"sow-{row.quarter:%Y}-q{(row.quarter.month + 2) // 3}"
    return paper(request, name, lambda language: papers.sow_pdf(row, language))


@require_POST
@needs(Permission.EDIT)
def add(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """A signed paper comes; refusals are told on the page it belongs to."""
    row = agreement_or_404(public_id)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        words = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(words))
        return to_agreement(request, row)
    data = form.cleaned_data
    of_sow = get_object_or_404(row.sows, public_id=data["sow"]) if data["sow"] else None
    changed = data["amendment"]
    of_amendment = get_object_or_404(row.amendments, public_id=changed) if changed else None
    upload: UploadedFile = data["file"]
    try:
        kept = actions.keep_paper(
            agreement=row, upload=upload, name=upload.name or "", by=request.user,
            at=timezone.now(), sow=of_sow, amendment=of_amendment,
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
    return _back(request, row, of_sow.public_id if of_sow else "")


def file_or_404(public_id: str) -> AgreementFile:
    rows = AgreementFile.objects.select_related("agreement", "sow")
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@needs(Permission.VIEW)
def fetch(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    row = file_or_404(public_id)
    return download(opened(row), name=row.name, content_type=row.content_type)


@require_POST
@needs(Permission.EDIT)
def remove(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = file_or_404(public_id)
    actions.remove_paper(file=row, by=request.user, at=timezone.now())
    sow_id = row.sow.public_id if row.sow else ""
    return _back(request, row.agreement, sow_id, f"?removed={row.public_id}#papers")


@require_POST
@needs(Permission.EDIT)
def restore(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    row = file_or_404(public_id)
    if actions.restore_paper(file=row, by=request.user, at=timezone.now()):
        messages.success(request, _("“%(name)s” is back.") % {"name": row.name})
    return _back(request, row.agreement, row.sow.public_id if row.sow else "")


def _back(
    request: WorkspaceRequest, agreement: Agreement, sow_id: str, more: str = "#papers"
) -> HttpResponseRedirect:
    """To the page of the paper: the SOW's own, or the agreement's."""
    name, public_id = ("sow", sow_id) if sow_id else ("agreement", agreement.public_id)
    url = reverse(f"partnerships:{name}", args=[request.workspace.slug, public_id])
    return redirect(f"{url}{more}")
