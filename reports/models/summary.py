from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Collaboration
from core.models import OutgoingMail, Versioned, WorkspaceModel


class SummaryState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    HELD = "held", _("Held")
    SENT = "sent", pgettext_lazy("summary", "Sent")


class Summary(WorkspaceModel, Versioned):
    """The 72-hour performance summary of one collaboration (row 57).

    `figures` are the frozen numbers (reports/queries/figures.py gives their shape), taken anew
    while it is a draft, never after it was sent.
    """

    collaboration = models.OneToOneField(
        Collaboration, on_delete=models.CASCADE, related_name="summary"
    )
    state = models.CharField(max_length=5, choices=SummaryState, default=SummaryState.DRAFT)
    language = models.CharField(max_length=5)
    # The clock: starts when the campaign is closed, ends 72 hours later.
    closed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    # Words a person may edit.
    opening = models.TextField(_("Opening"), blank=True)
    worked = models.TextField(_("What worked"), blank=True)
    did_not = models.TextField(_("What did not"), blank=True)
    next_time = models.TextField(_("Next time"), blank=True)
    personal = models.TextField(_("In your own words"), blank=True)
    chart_svg = models.TextField(blank=True)
    chart_png = models.BinaryField(null=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    hold_reason = models.TextField(_("Why it waits"), blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Null with state sent: it went out by itself at 66 hours.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="summary"
    )

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="draft"), name="summary_clock")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(hold_reason=""), name="held_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.collaboration)


class CorrectionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("correction", "Draft")
    SENT = "sent", pgettext_lazy("correction", "Sent")
    # The figures went back to what was sent, or a person said that there is nothing to tell.
    DROPPED = "dropped", _("Not needed")


class Correction(WorkspaceModel, Versioned):
    """Figures that changed after the summary went out: told to the creator as a correction, never
    a silent change (row 57). What was sent before stays as it is."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=7, choices=CorrectionState, default=CorrectionState.DRAFT)
    # The clock runs from the moment that the change was found, or the campaign closed again.
    found_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # As in `Summary.figures`; the ones before are the summary's or the correction's before.
    figures = models.JSONField(default=dict)
    # Why the figures are others now, in the creator's language.
    note = models.TextField(_("Why the figures changed"), blank=True)
    chart_svg = models.TextField(blank=True)
    chart_png = models.BinaryField(null=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Null with state sent: it went out by itself at 66 hours.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    drop_reason = models.CharField(_("Why it is not told"), max_length=300, blank=True)
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="correction"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "number"], name="correction_once"),
            models.UniqueConstraint(
                fields=["summary"], condition=Q(state="draft"), name="one_correction_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", decided_at=None)
                | (~Q(state="draft") & Q(decided_at__isnull=False)),
                name="correction_decided_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary} {self.number}"


def label_of(field: str) -> Any:
    """What a field of a summary is called, in the language of whoever reads."""
    found: Any = Summary._meta.get_field(field)
    return found.verbose_name
