from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.tenancy import WorkspaceModel


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class RowOutcome(models.TextChoices):
    CREATE = "create", _("New")
    UPDATE = "update", _("Updates")
    SAME = "same", _("No change")
    SKIP = "skip", _("Left out")
    ERROR = "error", _("Error")


class ImportJob(WorkspaceModel):
    """One file on its way in: guessed, mapped, checked (dry run), run, and undone if wanted."""

    # Which importer: "creators", "results".
    kind = models.CharField(max_length=40)
    # What it is imported into where that matters (a campaign's public id).
    target_id = models.CharField(max_length=16, blank=True)
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(max_length=200)
    # {"encoding": "utf-8", "delimiter": ";", "header_row": 1, "sheet": ""}
    dialect = models.JSONField(default=dict)
    header = models.JSONField(default=list)
    # {"column header": "field key"}; the same header is mapped the same way next time.
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    # {"create": 3, "update": 1, "error": 2}
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Claim of the worker that runs it; a stale heartbeat lets another one take over.
    claim = models.CharField(max_length=32, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(WorkspaceModel):
    """One line of the report. `before` holds what undoing puts back (null: the row was new)."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=6, choices=RowOutcome)
    # In the words of whoever imported; `said` is for any reader (core/imports/sentences.py).
    reason = models.TextField(blank=True)
    said = models.JSONField(null=True)
    raw = models.JSONField(default=dict)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=16, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
