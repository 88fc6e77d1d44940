from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel
from creators.enums import GoalState
from creators.models.channel import Channel
from creators.models.creator import Creator


class StyleNote(WorkspaceModel, Versioned):
    """How the content of a creator evolves, dated (product.md, row 3)."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="style_notes")
    noted_on = models.DateField(_("Date"))
    text = models.TextField(_("What changed in their style"))
    # An example of it.
    link = models.URLField(_("Example"), max_length=300, blank=True)
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Out of sight, and brought back by undo.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-noted_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Goal(WorkspaceModel, Versioned):
    """What the creator is after for themselves (row 4), as they said it on a day."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="own_goals")
    text = models.CharField(_("Goal"), max_length=300)
    set_on = models.DateField(_("Said on"))
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.OPEN)

    class Meta:
        ordering = ["state", "-set_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]


class GoalReview(WorkspaceModel):
    """How a goal stood when it was talked about, at a check-in or in between. Never changed."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField(_("Date"))
    state = models.CharField(max_length=8, choices=GoalState)
    note = models.TextField(_("What they said"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Names the form or the contact it came from: the same again is not a second review.
    source_key = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        ordering = ["-reviewed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "source_key"],
                condition=~Q(source_key=""),
                name="goal_review_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewed_on}: {self.state}"
