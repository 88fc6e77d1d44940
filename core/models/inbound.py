from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from core.ids import new_public_id
from core.models.mail import OutgoingMail


class InboundState(models.TextChoices):
    # Came in, and nobody has read it yet: a sweep does.
    RECEIVED = "received", pgettext_lazy("inbound", "Received")
    FILED = "filed", pgettext_lazy("inbound", "Filed")
    # Answers a mail that no room listens to the answers of.
    UNHEARD = "unheard", _("Nobody listens to it")
    # Out of office, a bounce, a list: no answer of a person.
    AUTOMATIC = "automatic", _("Automatic answer")
    # To an address that is none of ours.
    STRANGER = "stranger", _("Answers no mail of ours")
    EMPTY = "empty", _("Says nothing")
    # Tells that a mail of ours did not arrive, or was called spam.
    BOUNCE = "bounce", _("A mail came back")
    COMPLAINT = "complaint", _("Called spam")
    # Our own words coming back, or two machines answering each other.
    LOOP = "loop", _("A loop")
    # To an address that was given out too long ago: a person files it.
    EXPIRED = "expired", _("To an old address")
    # More in an hour than a person writes: kept, and filed by a person.
    LIMITED = "limited", _("Too many at once")


class InboundMail(models.Model):
    """One mail that came in, kept as it came; the same webhook twice is one row."""

    # Empty for what answers no mail of ours.
    workspace = models.ForeignKey(
        settings.WORKSPACE_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    # A digest of what makes the mail itself: its Message-ID, sender and receiver.
    event_key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    from_email = models.CharField(max_length=320)
    to_email = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    # Without quotes and signature; `raw` has all of it.
    text = models.TextField(blank=True)
    raw = models.FileField(upload_to="inbound/%Y/%m/", blank=True)
    answers = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    state = models.CharField(max_length=9, choices=InboundState, default=InboundState.RECEIVED)
    from_name = models.CharField(max_length=200, blank=True)
    # None where it answers nothing; False: not from the address that the mail went to.
    from_known = models.BooleanField(null=True)
    # What a person did with it on the list of mails that found no place: filed, or put aside.
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScopedManager(workspace="workspace")

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=models.Q(state="received"),
                name="inbound_waiting",
            ),
            models.Index(fields=["workspace", "-received_at"], name="inbound_of_workspace"),
            models.Index(fields=["from_email", "-received_at"], name="inbound_by_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.from_email}: {self.subject}"


class InboundFile(models.Model):
    """A file that came with a mail: kept if its type and size allow, else told by name."""

    mail = models.ForeignKey(InboundMail, on_delete=models.CASCADE, related_name="files")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.FileField(upload_to="inbound/%Y/%m/", blank=True)
    # Why it was not kept: "type", "size", "many"; empty: it was.
    refused = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
