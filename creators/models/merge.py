from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import WorkspaceModel
from creators.models.creator import Creator


class Merge(WorkspaceModel):
    """Two rows of one person made one. The absorbed row stays, points at the kept one and is seen
    nowhere; `steps` says what was moved and changed, so that undoing puts each row back."""

    kept = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Field → "kept" or "absorbed", as chosen in the preview.
    choices = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    # Public ids of rows that became another one → that one's: old addresses lead there.
    addresses = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="absorbed_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"


class NotDuplicate(WorkspaceModel):
    """A person looked: these two are different people. `first` is the one with the lower key."""

    first = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
