from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel
from core.money import Currency
from creators.enums import ContentFormat
from creators.models.creator import Creator


class Rate(WorkspaceModel):
    """A line of the rate card. A new price is a new row: the card has a history (row 25)."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="rates")
    format = models.CharField(_("Format"), max_length=12, choices=ContentFormat)
    amount = models.DecimalField(_("Price"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    valid_from = models.DateField(_("Valid from"))
    # Set when a newer row of the same format and currency replaces it.
    valid_until = models.DateField(null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        ordering = ["format", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="rate_not_negative"),
            models.UniqueConstraint(
                fields=["creator", "format", "currency"],
                condition=Q(valid_until=None),
                name="one_current_rate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()}: {self.amount} {self.currency}"


class RatePolicy(WorkspaceModel, Versioned):
    """From which rise of a price on is flagged as a jump (product.md, row 25); a workspace without
    a row has the default of rules/rate_card.py."""

    jump_percent = models.PositiveSmallIntegerField(_("A rise is a jump from, %"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="rate_policy_once"),
            models.CheckConstraint(
                condition=Q(jump_percent__gte=1, jump_percent__lte=500), name="jump_in_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jump_percent} %"
