from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Versioned, WorkspaceModel
from core.money import Currency
from creators.enums import ContentFormat
from partnerships.enums import AgreementKind, AgreementState
from partnerships.models.partnership import Partnership


class Agreement(WorkspaceModel, Versioned):
    """The relationship piece, agreed once a year (rows 18, 22, 23)."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="agreements"
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=AgreementKind)
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    starts_on = models.DateField(pgettext_lazy("day", "From"))
    # The last day in force. Null only for evergreen agreements without notice.
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    campaigns_a_year = models.PositiveSmallIntegerField(_("Campaigns a year"))
    guaranteed_a_year = models.PositiveSmallIntegerField(
        _("Of these guaranteed"), null=True, blank=True
    )
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    payment_days = models.PositiveSmallIntegerField(_("Paid within, days"), default=30)
    notice_days = models.PositiveSmallIntegerField(_("Notice, days"), default=30)
    # Content rights. `uses` holds values of ContentUse, `markets` of creators' Market, `platforms`
    # of Platform; an empty list says nothing about it. Exclusivity has rows of its own.
    uses = models.JSONField(default=list, blank=True)
    markets = models.JSONField(default=list, blank=True)
    platforms = models.JSONField(default=list, blank=True)
    usage = models.CharField(_("Usage"), max_length=300, blank=True)
    territory = models.CharField(_("Territory"), max_length=200, blank=True)
    exclusivity = models.CharField(_("Exclusivity"), max_length=300, blank=True)
    rights_months = models.PositiveSmallIntegerField(
        _("Rights last, months"), null=True, blank=True
    )
    # What a year may cost, in `currency` (row 20).
    budget_from = models.DecimalField(
        _("Budget a year, from"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget_to = models.DecimalField(
        _("Budget a year, to"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    # An evergreen's yearly window to adjust opens so many days before its anniversary (row 22).
    window_days = models.PositiveSmallIntegerField(_("Adjustment window, days"), default=60)
    terms = models.TextField(_("Other terms"), blank=True)
    sent_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(_("Signed for the creator by"), max_length=120, blank=True)
    our_signed_on = models.DateField(_("Signed by us on"), null=True, blank=True)
    our_signed_by = models.CharField(_("Signed for us by"), max_length=120, blank=True)
    # Why a price above the limit was agreed to (row 25).
    rate_jump_reason = models.CharField(max_length=300, blank=True)
    notice_given_on = models.DateField(null=True, blank=True)
    notice_by = models.CharField(
        max_length=8, choices=[("us", _("Us")), ("creator", _("The creator"))], blank=True
    )
    # Why it ended early or was withdrawn; empty where it ran its time.
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        indexes = [models.Index(fields=["state", "starts_on"], name="agreement_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(kind="evergreen") | Q(ends_on__isnull=False),
                name="only_evergreen_is_open",
            ),
            models.CheckConstraint(
                condition=Q(budget_from=None)
                | Q(budget_to=None)
                | Q(budget_to__gte=models.F("budget_from")),
                name="agreed_budget_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(budget_from=None) | Q(budget_from__gte=0))
                & (Q(budget_to=None) | Q(budget_to__gte=0)),
                name="agreed_budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} {self.starts_on:%Y}"


class AgreementRate(WorkspaceModel):
    """The price of one format in one currency, before tenure (`TenureStep`)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="rates")
    format = models.CharField(_("Format"), max_length=12, choices=ContentFormat)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    amount = models.DecimalField(_("Price"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "format", "currency"], name="agreed_rate_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="agreed_rate_not_negative"),
            models.CheckConstraint(condition=~Q(currency=""), name="agreed_rate_has_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()}: {self.amount} {self.currency}"
