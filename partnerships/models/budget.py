"""The year's money of a brand (row 30): planned, committed, spent; no two currencies in one sum."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel
from core.money import Currency
from partnerships.enums import CommitmentKind, CommitmentState, Tier
from partnerships.models.brand import Brand
from partnerships.models.partnership import Partnership


class BudgetPlan(WorkspaceModel, Versioned):
    """A calendar year of a brand, in one currency. Shares of the tiers stand in their policies and
    are copied here, so that a later policy does not rewrite a plan."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("Year"))
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    total = models.DecimalField(_("Budget of the year"), max_digits=14, decimal_places=2)
    # Whole per cent: {"T1": 40, "T2": 40, "T3": 20}.
    shares = models.JSONField(default=dict)
    # Warn when committed and spent together reach this part of the budget.
    warn_at = models.PositiveSmallIntegerField(_("Warn at, %"), default=90)
    # Currencies of lines are converted at the rates of this day, written into each line.
    rates_on = models.DateField(_("At the rates of"))

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "year"], name="budget_once"),
            models.CheckConstraint(condition=Q(total__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.year}"


class BudgetLine(WorkspaceModel):
    """Creator × times × rate. `rate_home` is the rate in the plan's currency at the plan's day;
    None where no exchange rate is known: shown as such and never added."""

    plan = models.ForeignKey(BudgetPlan, on_delete=models.CASCADE, related_name="lines")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    times = models.PositiveSmallIntegerField(_("Times"))
    rate = models.DecimalField(_("Rate"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    rate_home = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "partnership"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(rate__gte=0), name="budget_rate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.times} × {self.rate} {self.currency}"


class Commitment(WorkspaceModel, Versioned):
    """Money that is promised, then spent: one row for each fee, retainer month, session, share.

    Written by the actions that promise it (`key` tells one from another: "fee:<public id>").
    The exchange rate into the workspace's currency is frozen when it is promised, and once more
    when it is spent; None: no rate was known. `on` is the day it counts for."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="commitments"
    )
    # The brand and tier of that day: a later change of tier does not move what was promised.
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=2, choices=Tier)
    kind = models.CharField(max_length=13, choices=CommitmentKind)
    key = models.CharField(max_length=80)
    on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, choices=Currency)
    state = models.CharField(
        max_length=9, choices=CommitmentState, default=CommitmentState.COMMITTED
    )
    spent_on = models.DateField(null=True, blank=True)
    home_currency = models.CharField(max_length=3, choices=Currency)
    exchange = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    exchange_on = models.DateField(null=True, blank=True)
    home_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["workspace", "brand", "on"], name="commitment_by_year")]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="commitment_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="commitment_not_negative"),
            models.CheckConstraint(
                condition=(Q(state="spent") & Q(spent_on__isnull=False))
                | (~Q(state="spent") & Q(spent_on=None)),
                name="spent_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount} {self.currency}"


class OverBudget(WorkspaceModel):
    """Somebody went over a year's budget knowingly, and said why."""

    plan = models.ForeignKey(BudgetPlan, on_delete=models.CASCADE, related_name="overruns")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.reason
