from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from checkins.enums import TemplateKind
from core.models import Versioned, WorkspaceModel


class CheckInTemplate(WorkspaceModel, Versioned):
    """Words of a check-in or another short letter. `body` has {name}, {sender}, {brand} and
    {personal_line} (row 45). `name` "": the one that goes out by itself."""

    kind = models.CharField(max_length=11, choices=TemplateKind)
    language = models.CharField(max_length=5, choices=[("en", "English"), ("ru", "Русский")])
    name = models.CharField(_("Name"), max_length=80, blank=True)
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"))
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["kind", "language", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "language", "name"], name="check_in_template_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class TemplateVersion(WorkspaceModel):
    """What a template said from a save on. Never changed."""

    template = models.ForeignKey(CheckInTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"
