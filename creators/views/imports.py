"""The import of a list of creators: upload, columns, report of the dry run, run, undo."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.imports import jobs, pages
from core.imports.forms import ColumnsForm, DialectForm, UploadForm
from core.imports.lines import open_table
from core.imports.refusals import ImportRefused
from core.imports.tasks import ask_for_work
from core.models import ImportJob
from core.models.imports import ImportState
from creators.forms.imports import OptionsForm
from creators.imports.fields import FIELDS
from creators.imports.importer import KIND

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def upload(request: WorkspaceRequest) -> HttpResponse:
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            job = jobs.upload_file(
                workspace=request.workspace,
                kind=KIND,
                file=file,
                file_name=file.name or "",
                by=request.user,
                at=timezone.now(),
            )
            return _to(request, "import_map", job)
        except ImportRefused as refused:
            form.add_error("file", refused.message)
    recent = ImportJob.objects.filter(kind=KIND).select_related("created_by")[:10]
    context = {"form": form, "recent": recent}
    status = 422 if form.is_bound else 200
    return render(request, "creators/import_upload.html", context, status=status)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def columns(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = _job(public_id)
    if job.state not in jobs.MAPPABLE or job.started_at is not None:
        return _to(request, "import_report", job)
    try:
        if "read" in request.POST:
            return _read_again(request, job)
        return _map(request, job)
    except ImportRefused as refused:
        messages.error(request, refused.message)
    except jobs.ImportBusy as busy:
        messages.error(request, busy.message)
    except OSError:
        messages.error(request, _("The file is no longer there. Upload it again."))
    return _to(request, "import_map" if request.method == "POST" else "import_report", job)


def _read_again(request: WorkspaceRequest, job: ImportJob) -> HttpResponse:
    with job.file.open("rb"):
        table = open_table(job)
        form = DialectForm(request.POST, job=job, sheets=table.sheets, preamble=table.preamble)
    if not form.is_valid():
        return _show_map(request, job, dialect=form, status=422)
    jobs.read_again(job=job, dialect=form.cleaned_data)
    return _to(request, "import_map", job)


def _map(request: WorkspaceRequest, job: ImportJob) -> HttpResponse:
    if request.method != "POST":
        return _show_map(request, job)
    form = ColumnsForm(request.POST, header=job.header, mapping=job.mapping, fields=FIELDS)
    options = OptionsForm(request.POST)
    problems: list[str] = []
    if form.is_valid() and options.is_valid():
        problems = jobs.start_check(job=job, mapping=form.mapping(), options=options.options())
        if not problems:
            ask_for_work(job)
            return _to(request, "import_progress", job)
    return _show_map(request, job, form=form, options=options, problems=problems, status=422)


def _show_map(
    request: WorkspaceRequest,
    job: ImportJob,
    *,
    form: ColumnsForm | None = None,
    options: OptionsForm | None = None,
    dialect: DialectForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    table = open_table(job)
    form = form or ColumnsForm(None, header=job.header, mapping=job.mapping, fields=FIELDS)
    context: dict[str, Any] = {
        "job": job,
        "columns": pages.columns(form, pages.sample_of(table)),
        "options": options or OptionsForm(initial=job.options),
        "dialect": dialect
        or DialectForm(None, job=job, sheets=table.sheets, preamble=table.preamble),
        "problems": problems,
    }
    return render(request, "creators/import_map.html", context, status=status)


@require_GET
@needs(Permission.EDIT)
def progress(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = _job(public_id)
    if not pages.is_working(job):
        there = _to(request, "import_report", job)
        return HttpResponseClientRedirect(there.headers["Location"]) if request.htmx else there
    context = {"job": job, **pages.get_progress(job, request.GET.get("said", ""))}
    template = "creators/import_progress.html"
    return render(request, f"{template}#bar" if request.htmx else template, context)


@require_GET
@needs(Permission.EDIT)
def report(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = _job(public_id)
    if pages.is_working(job):
        return _to(request, "import_progress", job)
    if job.state == ImportState.UPLOADED:
        return _to(request, "import_map", job)
    outcome = request.GET.get("outcome", "")
    context = {
        "job": job,
        "outcome": outcome,
        "report": pages.get_report(job, outcome, request.GET.get("page")),
    }
    return render(request, "creators/import_report.html", context)


@require_POST
@needs(Permission.EDIT)
def run(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = _job(public_id)
    if jobs.start_run(job=job, by=request.user, at=timezone.now()):
        ask_for_work(job)
    return _to(request, "import_progress", job)


@require_POST
@needs(Permission.EDIT)
def undo(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    job = _job(public_id)
    if jobs.start_undo(job=job, by=request.user, at=timezone.now()):
        ask_for_work(job)
    return _to(request, "import_progress", job)


@require_GET
@needs(Permission.EDIT)
def failed_rows(request: WorkspaceRequest, public_id: str) -> FileResponse:
    job = _job(public_id)
    name = job.file_name.rpartition(".")[0] or job.file_name
    return FileResponse(
        pages.write_failed_rows(job),
        as_attachment=True,
        filename=_("%(name)s – rows to mend.csv") % {"name": name},
        content_type="text/csv; charset=utf-8",
    )


def _job(public_id: str) -> ImportJob:
    jobs_of_kind = ImportJob.objects.filter(kind=KIND).select_related("workspace", "created_by")
    return get_object_or_404(jobs_of_kind, public_id=public_id)


def _to(request: WorkspaceRequest, page: str, job: ImportJob) -> HttpResponse:
    return redirect(f"creators:{page}", request.workspace.slug, job.public_id)
