from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Collaboration
from core.models import Versioned, WorkspaceModel


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
        choices=[
            ("script", _("Script")),
            ("guided", _("Guided")),
            ("free", _("Free")),
            ("owned", _("Owned by the creator")),
        ],
        default="guided",
    )
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

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="brief_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.brief} v{self.number}"
