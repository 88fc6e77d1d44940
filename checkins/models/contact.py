from django.db import models

from core.models import WorkspaceModel
from partnerships.models import Partnership


class LastContact(WorkspaceModel):
    """What a partnership's touches and work come to, kept beside them so that 100,000 creators are
    narrowed by it through an index. Written by actions/standing.py alone; a partnership without a
    row has had neither."""

    partnership = models.OneToOneField(
        Partnership, on_delete=models.CASCADE, related_name="last_contact"
    )
    # Any contact, either way.
    contact_at = models.DateTimeField(null=True)
    # A word from both sides: what warmth is counted from.
    two_way_at = models.DateTimeField(null=True)
    # The newest publication, closing or end of a campaign; still to come while one runs.
    worked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "contact_at"], name="last_contact_at"),
            models.Index(fields=["workspace", "two_way_at"], name="last_two_way_at"),
            models.Index(fields=["workspace", "worked_at"], name="last_worked_at"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.contact_at}"
