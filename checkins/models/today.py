from django.conf import settings
from django.db import models

from core.models import WorkspaceModel


class Snooze(WorkspaceModel):
    """A line of Today that its manager does not want to see until a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The line's own key: "checkin:<public id>", "summary:<public id>".
    key = models.CharField(max_length=80)
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user", "key"], name="snooze_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} until {self.until}"
