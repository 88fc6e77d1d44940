"""Parts of an agreement's terms that come in any number. They follow its rule: written while it is
a draft, changed after that by an amendment alone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import WorkspaceModel
from core.money import Currency
from creators.enums import Market
from partnerships.enums import Metric, PerformanceKind, Rhythm
from partnerships.models.agreement import Agreement


class TenureStep(WorkspaceModel):
    """Pay that scales with tenure (row 25): from contract year `from_year` on, prices and retainers
    are `percent` above those written down. The latest step reached counts, steps do not add up."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="tenure_steps")
    from_year = models.PositiveSmallIntegerField(_("From contract year"))
    percent = models.DecimalField(_("Above the first prices, %"), max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["from_year"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "from_year"], name="tenure_step_once"),
            models.CheckConstraint(condition=Q(from_year__gte=2), name="tenure_from_second_year"),
            models.CheckConstraint(condition=Q(percent__gt=-100), name="tenure_leaves_a_price"),
        ]

    def __str__(self) -> str:
        return f"{self.from_year}: {self.percent} %"


class Exclusivity(WorkspaceModel):
    """For whom the creator does not work beside us: a category, so many days before and after each
    campaign, on these markets (row 18; clashes quote `str(clause)`)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="exclusivities")
    category = models.CharField(_("Category"), max_length=80)
    days_before = models.PositiveSmallIntegerField(_("Days before a campaign"), default=0)
    days_after = models.PositiveSmallIntegerField(_("Days after a campaign"), default=0)
    # Of the whole agreement, not of its campaigns only.
    always = models.BooleanField(_("All the time"), default=False)
    # Values of Market; empty: everywhere.
    markets = models.JSONField(default=list, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        ordering = ["category"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "category"], name="exclusive_once")
        ]

    def __str__(self) -> str:
        return self.category


class Retainer(WorkspaceModel):
    """A monthly sum with a written scope, apart from campaign pay (row 27). Days are the creator's;
    `ends_on` None: as long as the agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="retainers")
    amount = models.DecimalField(_("A month"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    scope = models.TextField(_("What it covers"))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="retainer_is_money"),
            models.CheckConstraint(condition=~Q(scope=""), name="retainer_has_scope"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="retainer_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class PerformanceTerm(WorkspaceModel):
    """Pay by what came of it (row 26): `percent` of attributed revenue, or `amount` when `metric`
    reaches `threshold`. Equity is words only."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="performance_terms"
    )
    kind = models.CharField(_("Kind"), max_length=13, choices=PerformanceKind)
    rhythm = models.CharField(_("Counted"), max_length=8, choices=Rhythm, default=Rhythm.CAMPAIGN)
    # Empty: all markets together.
    market = models.CharField(_("Market"), max_length=2, choices=Market, blank=True)
    percent = models.DecimalField(
        _("Share, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    metric = models.CharField(_("Measured by"), max_length=15, choices=Metric, blank=True)
    threshold = models.DecimalField(
        _("From"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    amount = models.DecimalField(_("Bonus"), max_digits=14, decimal_places=2, null=True, blank=True)
    # Of `amount`, and of a threshold that is revenue.
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency, blank=True)
    note = models.TextField(_("In words"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="revenue_share") | Q(percent__gt=0, percent__lte=100),
                name="share_has_per_cent",
            ),
            models.CheckConstraint(
                condition=~Q(kind="bonus")
                | (Q(amount__gt=0, threshold__gte=0) & ~Q(metric="") & ~Q(currency="")),
                name="bonus_has_threshold",
            ),
            models.CheckConstraint(
                condition=~Q(kind="equity") | ~Q(note=""), name="equity_is_in_words"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Kpi(WorkspaceModel):
    """What decides whether to go on, per market (row 60): at `goal` or above continue, below
    `floor` end, between the two discuss. Rates are fractions."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="kpis")
    market = models.CharField(_("Market"), max_length=2, choices=Market)
    metric = models.CharField(_("Measured by"), max_length=15, choices=Metric)
    goal = models.DecimalField(_("Continue from"), max_digits=16, decimal_places=4)
    floor = models.DecimalField(_("End below"), max_digits=16, decimal_places=4)
    # Of a goal that is revenue.
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency, blank=True)

    class Meta:
        ordering = ["market", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "market", "metric"], name="kpi_once"),
            models.CheckConstraint(
                condition=Q(floor__gte=0, goal__gte=models.F("floor")), name="kpi_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.market} {self.metric} ≥ {self.goal}"
