from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignState, CollaborationState
from core.models import Versioned, WorkspaceModel, WorkspaceQuerySet, scoped
from core.money import Currency
from partnerships.models import Brand, Partnership


class Campaign(WorkspaceModel, Versioned):
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(_("Name"), max_length=160)
    goal = models.TextField(_("Goal"), blank=True)
    # The common part of every brief: sections as in `Brief.sections`.
    common = models.JSONField(default=dict, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    state = models.CharField(max_length=8, choices=CampaignState, default=CampaignState.PLANNED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaigns"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # When it was opened again after closing, and why: the creators hear of it with the corrected
    # summary. The last time counts; the audit has them all.
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopen_reason = models.CharField(_("Why it was opened again"), max_length=300, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["workspace", "state", "-starts_on"], name="campaign_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="campaign_ends_after_start"
            ),
            # A form sent twice is one campaign.
            models.UniqueConstraint(fields=["brand", "name", "starts_on"], name="campaign_once"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="closed_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CollaborationQuerySet(WorkspaceQuerySet):
    def taking_part(self) -> "CollaborationQuerySet":
        return self.exclude(state=CollaborationState.DECLINED)

    def finished(self) -> "CollaborationQuerySet":
        return self.filter(state=CollaborationState.CLOSED)


class Collaboration(WorkspaceModel, Versioned):
    """One partnership's part in one campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="collaborations")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="collaborations"
    )
    state = models.CharField(
        max_length=9, choices=CollaborationState, default=CollaborationState.CONFIRMED
    )
    # First, second, third … of this creator with this brand: what retention is counted by.
    sequence = models.PositiveSmallIntegerField()
    fee_amount = models.DecimalField(_("Fee"), max_digits=14, decimal_places=2, default=0)
    fee_currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(CollaborationQuerySet)  # type: ignore[misc]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "partnership"], name="one_collaboration_each"
            ),
            models.CheckConstraint(condition=Q(fee_amount__gte=0), name="fee_not_negative"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.partnership.creator}"
