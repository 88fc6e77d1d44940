"""The opening, the decisions, the business review: rows 16, 17, 60, 67."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import OutgoingMail, Versioned, WorkspaceModel
from partnerships.enums import AuditItem, Decision, Light, ReviewKind
from partnerships.models.brand import Brand
from partnerships.models.partnership import Partnership


class Opening(WorkspaceModel, Versioned):
    """The three-month opening (row 16): month 1 alignment, month 2 first campaign, month 3 a
    co-creation review. `starts_on` is a day of the creator; weeks count from it."""

    partnership = models.OneToOneField(
        Partnership, on_delete=models.CASCADE, related_name="opening"
    )
    starts_on = models.DateField(_("From"))
    # Month 1: the alignment record. `platforms` holds values of Platform.
    platforms = models.JSONField(default=list, blank=True)
    story = models.TextField(_("The authentic story here"), blank=True)
    success = models.TextField(_("What success is"), blank=True)
    vision = models.TextField(_("Where this could go"), blank=True)
    aligned_on = models.DateField(null=True, blank=True)
    aligned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Month 3: the co-creation review.
    resonated = models.TextField(_("What resonated with the audience"), blank=True)
    questions = models.TextField(_("What questions came up"), blank=True)
    excited_about = models.TextField(_("What the creator is excited about"), blank=True)
    next_steps = models.TextField(_("What we make of it together"), blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.partnership)


class ContinuationReview(WorkspaceModel, Versioned):
    """An explicit decision whether to go on (rows 17, 60), never by default: it stays on Today
    until a person decides. `occasion` tells it from others ("first_campaign", "2026-Q3").

    `evidence` is what the proposal was made from, as it was then; renewed until it is decided.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=14, choices=ReviewKind)
    occasion = models.CharField(max_length=20)
    # A day of the creator.
    due_on = models.DateField()
    evidence = models.JSONField(default=dict)
    evidence_at = models.DateTimeField()
    proposal = models.CharField(max_length=6, choices=Decision)
    decision = models.CharField(_("Decision"), max_length=6, choices=Decision, blank=True)
    reason = models.TextField(_("Why"), blank=True)
    adjustments = models.TextField(_("What changes"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Words for the creator; empty: nothing is shared.
    shared_text = models.TextField(_("What the creator is told"), blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The occasion is gone: the partnership ended, the campaign was reopened.
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-due_on", "-pk"]
        indexes = [
            models.Index(
                fields=["workspace", "due_on"],
                condition=Q(decision="", dropped_at=None),
                name="review_undecided",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "occasion"], name="review_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & Q(decided_at__isnull=False) & ~Q(reason="")),
                name="decision_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.occasion}"


class BusinessReview(WorkspaceModel, Versioned):
    """The quarterly business review (row 67), of a brand's programme or of one partnership:
    challenges, market, KPIs, focus, adjustments; a page and a printable document."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="business_reviews")
    # None: the whole programme of the brand.
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    quarter = models.DateField(_("Quarter"))
    challenges = models.TextField(_("Top challenges"), blank=True)
    market = models.TextField(_("What happened in the market"), blank=True)
    focus = models.TextField(_("Where we focus next"), blank=True)
    adjustments = models.TextField(_("What we change"), blank=True)
    # The figures as they were when it was finished; computed while it is open.
    figures = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-quarter", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "quarter"],
                condition=Q(partnership=None),
                name="business_review_of_brand_once",
            ),
            models.UniqueConstraint(
                fields=["partnership", "quarter"],
                condition=Q(partnership__isnull=False),
                name="business_review_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership or self.brand} · {self.quarter:%Y-%m}"


class AuditMark(WorkspaceModel):
    """What a person says of one item of the mutual-value audit (row 66), over what is computed.
    The newest of an item counts; never changed."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="audit_marks"
    )
    item = models.CharField(max_length=8, choices=AuditItem)
    light = models.CharField(_("Light"), max_length=5, choices=Light)
    reason = models.TextField(_("Why"))
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.light}"
