"""Letters that ask for nothing: brand news, market insight (row 48)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkins.enums import LetterKind, LetterState, NotSent
from core.models import OutgoingMail, Versioned, WorkspaceModel
from creators.models import Creator
from partnerships.models import Partnership


class Letter(WorkspaceModel, Versioned):
    """One letter to a chosen audience, each in their language.

    `audience`: {"brands": [public ids], "tiers": ["T1"], "markets": ["RU"], "languages": ["ru"],
    "slow_days": 60, "people": [partnership public ids]}; an empty or missing part narrows nothing.
    """

    kind = models.CharField(_("Kind"), max_length=7, choices=LetterKind)
    title = models.CharField(_("Name inside the team"), max_length=160)
    audience = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=9, choices=LetterState, default=LetterState.DRAFT, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters"
    )
    # Not before; each recipient then gets it in a working hour of theirs.
    send_on = models.DateField(_("Send on"), null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["workspace", "send_on"], condition=Q(state="scheduled"), name="letter_due"
            )
        ]

    def __str__(self) -> str:
        return self.title


class LetterText(WorkspaceModel):
    """Its words in one language. Variables: {name}, {sender}, {brand}."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5, choices=[("en", "English"), ("ru", "Русский")])
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"))
    # What somebody of another market should know to read it right (row 40).
    context = models.TextField(_("Context for readers of another market"), blank=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "language"], name="letter_text_once")
        ]

    def __str__(self) -> str:
        return self.subject


class LetterCopy(WorkspaceModel):
    """One person's copy: sent, or why not. A creator gets one, however many brands they have."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="letter_copies")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="letter_copies"
    )
    # In the month of the creator's calendar: what the policy's limit is counted by.
    on = models.DateField()
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="letter_copy"
    )
    not_sent = models.CharField(max_length=12, choices=NotSent, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["creator", "on"], name="letter_copy_by_month")]
        constraints = [
            models.UniqueConstraint(fields=["letter", "creator"], name="letter_copy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.creator}"


class LetterOptOut(WorkspaceModel):
    """A creator who wants no letters any more. Check-ins and work still reach them. Taken back by
    deleting the row; the audit keeps both."""

    creator = models.OneToOneField(Creator, on_delete=models.CASCADE, related_name="letter_opt_out")
    at = models.DateTimeField()
    # The letter they left by; null: a member wrote it down.
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.creator}"


class ContactPolicy(WorkspaceModel):
    """How much a creator is written to; one row of a workspace, defaults without it."""

    letters_a_month = models.PositiveSmallIntegerField(_("Letters a month, at most"), default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="one_contact_policy"),
        ]

    def __str__(self) -> str:
        return f"{self.letters_a_month}"
