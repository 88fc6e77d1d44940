"""The pages of an import, for any room from here up: upload, columns, report of the dry run, run,
undo. A room subclasses Wizard, and its views guard the doors and hand the request on.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.exports.writers import CSV, TYPES, XLSX
from core.imports import jobs, pages
from core.imports.forms import ColumnsForm, DialectForm, UploadForm
from core.imports.lines import open_table
from core.imports.mapping import Field
from core.imports.refusals import ImportRefused
from core.imports.tasks import ask_for_work
from core.imports.trace import line_of
from core.models import ImportJob, ImportRow
from core.models.imports import ImportState

METHODS = ["GET", "HEAD", "POST"]
PAGES = ("report", "map", "progress", "run", "undo", "failed_rows")


class Wizard:
    """`kind` and `fields` are those of the importer; the pages of a job are the routes
    `<routes>_report`, `_map`, `_progress`, `_run`, `_undo` and `_failed_rows`."""

    kind: str
    fields: Sequence[Field]
    routes: str

    def words(self, request: WorkspaceRequest, job: ImportJob | None) -> dict[str, Any]:
        """`title` and `lead` of the upload, `crumb` and `crumb_url` above it, `who` a row is
        about, the `undo` question, `then` (label, address): where to look once it is done."""
        raise NotImplementedError

    def upload_url(self, request: WorkspaceRequest, job: ImportJob | None) -> str:
        raise NotImplementedError

    def options_form(
        self, data: Any = None, *, request: WorkspaceRequest, job: ImportJob
    ) -> forms.Form:
        """The choices beside the columns; `.options()` gives what the job keeps."""
        raise NotImplementedError

    def url_of(self, request: WorkspaceRequest, row: ImportRow) -> str:
        """The page of what a row has made or changed; "" for none."""
        return ""

    def upload(self, request: WorkspaceRequest, target_id: str = "") -> HttpResponse:
        form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if form.is_valid():
            file: UploadedFile = form.cleaned_data["file"]
            try:
                job = jobs.upload_file(
                    workspace=request.workspace,
                    kind=self.kind,
                    target_id=target_id,
                    file=file,
                    file_name=file.name or "",
                    by=request.user,
                    at=timezone.now(),
                )
                return self._to(request, "map", job)
            except ImportRefused as refused:
                form.add_error("file", refused.message)
        recent = self._jobs().filter(target_id=target_id)[:10]
        found = [(job, self._addresses(request, job)["report"]) for job in recent]
        status = 422 if form.is_bound else 200
        return self._show(request, "upload", None, {"form": form, "recent": found}, status)

    def columns(self, request: WorkspaceRequest, public_id: str) -> HttpResponse:
        job = self._job(public_id)
        if job.state not in jobs.MAPPABLE or job.started_at is not None:
            return self._to(request, "report", job)
        try:
            if "read" in request.POST:
                return self._read_again(request, job)
            return self._map(request, job)
        except ImportRefused as refused:
            messages.error(request, refused.message)
        except jobs.ImportBusy as busy:
            messages.error(request, busy.message)
        except OSError:
            messages.error(request, _("The file is no longer there. Upload it again."))
        return self._to(request, "map" if request.method == "POST" else "report", job)

    def progress(self, request: WorkspaceRequest, public_id: str) -> HttpResponse:
        job = self._job(public_id)
        if not pages.is_working(job):
            there = self._to(request, "report", job)
            return HttpResponseClientRedirect(there.headers["Location"]) if request.htmx else there
        context = pages.get_progress(job, request.GET.get("said", ""))
        return self._show(request, "progress", job, context, part="bar")

    def report(self, request: WorkspaceRequest, public_id: str) -> HttpResponse:
        job = self._job(public_id)
        if pages.is_working(job):
            return self._to(request, "progress", job)
        if job.state == ImportState.UPLOADED:
            return self._to(request, "map", job)
        outcome = request.GET.get("outcome", "")
        report = pages.get_report(job, outcome, request.GET.get("page"))
        rows = [(told, self.url_of(request, told.row) if told.linked else "")
                for told in report.rows]  # fmt: skip
        context = {"outcome": outcome, "report": report, "rows": rows}
        number = request.GET.get("line", "")
        if number.isdecimal() and len(number) < 8:
            context |= {"number": int(number), "line": line_of(job, int(number))}
        return self._show(request, "report", job, context)

    def run(self, request: WorkspaceRequest, public_id: str) -> HttpResponse:
        job = self._job(public_id)
        if jobs.start_run(job=job, by=request.user, at=timezone.now()):
            ask_for_work(job)
        return self._to(request, "progress", job)

    def undo(self, request: WorkspaceRequest, public_id: str) -> HttpResponse:
        job = self._job(public_id)
        if jobs.start_undo(job=job, by=request.user, at=timezone.now()):
            ask_for_work(job)
        return self._to(request, "progress", job)

    def failed_rows(self, request: WorkspaceRequest, public_id: str) -> FileResponse:
        job = self._job(public_id)
        name = job.file_name.rpartition(".")[0] or job.file_name
        kind = XLSX if pages.is_workbook(job) else CSV
        return FileResponse(
            pages.write_failed_rows(job),
            as_attachment=True,
            filename=_("%(name)s – rows to mend") % {"name": name} + f".{kind}",
            content_type=TYPES[kind],
        )

    def _read_again(self, request: WorkspaceRequest, job: ImportJob) -> HttpResponse:
        with job.file.open("rb"):
            table = open_table(job)
            form = DialectForm(request.POST, job=job, sheets=table.sheets, preamble=table.preamble)
        if not form.is_valid():
            return self._show_map(request, job, dialect=form, status=422)
        jobs.read_again(job=job, dialect=form.dialect())
        return self._to(request, "map", job)

    def _map(self, request: WorkspaceRequest, job: ImportJob) -> HttpResponse:
        if request.method != "POST":
            return self._show_map(request, job)
        form = self._columns_form(job, request.POST)
        options = self.options_form(request.POST, request=request, job=job)
        problems: list[str] = []
        if form.is_valid() and options.is_valid():
            kept = options.options()  # type: ignore[attr-defined]
            problems = jobs.start_check(job=job, mapping=form.mapping(), options=kept)
            if not problems:
                ask_for_work(job)
                return self._to(request, "progress", job)
        return self._show_map(
            request, job, form=form, options=options, problems=problems, status=422
        )

    def _show_map(
        self,
        request: WorkspaceRequest,
        job: ImportJob,
        *,
        form: ColumnsForm | None = None,
        options: forms.Form | None = None,
        dialect: DialectForm | None = None,
        problems: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        table = open_table(job)
        form = form or self._columns_form(job)
        sample = pages.sample_of(table)
        context: dict[str, Any] = {
            "columns": pages.columns(form, sample),
            "preview": pages.get_preview(job, sample),
            "options": options or self.options_form(request=request, job=job),
            "dialect": dialect
            or DialectForm(None, job=job, sheets=table.sheets, preamble=table.preamble),
            "problems": problems,
        }
        return self._show(request, "map", job, context, status)

    def _columns_form(self, job: ImportJob, data: Any = None) -> ColumnsForm:
        return ColumnsForm(data, header=job.header, mapping=job.mapping, fields=self.fields)

    def _show(
        self,
        request: WorkspaceRequest,
        page: str,
        job: ImportJob | None,
        context: dict[str, Any],
        status: int = 200,
        part: str = "",
    ) -> HttpResponse:
        template = f"creators/import_{page}.html"
        shared = {
            "job": job,
            "wizard": self.words(request, job),
            "at": self._addresses(request, job),
        }
        name = f"{template}#{part}" if part and request.htmx else template
        return render(request, name, {**shared, **context}, status=status)

    def _addresses(self, request: WorkspaceRequest, job: ImportJob | None) -> dict[str, str]:
        """Every page of this import by its name."""
        found = {"upload": self.upload_url(request, job)}
        if job is not None:
            args = [request.workspace.slug, job.public_id]
            found |= {page: reverse(f"{self.routes}_{page}", args=args) for page in PAGES}
        return found

    def _jobs(self) -> QuerySet[ImportJob]:
        rows = ImportJob.objects.filter(kind=self.kind)
        return rows.select_related("workspace", "created_by")

    def _job(self, public_id: str) -> ImportJob:
        return get_object_or_404(self._jobs(), public_id=public_id)

    def _to(self, request: WorkspaceRequest, page: str, job: ImportJob) -> HttpResponse:
        return redirect(self._addresses(request, job)[page])


View = Callable[..., HttpResponseBase]


def views_of(
    wizard: Wizard,
    report: Permission = Permission.EDIT,
    act: Permission = Permission.EDIT,
) -> tuple[View, ...]:
    """The views of one job's pages, guarded, in this order: columns, progress, report, run, undo,
    failed rows. `report` is what it takes to look at a report, `act` what the rest takes."""

    def page(name: str, methods: list[str], permission: Permission) -> View:
        def view(request: WorkspaceRequest, public_id: str) -> HttpResponseBase:
            answer: HttpResponseBase = getattr(wizard, name)(request, public_id)
            return answer

        view.__name__ = view.__qualname__ = name
        return require_http_methods(methods)(needs(permission)(view))

    look, post = ["GET"], ["POST"]
    return (
        page("columns", METHODS, act),
        page("progress", look, act),
        page("report", look, report),
        page("run", post, act),
        page("undo", post, act),
        page("failed_rows", look, act),
    )
