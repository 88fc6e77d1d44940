"""What the partnership grows into (rows 50, 73, 74), and what stands in its way (row 53)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel
from core.money import Currency
from partnerships.enums import (
    CostKind,
    Escalate,
    OpportunityKind,
    OpportunityState,
    PartnerRole,
    RoadmapKind,
    RoadmapState,
    Severity,
    SupportKind,
)
from partnerships.models.partnership import Partnership


class Opportunity(WorkspaceModel, Versioned):
    """A growth offer. An idea is ours alone; the creator sees it from the day it is offered."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="opportunities"
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=OpportunityKind)
    title = models.CharField(_("What it is"), max_length=160)
    text = models.TextField(_("What it means for the creator"), blank=True)
    state = models.CharField(max_length=8, choices=OpportunityState, default=OpportunityState.IDEA)
    # When it would be.
    on = models.DateField(_("When"), null=True, blank=True)
    offered_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(_("What the creator said"), blank=True)
    done_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["idea", "dropped"]) | Q(offered_on__isnull=False),
                name="offered_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoadmapItem(WorkspaceModel, Versioned):
    """Learned in Q2, trying in Q3, building toward the partnership's larger goal (row 74)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="roadmap")
    # The first day of a calendar quarter.
    quarter = models.DateField(_("Quarter"))
    kind = models.CharField(_("Kind"), max_length=8, choices=RoadmapKind)
    text = models.TextField(_("What"))
    state = models.CharField(
        _("State"), max_length=7, choices=RoadmapState, default=RoadmapState.PLANNED
    )
    outcome = models.TextField(_("What came of it"), blank=True)
    # The creator sees it in their portal.
    shared = models.BooleanField(_("The creator sees it"), default=False)

    class Meta:
        ordering = ["quarter", "kind", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Support(WorkspaceModel):
    """What the brand did for the creator and not for itself (row 50)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="support")
    kind = models.CharField(_("What we did"), max_length=8, choices=SupportKind)
    on = models.DateField(_("Day"))
    text = models.CharField(_("In words"), max_length=300)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.text


class RoleChange(WorkspaceModel):
    """A step to ambassador or advisor, or back, with its terms. Never changed."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="role_changes"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_role = models.CharField(max_length=10, choices=PartnerRole)
    to_role = models.CharField(_("Role"), max_length=10, choices=PartnerRole)
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(_("Why"))
    terms = models.TextField(_("What it means for both sides"), blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.from_role} → {self.to_role}"


class AcquisitionCost(WorkspaceModel):
    """What it cost to win the creator, spread over the campaigns of the partnership (row 32)."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="acquisition_costs"
    )
    kind = models.CharField(_("What for"), max_length=11, choices=CostKind)
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    on = models.DateField(_("Day"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="acquisition_is_money")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Concern(WorkspaceModel, Versioned):
    """A problem with an escalation path (row 53): visible until closed. For the team only."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="concerns")
    title = models.CharField(_("What is wrong"), max_length=160)
    text = models.TextField(_("What happened"), blank=True)
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The clock of the path: starts anew when the severity is raised.
    clock_from = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.TextField(_("How it was resolved"), blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(
                fields=["workspace", "severity"], condition=Q(closed_at=None), name="concern_open"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(resolution=""), name="closed_says_how"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ConcernNote(WorkspaceModel):
    """What was done about it, line by line. Never changed."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("What was done"))

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class EscalationStep(WorkspaceModel):
    """One step of the path: a concern of `severity` open for `after_days` is told to `to`. A
    setting of the workspace; without rows the defaults of rules/concerns.py hold."""

    severity = models.CharField(max_length=8, choices=Severity)
    after_days = models.PositiveSmallIntegerField(_("After days"))
    to = models.CharField(_("Tell"), max_length=7, choices=Escalate)

    class Meta:
        ordering = ["severity", "after_days"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "severity", "after_days", "to"], name="escalation_step_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.severity} +{self.after_days}: {self.to}"


class Escalation(WorkspaceModel):
    """A step that was taken: once for each concern, clock and step, whoever's job it was."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="escalations")
    clock_from = models.DateTimeField()
    after_days = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=7, choices=Escalate)
    at = models.DateTimeField()
    # Names of whoever was told.
    told = models.JSONField(default=list)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "clock_from", "after_days", "to"], name="escalated_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern} +{self.after_days}"
