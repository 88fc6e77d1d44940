from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.imports import ImportJob
from core.models.tenancy import WorkspaceModel
from core.money import Currency


class ExchangeRate(WorkspaceModel):
    """One `currency` was worth `rate` of `against` on `day` (row 30). A day without a row has the
    rate of the last day before it; each sum that uses one says its rate and day."""

    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    against = models.CharField(_("In"), max_length=3, choices=Currency)
    day = models.DateField(_("Day"))
    rate = models.DecimalField(_("Rate"), max_digits=18, decimal_places=8)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    job = models.ForeignKey(
        ImportJob, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-day", "currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "currency", "against", "day"], name="exchange_rate_once"
            ),
            models.CheckConstraint(condition=Q(rate__gt=Decimal(0)), name="exchange_rate_positive"),
            models.CheckConstraint(
                condition=~Q(currency=F("against")), name="exchange_of_two_currencies"
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate} {self.against} ({self.day})"
