"""The directory as a file: exactly what is shown (experience.md, lists)."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.exports.jobs import AT_ONCE, ask_export, is_at_once
from core.exports.sending import sent, sent_at_once
from core.exports.tasks import KEPT_FOR, WORKING, ask_for_work
from core.exports.writers import delimiter_of
from core.imports.pages import get_progress
from core.models import ExportJob
from creators.exports import KIND
from creators.filters import read_address
from creators.forms.export import ExportForm
from creators.selection import listed, ticked
from creators.views.bulk import directory_url

RECENT = 10


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EXPORT)
def export(request: WorkspaceRequest) -> HttpResponseBase:
    """The address is that of the list, with `row` for each that was ticked."""
    asked = read_address(request.GET)
    selection = ticked(request.GET)
    rows = listed(asked, selection).count()
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        job = ask_export(
            workspace=request.workspace,
            kind=KIND,
            format=form.cleaned_data["format"],
            query=asked.state.urlencode(safe=","),
            selection=selection,
            rows=rows,
            by=request.user,
            at=timezone.now(),
            public_id=form.cleaned_data["export"],
        )
        return _give(request, job)
    context = {
        "form": form,
        "asked": asked,
        "rows": rows,
        "ticked": len(selection),
        "large": rows > AT_ONCE,
        "days": KEPT_FOR.days,
        "delimiter": delimiter_of(request.user.language),
        "back": directory_url(request, asked.state.urlencode(safe=",")),
        "recent": _jobs().exclude(rows_total__lte=AT_ONCE)[:RECENT],
    }
    status = 422 if form.is_bound else 200
    return render(request, "creators/export.html", context, status=status)


def _give(request: WorkspaceRequest, job: ExportJob) -> HttpResponseBase:
    if is_at_once(job):
        return sent_at_once(job)
    ask_for_work(job)
    return redirect("creators:export_job", request.workspace.slug, job.public_id)


@require_GET
@needs(Permission.EXPORT)
def export_job(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = get_object_or_404(_jobs(), public_id=public_id)
    working = job.state in WORKING
    if request.htmx and not working:
        return HttpResponseClientRedirect(request.path)
    context = {
        "job": job,
        "working": working,
        "days": KEPT_FOR.days,
        "back": directory_url(request, job.query),
        **get_progress(job, request.GET.get("said", "")),
    }
    part = "#bar" if request.htmx else ""
    return render(request, f"creators/export_job.html{part}", context)


@require_GET
@needs(Permission.EXPORT)
def export_file(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
    job = get_object_or_404(_jobs(), public_id=public_id)
    if not job.file:
        raise Http404
    try:
        return sent(job, job.file.open("rb"))
    except FileNotFoundError:
        raise Http404 from None


def _jobs() -> QuerySet[ExportJob]:
    return ExportJob.objects.filter(kind=KIND).select_related("created_by", "workspace")
