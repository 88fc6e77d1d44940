from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel, WorkspaceQuerySet, scoped
from creators.enums import VettingItem
from creators.models import Creator
from partnerships.enums import Cadence, EndKind, PartnerRole, Stage, Tier, figure_words
from partnerships.models.brand import Brand


class PartnershipQuerySet(WorkspaceQuerySet):
    def living(self) -> "PartnershipQuerySet":
        """Not ended: counts toward capacity, is kept warm."""
        return self.exclude(stage=Stage.ENDED)


class Partnership(WorkspaceModel, Versioned):
    """One creator with one brand."""

    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, related_name="partnerships")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="partnerships")
    tier = models.CharField(_("Tier"), max_length=2, choices=Tier, default=Tier.T3)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.OPENING)
    # The one contact on our side (row 6), and theirs where it is not the creator.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="partnerships"
    )
    contact_name = models.CharField(_("Contact on their side"), max_length=120, blank=True)
    contact_email = models.EmailField(_("Contact's e-mail"), blank=True)
    # Empty: as the tier's policy says.
    cadence_override = models.CharField(_("Check-ins"), max_length=10, choices=Cadence, blank=True)
    started_on = models.DateField(_("Partners since"))
    paused_until = models.DateField(_("Paused until"), null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_kind = models.CharField(_("Why"), max_length=12, choices=EndKind, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    role = models.CharField(_("Role"), max_length=10, choices=PartnerRole, default="partner")
    # What the roadmap builds toward (row 74).
    larger_goal = models.TextField(_("Larger goal"), blank=True)

    objects = scoped(PartnershipQuerySet)  # type: ignore[misc]

    class Meta:
        ordering = ["tier", "creator__name"]
        indexes = [
            models.Index(fields=["workspace", "tier", "stage"], name="partnership_by_tier"),
            models.Index(fields=["workspace", "owner"], name="partnership_by_owner"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["creator", "brand"],
                condition=~Q(stage="ended"),
                name="one_living_partnership",
            ),
            models.CheckConstraint(
                condition=Q(stage="ended", ended_on__isnull=False)
                | (~Q(stage="ended") & Q(ended_on=None)),
                name="ended_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator} × {self.brand}"

    @property
    def mail_to(self) -> tuple[str, str]:
        """Whom mail of this partnership goes to: (address, name); ("", name) if unknown."""
        return (
            self.contact_email or self.creator.email,
            self.contact_name or self.creator.name,
        )

    def paused_on(self, day: date) -> bool:
        return self.stage == Stage.PAUSED and (
            self.paused_until is None or day <= self.paused_until
        )


class TierChange(WorkspaceModel):
    """History of a partnership's tier (row 10)."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="tier_changes"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_tier = models.CharField(max_length=2, choices=Tier, blank=True)
    to_tier = models.CharField(max_length=2, choices=Tier)
    reason = models.TextField()
    # A gut-feel override is recorded as one.
    override = models.BooleanField(default=False)
    # Items of the checklist that were not answered with yes when it was overridden.
    open_items = models.JSONField(default=list, blank=True)
    # Requirements of the tier's policy that were not met: {"score": [55, 70]}: has, wanted.
    short_of = models.JSONField(default=dict, blank=True)
    over_capacity = models.BooleanField(default=False)
    over_capacity_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.from_tier or '–'} → {self.to_tier}"

    @property
    def passed_over(self) -> list[str]:
        """Names of the `open_items`, in the language of whoever reads."""
        return [str(VettingItem(item).label) for item in self.open_items]

    @property
    def fell_short(self) -> list[str]:
        """The figures of `short_of` in words, in the language of whoever reads."""
        return [figure_words(key, *figure) for key, figure in self.short_of.items()]
