"""What happens to an agreement after it was signed: amendments, yearly renewals, quarterly
statements of work, close-out, signed files."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import KeptFile, Versioned, WorkspaceModel
from core.money import Currency
from creators.enums import Market
from partnerships.enums import AmendmentState, CloseOut, Metric, RenewalState, SowState
from partnerships.models.agreement import Agreement
from partnerships.models.partnership import Partnership


class Amendment(WorkspaceModel, Versioned):
    """A change of the terms of an agreement that binds. `before` and `after` are whole terms
    (rules/terms.py, as JSON), so that any day's terms can be read back. In force from
    `effective_on`, a day of the creator, when it is written into the agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    effective_on = models.DateField(_("In force from"))
    reason = models.TextField(_("Why"))
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.DRAFT)
    before = models.JSONField()
    after = models.JSONField()
    rate_jump_reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(_("Signed for the creator by"), max_length=120, blank=True)
    our_signed_by = models.CharField(_("Signed for us by"), max_length=120, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="amendment_once"),
            # Two changes at once would each start from terms that the other one changes.
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=["draft", "sent", "signed"]),
                name="one_open_amendment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.number}"


class Renewal(WorkspaceModel, Versioned):
    """One renewal of an evergreen agreement (row 22): of its contract year `year`, from 2 on, whose
    first day is `renews_on`. Made when the window to adjust opens."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="renewals")
    year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    renews_on = models.DateField()
    # The last day of the renewed year.
    until = models.DateField()
    state = models.CharField(max_length=8, choices=RenewalState, default=RenewalState.OPEN)
    opened_at = models.DateTimeField()
    # Renewed or stopped.
    settled_at = models.DateTimeField(null=True, blank=True)
    # "Nothing to adjust", said by a person in the window.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        indexes = [models.Index(fields=["state", "renews_on"], name="renewal_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "year"], name="renewal_once"),
            models.CheckConstraint(
                condition=Q(year__gte=2, until__gt=models.F("renews_on")), name="renewal_is_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.year}"


class CloseOutTask(WorkspaceModel):
    """What is left to do before an agreement ends (row 23). `due_on` is a day of the creator."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="close_out")
    kind = models.CharField(max_length=12, choices=CloseOut)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)
    # Notice was taken back, or the reason is gone.
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["workspace", "due_on"],
                condition=Q(done_at=None, dropped_at=None),
                name="close_out_open",
            )
        ]
        constraints = [models.UniqueConstraint(fields=["agreement", "kind"], name="close_out_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Sow(WorkspaceModel, Versioned):
    """The statement of work of one quarter beneath an agreement (row 20): how many campaigns, what
    they may cost, what for. Edited while it is a draft."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="sows")
    # The first day of a calendar quarter.
    quarter = models.DateField(_("Quarter"))
    campaigns = models.PositiveSmallIntegerField(_("Campaigns"))
    budget_from = models.DecimalField(_("Budget from"), max_digits=14, decimal_places=2)
    budget_to = models.DecimalField(_("Budget to"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency)
    focus = models.TextField(_("What the quarter is for"))
    flexible = models.TextField(_("What stays flexible"), blank=True)
    state = models.CharField(max_length=6, choices=SowState, default=SowState.DRAFT)
    sent_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField(_("Agreed for the creator by"), max_length=120, blank=True)

    class Meta:
        ordering = ["-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "quarter"], name="sow_once"),
            models.CheckConstraint(
                condition=Q(budget_from__gte=0, budget_to__gte=models.F("budget_from")),
                name="sow_budget_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.quarter:%Y-%m}"


class Objective(WorkspaceModel, Versioned):
    """An outcome instead of a count of posts (row 29): reach `target` of `metric` among
    `audience` on `market` from `starts_on` to `ends_on`, with progress from results."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="objectives"
    )
    sow = models.ForeignKey(
        Sow, null=True, blank=True, on_delete=models.SET_NULL, related_name="objectives"
    )
    audience = models.CharField(_("Whom to reach"), max_length=200)
    market = models.CharField(_("Market"), max_length=2, choices=Market)
    metric = models.CharField(_("Measured by"), max_length=15, choices=Metric)
    target = models.DecimalField(_("Target"), max_digits=16, decimal_places=4)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=0), name="objective_has_target"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="objective_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience}: {self.target}"


class ObjectiveChange(WorkspaceModel):
    """A quarterly adjustment of an objective, with its reason. Never changed."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_target = models.DecimalField(max_digits=16, decimal_places=4)
    to_target = models.DecimalField(max_digits=16, decimal_places=4)
    reason = models.TextField(_("Why"))

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.from_target} → {self.to_target}"


class AgreementFile(KeptFile):
    """The signed paper of an agreement, an amendment or an SOW. It is never replaced, a newer one
    stands beside it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="files")
    amendment = models.ForeignKey(
        Amendment, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    sow = models.ForeignKey(
        Sow, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField(upload_to="agreements/%Y/%m/")
