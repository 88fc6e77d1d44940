from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checkins.enums import IntroductionState, Side
from core.models import Versioned, WorkspaceModel
from creators.models import Creator


class Introduction(WorkspaceModel, Versioned):
    """Two creators brought together, across markets above all, and followed up (row 51).

    Each is asked first; their addresses are shared only when both said yes.
    """

    first = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="+")
    # Told to both; to the second in other words where their language is another.
    reason = models.TextField(_("Why these two"))
    other_reason = models.TextField(_("Why these two, in the other language"), blank=True)
    state = models.CharField(
        max_length=10, choices=IntroductionState, default=IntroductionState.PLANNED
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="introductions"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    # None: not answered yet.
    first_agreed = models.BooleanField(null=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    # What they added to their answer; for the team.
    first_line = models.TextField(blank=True)
    second_agreed = models.BooleanField(null=True)
    second_answered_at = models.DateTimeField(null=True, blank=True)
    second_line = models.TextField(blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    # On Today from then until the outcome is written down.
    follow_up_on = models.DateField(_("Follow up on"), null=True, blank=True)
    outcome = models.TextField(_("What came of it"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["workspace", "state"], name="introduction_state"),
            models.Index(fields=["workspace", "owner", "state"], name="introduction_keeper"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="introduction_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ↔ {self.second}"

    def creator_of(self, side: str) -> Creator:
        """`side`: "first" or "second"."""
        return self.first if side == Side.FIRST else self.second

    def reason_for(self, side: str) -> str:
        """In the words that `side` reads."""
        return (self.other_reason if side == Side.SECOND else "") or self.reason

    def agreed(self, side: str) -> bool | None:
        return self.first_agreed if side == Side.FIRST else self.second_agreed

    @property
    def both_agreed(self) -> bool:
        return bool(self.first_agreed and self.second_agreed)
