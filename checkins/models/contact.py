from django.db import models

from core.models import WorkspaceModel
from partnerships.models import Partnership


class LastContact(WorkspaceModel):
    """The newest contact of a partnership, kept beside its touches so that 100,000 creators are
    narrowed and ordered by it through an index. Written by the actions that write touches."""

    partnership = models.OneToOneField(
        Partnership, on_delete=models.CASCADE, related_name="last_contact"
    )
    # Any contact, either way.
    contact_at = models.DateTimeField(null=True)
    # A word from both sides: what warmth is counted from.
    two_way_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "contact_at"], name="last_contact_at"),
            models.Index(fields=["workspace", "two_way_at"], name="last_two_way_at"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.contact_at}"
