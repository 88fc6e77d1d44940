"""The import of results into one campaign: the pages are those of every import
(creators/views/wizard.py)."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.enums import CampaignState
from campaigns.forms.imports import OptionsForm
from campaigns.imports.fields import FIELDS
from campaigns.imports.formats.registry import BY_KEY
from campaigns.imports.results import KIND
from campaigns.models import Campaign, Collaboration
from campaigns.views.campaigns import WRITE
from campaigns.views.respond import campaign_or_404
from core.models import ImportJob
from creators.views.wizard import Wizard, views_of


class ResultsWizard(Wizard):
    kind = KIND
    fields = FIELDS
    routes = "campaigns:results_import"

    def words(self, request: WorkspaceRequest, job: ImportJob | None) -> dict[str, Any]:
        campaign = self._campaign(request, job)
        args = [request.workspace.slug, campaign.public_id]
        results = reverse("campaigns:results", args=args)
        late = _(
            "The campaign is closed. Numbers that come now still count: where a summary was sent "
            "already, a correction for its creator is drafted."
        )
        return {
            "title": _("Import results"),
            "late": late if campaign.state == CampaignState.CLOSED else "",
            "lead": _(
                "A file as the platform or the shop writes it. Rows find their creator by the link "
                "of the post, by the handle or by a code; the same file again changes nothing, a "
                "newer one updates."
            ),
            "seen": _seen(job),
            "crumb": campaign.name,
            "crumb_url": reverse("campaigns:detail", args=args),
            "who": _("Whose"),
            "undo": _(
                "Undo this import? Rows it made are deleted, numbers it changed are put back. What "
                "was changed since is kept."
            ),
            "then": (_("See the results"), results),
        }

    def upload_url(self, request: WorkspaceRequest, job: ImportJob | None) -> str:
        campaign = self._campaign(request, job)
        args = [request.workspace.slug, campaign.public_id]
        return reverse("campaigns:results_import", args=args)

    def options_form(
        self, data: Any = None, *, request: WorkspaceRequest, job: ImportJob
    ) -> OptionsForm:
        parts = Collaboration.objects.taking_part().filter(campaign=self._campaign(request, job))
        rows = parts.select_related("partnership__creator").order_by("partnership__creator__name")
        return OptionsForm(data, initial=job.options, parts=rows)

    def _campaign(self, request: WorkspaceRequest, job: ImportJob | None) -> Campaign:
        """The job's campaign, or the one whose page this is; asked for once a request."""
        wanted = job.target_id if job else request.resolver_match.kwargs["public_id"]  # type: ignore[union-attr]
        kept: dict[str, Campaign] = request.__dict__.setdefault("import_campaigns", {})
        if wanted not in kept:
            kept[wanted] = campaign_or_404(wanted)
        return kept[wanted]


def _seen(job: ImportJob | None) -> str:
    """What the file was taken for, and what to know of its numbers."""
    found = BY_KEY.get(job.options.get("format", "")) if job else None
    if job is None or found is None:
        return ""
    language = LANGUAGES.get(job.options.get("language", ""))
    words = (
        _("This looks like: %(report)s. Names of columns: %(language)s.")
        if language
        else _("This looks like: %(report)s.")
    )
    return " ".join(filter(None, [words % {"report": found.title, "language": language},
                                  str(found.note)]))  # fmt: skip


LANGUAGES = {
    "en": pgettext_lazy("names of columns", "English"),
    "ru": pgettext_lazy("names of columns", "Russian"),
    "de": pgettext_lazy("names of columns", "German"),
    "es": pgettext_lazy("names of columns", "Spanish"),
    "pt": pgettext_lazy("names of columns", "Portuguese"),
    "fr": pgettext_lazy("names of columns", "French"),
    "hi": pgettext_lazy("names of columns", "Hindi"),
    "it": pgettext_lazy("names of columns", "Italian"),
    "uk": pgettext_lazy("names of columns", "Ukrainian"),
    "pl": pgettext_lazy("names of columns", "Polish"),
    "tr": pgettext_lazy("names of columns", "Turkish"),
}
WIZARD = ResultsWizard()


@WRITE
@needs(Permission.EDIT)
def upload(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    return WIZARD.upload(request, campaign_or_404(public_id).public_id)


# Readers may look: figures name their file, and it is here.
columns, progress, report, run, undo, failed_rows = views_of(WIZARD, report=Permission.VIEW)
