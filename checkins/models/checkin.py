from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkins.enums import CheckInKind, CheckInState
from checkins.models.template import TemplateVersion
from core.models import OutgoingMail, Versioned, WorkspaceModel
from partnerships.models import Partnership


class CheckIn(WorkspaceModel, Versioned):
    """A planned touch (row 42). `due_on` is a date in the creator's zone.

    `reason` is structured, so that it reads in the language of whoever looks:
    `{"rule": "cadence", "cadence": "monthly", "from": "2026-03-03", "from_kind": "call",
    "raw": "2026-04-03", "adjusted": "weekend"}` (checkins/rules/cadence.py explains it).
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="check_ins")
    kind = models.CharField(max_length=10, choices=CheckInKind, default=CheckInKind.CADENCE)
    state = models.CharField(max_length=7, choices=CheckInState, default=CheckInState.PLANNED)
    due_on = models.DateField()
    # The instant of sending: a working hour of the creator on `due_on`.
    send_at = models.DateTimeField()
    reason = models.JSONField()
    # The slot it fills ("2026-04" for monthly, "2026-Q2"): the mail's key, so never twice.
    slot = models.CharField(max_length=20)
    # Held for the manager to do by hand; False: goes out by itself at `send_at`.
    by_hand = models.BooleanField(default=False)
    personal_line = models.TextField(_("Personal line"), blank=True)
    skip_reason = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="check_in"
    )
    # The words it went out with; None: ours, before the workspace wrote its own.
    template_version = models.ForeignKey(
        TemplateVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["send_at"], condition=Q(state="planned"), name="checkin_to_send"),
            models.Index(
                fields=["workspace", "due_on"], condition=Q(state="planned"), name="checkin_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind"],
                condition=Q(state="planned"),
                name="one_planned_check_in",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(skip_reason=""), name="never_skipped_silently"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} {self.due_on}"
