from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Collaboration
from core.models import Versioned, WorkspaceModel
from core.money import Currency
from partnerships.enums import CommitmentKind
from partnerships.models import Agreement, Commitment, Partnership


class Payment(WorkspaceModel, Versioned):
    """What is owed to a creator: due by the agreement's terms (row 31).

    One for each `key`: "fee:<collaboration>", "retainer:<retainer>:2026-11",
    "revenue_share:<term>:2026-Q3", "bonus:<term>:<collaboration>", "session:…", "other:…". What is
    counted over a time (`first` to `last`, days of the creator) says so.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(_("What for"), max_length=13, choices=CommitmentKind, default="fee")
    key = models.CharField(max_length=80)
    collaboration = models.OneToOneField(
        Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="payment"
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    commitment = models.OneToOneField(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="payment"
    )
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    # How the amount came about, where it was computed: {"revenue": "1200.00", "percent": "5"}.
    basis = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    due_on = models.DateField(_("Due"))
    paid_on = models.DateField(_("Paid"), null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["workspace", "paid_on", "due_on"], name="payment_due")]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="payment_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind="fee") | Q(collaboration__isnull=False),
                name="fee_has_collaboration",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def what(self) -> str:
        """What it is for, in the language of whoever reads: the campaign, what was written by hand,
        else the kind. The creator reads it too."""
        if self.collaboration is not None:
            return self.collaboration.campaign.name
        if self.note:
            return self.note
        return str(self.get_kind_display())
