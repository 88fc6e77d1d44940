from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel
from core.money import Currency
from creators.enums import PayoutMethod
from creators.models.creator import Creator


class PayoutDetails(WorkspaceModel, Versioned):
    """Where a creator's money goes, one for each currency. Encrypted at rest
    (core/secrets.py); shown only to whoever may see it, and each look is written down."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="payouts")
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    method = models.CharField(_("How"), max_length=8, choices=PayoutMethod)
    # Ciphertext of the whole JSON of the method's fields.
    secret = models.TextField(editable=False)
    # What may be shown to all members: the last four signs.
    hint = models.CharField(max_length=12, blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["currency"]
        constraints = [models.UniqueConstraint(fields=["creator", "currency"], name="payout_once")]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.hint}"
