from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.enums import CodeKind, FeedbackKind, FeedbackState
from campaigns.models.campaign import Campaign, Collaboration
from core.models import OutgoingMail, Versioned, WorkspaceModel
from core.money import Currency
from creators.enums import Market
from partnerships.enums import Metric


class CampaignObjective(WorkspaceModel, Versioned):
    """What a campaign should bring: a metric and its target, for one market or for all."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="objectives")
    metric = models.CharField(_("What is measured"), max_length=16, choices=Metric)
    # Empty: all markets together.
    market = models.CharField(_("Market"), max_length=2, choices=Market, blank=True)
    # A rate is a fraction: 0.05 is 5 %.
    target = models.DecimalField(_("Target"), max_digits=16, decimal_places=4)
    # Of revenue only.
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "metric", "market", "currency"], name="campaign_objective_once"
            ),
            models.CheckConstraint(condition=Q(target__gt=0), name="campaign_objective_positive"),
            models.CheckConstraint(
                condition=(Q(metric="revenue") & ~Q(currency=""))
                | (~Q(metric="revenue") & Q(currency="")),
                name="campaign_objective_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.get_metric_display()}"


class Feedback(WorkspaceModel, Versioned):
    """What the audience said, or a product suggestion, and the brand's answer (rows 47, 72)."""

    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, related_name="feedback"
    )
    kind = models.CharField(_("What it is"), max_length=8, choices=FeedbackKind)
    text = models.TextField(pgettext_lazy("feedback", "What was said"))
    heard_on = models.DateField(_("Heard on"))
    link = models.URLField(_("Where it can be read"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=7, choices=FeedbackState, default=FeedbackState.OPEN)
    # In words for the creator and their audience.
    answer = models.TextField(_("The brand's answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    told = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-heard_on", "-pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answer="")),
                name="feedback_answered_in_words",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class SyncNote(WorkspaceModel, Versioned):
    """What a weekly sync brought: what the audience says, what was agreed to change (row 47)."""

    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, related_name="sync_notes"
    )
    # A date in the creator's zone.
    held_on = models.DateField(_("Held on"))
    audience = models.TextField(_("What the audience says"), blank=True)
    agreed = models.TextField(_("What we agreed to change"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "held_on"], name="sync_once_a_day"),
            models.CheckConstraint(
                condition=~Q(audience="") | ~Q(agreed=""), name="sync_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collaboration} {self.held_on}"


class TrackingCode(WorkspaceModel):
    """What a sale is known by to be of a creator: a discount code, a UTM tag, a tracked link."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="codes")
    kind = models.CharField(_("What it is"), max_length=8, choices=CodeKind)
    value = models.CharField(_("Code"), max_length=300)
    # Folded: how rows of a file are matched.
    key = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "kind", "key"], name="tracking_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.value
