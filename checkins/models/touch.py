from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from checkins.enums import Direction, TouchKind
from core.models import InboundMail, OutgoingMail, WorkspaceModel
from creators.enums import ContactChannel
from partnerships.models import Partnership


class Touch(WorkspaceModel):
    """Any contact, either way (product.md, Words). Real contact moves the next check-in."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="touches")
    at = models.DateTimeField(_("When"))
    direction = models.CharField(_("Direction"), max_length=4, choices=Direction)
    kind = models.CharField(_("Kind"), max_length=12, choices=TouchKind)
    channel = models.CharField(_("By"), max_length=10, choices=ContactChannel)
    # Whether it asked the creator for something (row 44).
    asks = models.BooleanField(_("Asks for something"), default=False)
    subject = models.CharField(_("About"), max_length=200, blank=True)
    body = models.TextField(_("What was said"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A mail is one touch, however often its delivery is told.
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="touch"
    )
    # The mail of theirs that it is.
    inbound = models.OneToOneField(
        InboundMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="touch"
    )
    # A word of theirs that nobody has answered or put aside yet: a line of Today.
    awaits_answer = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    # What it came from ("brief:<public id>"), so that a receiver or sweep logs it once.
    source_key = models.CharField(max_length=120, blank=True)
    # Subject and body, folded: what the timeline is searched by.
    search = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["partnership", "-at", "-public_id"], name="touch_newest"),
            models.Index(
                fields=["workspace", "at"],
                condition=models.Q(awaits_answer=True),
                name="touch_awaits",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source_key"],
                condition=~models.Q(source_key=""),
                name="touch_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
