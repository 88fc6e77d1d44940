"""The outbox: one row per logical mail, rendered once, delivered by a task (architecture.md)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from core.ids import new_public_id


class MailState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Sending")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    DELIVERED = "delivered", _("Delivered")
    BOUNCED = "bounced", _("Bounced")
    COMPLAINED = "complained", _("Complained")
    # Handed over, and the answer was lost: never re-sent by itself.
    UNKNOWN = "unknown", _("Unknown")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("Suppressed")
    CANCELLED = "cancelled", _("Cancelled")


class OutgoingMail(models.Model):
    # Empty for mails of the installation itself (sign-in codes, password reset).
    workspace = models.ForeignKey(
        settings.WORKSPACE_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40, db_index=True)
    language = models.CharField(max_length=5)
    from_email = models.CharField(max_length=320)
    to_email = models.EmailField()
    to_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    # What the mail is about, for pages that show its fate: "campaigns.brief", public id.
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=16, blank=True)

    state = models.CharField(max_length=12, choices=MailState, default=MailState.QUEUED)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # The fence: whoever holds another token has lost the claim.
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    # Set right before the message is handed over; a dead claim with it set is *unknown*.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)
    last_error = models.TextField(blank=True)

    objects = ScopedManager(workspace="workspace")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="mail_queued_due"),
            models.Index(
                fields=["lease_until"], condition=Q(state="sending"), name="mail_sending_lease"
            ),
            models.Index(fields=["workspace", "-created_at"], name="mail_workspace_log"),
            models.Index(fields=["about_type", "about_id"], name="mail_about"),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.to_email} ({self.state})"


class MailAttachment(models.Model):
    """A file of a mail: stored with it, so that what was sent stays what was sent."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    # Not empty: shown inside the HTML as `cid:<content_id>`.
    content_id = models.CharField(max_length=100, blank=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class MailEvent(models.Model):
    """What became of a mail: each attempt, and what the provider told."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    detail = models.TextField(blank=True)
    # The provider's id of the event: the same webhook twice is one row.
    event_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mail", "event_id"],
                condition=~Q(event_id=""),
                name="mail_event_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Suppression(models.Model):
    """An address that bounced or complained: nothing more is sent there until a person lifts it."""

    email = models.EmailField(unique=True)
    reason = models.CharField(max_length=20)
    detail = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.email} ({self.reason})"
