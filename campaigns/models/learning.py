from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import DebriefKind, LearningKind
from campaigns.models.campaign import Campaign, Collaboration
from core.models import OutgoingMail, Versioned, WorkspaceModel


class Learning(WorkspaceModel):
    """What a collaboration, or a campaign as a whole, taught; comes back in the next brief
    (rows 35, 59). Belongs to one of the two."""

    collaboration = models.ForeignKey(
        Collaboration, null=True, blank=True, on_delete=models.CASCADE, related_name="learnings"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.CASCADE, related_name="learnings"
    )
    kind = models.CharField(max_length=9, choices=LearningKind)
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(collaboration__isnull=False, campaign=None)
                | Q(collaboration=None, campaign__isnull=False),
                name="learning_of_one_of_both",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def learned_in(self) -> Campaign:
        """The campaign, whichever of the two it belongs to."""
        found = self.campaign if self.collaboration is None else self.collaboration.campaign
        assert found is not None
        return found


class Debrief(WorkspaceModel, Versioned):
    """A win celebrated with the creator, or what went otherwise than hoped, looked at without
    blame: one form for both (row 49). What stands in `aside` stays inside the team."""

    collaboration = models.OneToOneField(
        Collaboration, on_delete=models.CASCADE, related_name="debrief"
    )
    kind = models.CharField(max_length=7, choices=DebriefKind)
    hoped = models.TextField(_("What we hoped for"), blank=True)
    happened = models.TextField(_("What happened"), blank=True)
    ours = models.TextField(_("What we would do otherwise"), blank=True)
    theirs = models.TextField(_("How the creator sees it"), blank=True)
    together = models.TextField(_("What we try next"), blank=True)
    aside = models.TextField(_("For the team only"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.collaboration)


class ClosingMark(WorkspaceModel):
    """A line of the closing checklist that a person has ticked (`item`: rules/closing.py)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="closing_marks")
    item = models.CharField(max_length=20)
    at = models.DateTimeField(pgettext_lazy("day", "When"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "item"], name="closing_mark_once")
        ]

    def __str__(self) -> str:
        return self.item
