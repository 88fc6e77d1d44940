from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Collaboration
from campaigns.models.deliverable import Deliverable
from core.models import ImportJob, WorkspaceModel
from core.money import Currency
from creators.enums import Market

# Whole numbers a result row may carry, in the order pages show them. None: not known.
METRICS = (
    "impressions",
    "reach",
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "follows",
    "watch_seconds",
    "clicks",
    "purchases",
    "new_customers",
)

# What the source key of a row begins with that a person typed.
TYPED = "typed"


def metric_label(name: str) -> Any:
    """What a column of results is called, in the language of whoever reads it."""
    return Result._meta.get_field(name).verbose_name  # type: ignore[union-attr]


class Result(WorkspaceModel):
    """One measured row: collaboration, date, market, metrics (row 56). Knows where it came from."""

    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, related_name="results"
    )
    deliverable = models.ForeignKey(
        Deliverable, null=True, blank=True, on_delete=models.SET_NULL, related_name="results"
    )
    day = models.DateField(_("Date"))
    market = models.CharField(_("Market"), max_length=2, choices=Market)
    impressions = models.PositiveBigIntegerField(_("Impressions"), null=True, blank=True)
    reach = models.PositiveBigIntegerField(_("Reach"), null=True, blank=True)
    views = models.PositiveBigIntegerField(_("Views"), null=True, blank=True)
    # A daily series tells differences: a comment deleted is one less.
    likes = models.BigIntegerField(_("Likes"), null=True, blank=True)
    comments = models.BigIntegerField(_("Comments"), null=True, blank=True)
    shares = models.BigIntegerField(_("Shares"), null=True, blank=True)
    saves = models.BigIntegerField(_("Saves"), null=True, blank=True)
    follows = models.BigIntegerField(_("New followers"), null=True, blank=True)
    watch_seconds = models.PositiveBigIntegerField(_("Watch time, seconds"), null=True, blank=True)
    clicks = models.PositiveBigIntegerField(_("Clicks"), null=True, blank=True)
    purchases = models.PositiveBigIntegerField(_("Purchases"), null=True, blank=True)
    new_customers = models.PositiveBigIntegerField(_("New customers"), null=True, blank=True)
    revenue_amount = models.DecimalField(
        _("Revenue"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    revenue_currency = models.CharField(max_length=3, choices=Currency, blank=True)
    # What makes the row itself: the post's link or id, or "typed". The same file again updates.
    source_key = models.CharField(max_length=500)
    # Its index is the one with the line below.
    job = models.ForeignKey(
        ImportJob,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    source_row = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
        # From a line of a file to its row, and undoing of a million of them in stretches.
        indexes = [models.Index(fields=["job", "source_row"], name="result_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "day", "market", "source_key"], name="result_once"
            ),
            models.CheckConstraint(
                condition=Q(revenue_amount=None, revenue_currency="")
                | (Q(revenue_amount__gte=0) & ~Q(revenue_currency="")),
                name="revenue_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collaboration} {self.day}"
