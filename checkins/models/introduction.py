from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checkins.enums import IntroductionState
from core.models import Versioned, WorkspaceModel
from creators.models import Creator


class Introduction(WorkspaceModel, Versioned):
    """Two creators brought together, across markets above all, and followed up (row 51).

    Each is asked first; their addresses are shared only when both said yes.
    """

    first = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="+")
    # Told to both, in either language.
    reason = models.TextField(_("Why these two"))
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
    second_agreed = models.BooleanField(null=True)
    second_answered_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    # On Today from then until the outcome is written down.
    follow_up_on = models.DateField(_("Follow up on"), null=True, blank=True)
    outcome = models.TextField(_("What came of it"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "state"], name="introduction_state")]
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="introduction_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ↔ {self.second}"
