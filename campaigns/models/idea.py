from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import IdeaKind, IdeaSource, IdeaState
from campaigns.models.brief import BriefVersion
from campaigns.models.campaign import Collaboration
from core.models import OutgoingMail, Versioned, WorkspaceModel


class Idea(WorkspaceModel, Versioned):
    """A creator's suggestion or objection to a brief, and what became of it (rows 33, 34).

    `of_version` is the one it speaks of; `used_in` the one that used it: the first that was shared
    after it was adopted or adapted. `told` is the gathered mail that brought the answer.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="ideas")
    of_version = models.ForeignKey(
        BriefVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="ideas"
    )
    # Of campaigns/rules/briefs.py; empty: of the whole.
    section = models.CharField(max_length=10, blank=True)
    kind = models.CharField(_("What it is"), max_length=10, choices=IdeaKind)
    text = models.TextField(_("In their words"))
    source = models.CharField(_("How it came"), max_length=4, choices=IdeaSource)
    # What it came from ("mail:<public id>"), so that the same answer comes in once.
    source_key = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField(_("When they said it"))
    # Who typed it; null: they did.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=8, choices=IdeaState, default=IdeaState.OPEN)
    # In words for the creator: why not, or what was made of it.
    answer = models.TextField(_("Our answer"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    used_in = models.ForeignKey(
        BriefVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="used_ideas"
    )
    told = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="ideas"
    )
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "pk"]
        indexes = [models.Index(fields=["workspace", "state", "said_at"], name="idea_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source_key"],
                condition=~Q(source_key=""),
                name="idea_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="idea_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "adapted"]) | ~Q(answer=""),
                name="idea_answered_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
