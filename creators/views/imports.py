"""The import of a list of creators."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.models import ImportJob, ImportRow
from creators.forms.imports import OptionsForm
from creators.imports.fields import FIELDS
from creators.imports.importer import KIND
from creators.views.wizard import Wizard

METHODS = ["GET", "HEAD", "POST"]


class CreatorsWizard(Wizard):
    kind = KIND
    fields = FIELDS
    routes = "creators:import"

    def words(self, request: WorkspaceRequest, job: ImportJob | None) -> dict[str, Any]:
        directory = reverse("creators:directory", args=[request.workspace.slug])
        return {
            "title": _("Import creators"),
            "lead": _(
                "Bring the list you have. You see what will happen before anything is saved, and "
                "an import can be undone."
            ),
            "crumb": _("Creators"),
            "crumb_url": directory,
            "who": _("Who"),
            "undo": _(
                "Undo this import? Creators it made are deleted, what it changed is put back. "
                "Whoever was changed since is kept."
            ),
            "then": (_("See the creators"), f"{directory}?sort=-created"),
        }

    def upload_url(self, request: WorkspaceRequest, job: ImportJob | None) -> str:
        return reverse("creators:import", args=[request.workspace.slug])

    def options_form(
        self, data: Any = None, *, request: WorkspaceRequest, job: ImportJob
    ) -> OptionsForm:
        return OptionsForm(data, initial=job.options)

    def url_of(self, request: WorkspaceRequest, row: ImportRow) -> str:
        return reverse("creators:profile", args=[request.workspace.slug, row.object_id])


WIZARD = CreatorsWizard()


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def upload(request: WorkspaceRequest) -> HttpResponse:
    return WIZARD.upload(request)


@require_http_methods(METHODS)
@needs(Permission.EDIT)
def columns(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return WIZARD.columns(request, public_id)


@require_GET
@needs(Permission.EDIT)
def progress(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return WIZARD.progress(request, public_id)


@require_GET
@needs(Permission.EDIT)
def report(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return WIZARD.report(request, public_id)


@require_POST
@needs(Permission.EDIT)
def run(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return WIZARD.run(request, public_id)


@require_POST
@needs(Permission.EDIT)
def undo(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return WIZARD.undo(request, public_id)


@require_GET
@needs(Permission.EDIT)
def failed_rows(request: WorkspaceRequest, public_id: str) -> FileResponse:
    return WIZARD.failed_rows(request, public_id)
