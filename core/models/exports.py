from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.tenancy import WorkspaceModel


class ExportState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")
    # The file was kept for its days; the row stays and says who exported what.
    EXPIRED = "expired", _("Deleted")


class ExportJob(WorkspaceModel):
    """A list written to a file: exactly what was shown, the same filters, order and columns."""

    # Which list: "creators".
    kind = models.CharField(max_length=40)
    # The list's address (filters, order, columns), or the rows that were ticked.
    query = models.TextField(blank=True)
    selection = models.JSONField(default=list)
    format = models.CharField(max_length=4, choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.QUEUED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name or self.kind
