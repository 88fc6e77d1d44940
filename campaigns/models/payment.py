from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Collaboration
from core.models import Versioned, WorkspaceModel
from core.money import Currency


class Payment(WorkspaceModel, Versioned):
    """What is owed for a collaboration: due by the agreement's terms (row 31)."""

    collaboration = models.OneToOneField(
        Collaboration, on_delete=models.PROTECT, related_name="payment"
    )
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, choices=Currency)
    due_on = models.DateField(_("Due"))
    paid_on = models.DateField(_("Paid"), null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["workspace", "paid_on", "due_on"], name="payment_due")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
