from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel
from creators.enums import VettingItem
from partnerships.enums import Cadence, Tier


class Brand(WorkspaceModel, Versioned):
    name = models.CharField(_("Name"), max_length=120)
    about = models.TextField(_("What the brand stands for"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="brand_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class TierPolicy(WorkspaceModel, Versioned):
    """What a tier means for a brand (rows 8, 9). Made with the brand, one for each tier."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="policies")
    tier = models.CharField(max_length=2, choices=Tier)
    # Null: open.
    capacity_from = models.PositiveSmallIntegerField(_("Capacity from"), null=True, blank=True)
    capacity_to = models.PositiveSmallIntegerField(_("Capacity to"), null=True, blank=True)
    cadence = models.CharField(_("Check-ins"), max_length=10, choices=Cadence)
    # Whole per cent of the brand's budget.
    budget_share = models.PositiveSmallIntegerField(_("Budget share, %"))

    # Whole campaigns with one creator: what the tier is meant for, and the most before fatigue.
    campaigns_a_year = models.PositiveSmallIntegerField(_("Campaigns a year"), default=0)
    most_in_a_year = models.PositiveSmallIntegerField(_("Most in 12 months"), default=6)
    # To come into the tier: values of VettingItem to be answered with yes, a least potential score,
    # finished campaigns. The gate of row 11 holds for T1 whatever stands here.
    requires = models.JSONField(default=list, blank=True)
    least_score = models.PositiveSmallIntegerField(_("Least potential score"), default=0)
    least_campaigns = models.PositiveSmallIntegerField(_("Least finished campaigns"), default=0)

    class Meta:
        ordering = ["tier"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "tier"], name="policy_once"),
            models.CheckConstraint(condition=Q(budget_share__lte=100), name="share_is_per_cent"),
            models.CheckConstraint(
                condition=Q(capacity_to=None)
                | Q(capacity_from=None)
                | Q(capacity_to__gte=models.F("capacity_from")),
                name="capacity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.tier}"

    @property
    def required(self) -> list[VettingItem]:
        """Items of the checklist that it asks a yes to, in their order."""
        return [item for item in VettingItem if item.value in self.requires]
