"""The import of a list of creators."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.models import ImportJob, ImportRow
from creators.forms.imports import OptionsForm
from creators.imports.fields import FIELDS
from creators.imports.importer import KIND
from creators.views.wizard import METHODS, Wizard, views_of


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


columns, progress, report, run, undo, failed_rows = views_of(WIZARD)
