from django.conf import settings
from django.db import models

from core.models.tenancy import WorkspaceModel


class AuditEntry(WorkspaceModel):
    """Who did what to which row: written by each action, never changed."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=16)
    object_name = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "object_type", "object_id", "-at"]),
            models.Index(fields=["workspace", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_name}"
