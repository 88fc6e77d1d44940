from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.tenancy import WorkspaceModel


class BulkState(models.TextChoices):
    # Rows are chosen and written down; the person is being asked.
    ASKED = "asked", _("Not confirmed")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class BulkOutcome(models.TextChoices):
    DONE = "done", _("Done")
    SAME = "same", _("No change")
    REFUSED = "refused", _("Left as it is")


class BulkJob(WorkspaceModel):
    """One act on many rows (experience.md, lists): runs as a job, says what it did row by row, and
    can be undone."""

    # "creators.tag": which list and which act, as the room registered it.
    kind = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    # The public ids it was asked for, in the order of the list, written down when the list was
    # looked at (`created_at`): what was seen is what is done.
    selection = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=BulkState, default=BulkState.ASKED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    # Where the list was, to lead back there.
    back = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    claim = models.CharField(max_length=32, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.kind


class BulkRow(WorkspaceModel):
    """What became of one row. `before` holds what undoing puts back."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    object_id = models.CharField(max_length=16)
    object_name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=7, choices=BulkOutcome)
    reason = models.TextField(blank=True)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)
    # Why undoing left it as it is; empty where it was put back.
    kept_because = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="bulk_row_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
