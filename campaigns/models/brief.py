from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CitationKind
from campaigns.models.campaign import Collaboration
from core.models import Versioned, WorkspaceModel
from creators.models import Goal
from partnerships.models import Brand

AUTONOMY = [
    ("script", _("Script")),
    ("guided", _("Guided")),
    ("free", _("Free")),
    ("owned", _("Owned by the creator")),
]


class BriefTemplate(WorkspaceModel, Versioned):
    """A beginning that many briefs share; the library of the workspace, or of one brand."""

    name = models.CharField(_("Name"), max_length=120)
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.CASCADE, related_name="brief_templates"
    )
    sections = models.JSONField(default=dict)
    autonomy = models.CharField(_("Autonomy"), max_length=8, choices=AUTONOMY, default="guided")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(archived_at=None),
                name="brief_template_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Brief(WorkspaceModel, Versioned):
    """The working text of a collaboration's brief; sharing it makes an immutable version.

    `sections` maps a section key (campaigns/rules/briefs.py: goal, audience, angle, must,
    must_not, context) to `{"en": "…", "ru": "…"}`; either language may be empty.
    """

    collaboration = models.OneToOneField(
        Collaboration, on_delete=models.CASCADE, related_name="brief"
    )
    sections = models.JSONField(default=dict)
    autonomy = models.CharField(
        _("Autonomy"),
        max_length=8,
        choices=AUTONOMY,
        default="guided",
    )
    # Where the text began.
    template = models.ForeignKey(
        BriefTemplate, null=True, blank=True, on_delete=models.SET_NULL, related_name="briefs"
    )
    # The campaign's common part as it stood when this text last took it over or passed it by: what
    # differs from it now has changed since (rules/common_part.py).
    common_seen = models.JSONField(default=dict, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.collaboration)


class BriefVersion(WorkspaceModel):
    """What the creator was shown. Never changed."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sections = models.JSONField()
    autonomy = models.CharField(max_length=8)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Shared when the brief was locked already: a moved goalpost (row 36).
    after_lock = models.BooleanField(default=False)
    # What changed and why, in words for the creator; never empty after the lock.
    reason = models.TextField(_("What changed, and why"), blank=True)
    # As they stood when it was shared: what was cited (rules/citations.py), and the deliverables,
    # fee, rights and exclusivity that it inherits (rules/inherited.py; rows 19 and 35).
    citations = models.JSONField(default=list, blank=True)
    terms = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="brief_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.brief} v{self.number}"


class Citation(WorkspaceModel):
    """Something known of the creator that a brief stands on (row 35): the words as they were when
    cited, and where they came from."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=10, choices=CitationKind)
    # What is cited: "learning:<public id>", "result:<collaboration>", "preference:briefing".
    source_key = models.CharField(max_length=120)
    text = models.TextField()
    # Where from, as people say it: a campaign, a brand.
    origin = models.CharField(max_length=200, blank=True)
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    collaboration = models.ForeignKey(
        Collaboration, null=True, blank=True, on_delete=models.SET_NULL, related_name="cited_in"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["brief", "source_key"], name="cited_once")]

    def __str__(self) -> str:
        return self.text[:80]
