"""Sessions: councils, paid strategy sessions, planning calls, meetings (rows 52, 68, 69, 71)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import BriefVersion, Payment
from checkins.enums import AgendaKind, GuestAnswer, SessionKind, SessionState
from core.models import OutgoingMail, Versioned, WorkspaceModel
from core.money import Currency
from partnerships.models import Brand, Partnership


class Session(WorkspaceModel, Versioned):
    """People of several zones at one hour. A meeting with one creator is a session too.

    Each change that guests must hear of raises `sequence`, so that calendars follow.
    """

    kind = models.CharField(_("Kind"), max_length=8, choices=SessionKind)
    title = models.CharField(_("Title"), max_length=160)
    # What is to be decided or heard, in words for the guests.
    purpose = models.TextField(_("What it is for"), blank=True)
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions"
    )
    state = models.CharField(
        max_length=9, choices=SessionState, default=SessionState.DRAFT, editable=False
    )
    # None until a time is fixed.
    starts_at = models.DateTimeField(_("Starts"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=60)
    # A link to the call, or an address.
    place = models.CharField(_("Where"), max_length=500, blank=True)
    # What a guest gets where nothing else is said with their row.
    fee = models.DecimalField(
        _("Fee of each"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency, blank=True)
    # For the team: what was said. Guests see decisions that are shared with them.
    notes = models.TextField(_("Notes"), blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["workspace", "state", "starts_at"], name="session_by_state"),
            models.Index(fields=["workspace", "organizer", "starts_at"], name="session_by_host"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_has_length"),
            models.CheckConstraint(
                condition=Q(fee=None) | (Q(fee__gt=0) & ~Q(currency="")),
                name="session_fee_is_money",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["fixed", "held"]) | Q(starts_at__isnull=False),
                name="fixed_session_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SessionHost(WorkspaceModel):
    """A colleague who takes part beside the organizer."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="hosts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="session_host_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


class SessionTime(WorkspaceModel):
    """A time that guests were asked about before one is fixed."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField(pgettext_lazy("session", "When"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="session_time_once")
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.starts_at:%Y-%m-%d %H:%M}"


class SessionGuest(WorkspaceModel, Versioned):
    """A creator's place: asked, answered, came, paid. A fee becomes one payment (row 69)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="guests")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="session_guests"
    )
    fee = models.DecimalField(_("Fee"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, choices=Currency, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    # The invitation they answer; updates and cancellations are mails of their own.
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="session_guest"
    )
    answer = models.CharField(max_length=5, choices=GuestAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Who wrote it down; null with an answer: the creator, on the reply page or by calendar.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("What they said"), blank=True)
    # The proposed times that suit them.
    suits = models.ManyToManyField(SessionTime, blank=True, related_name="suits")
    came = models.BooleanField(null=True)
    payment = models.OneToOneField(
        Payment, null=True, blank=True, on_delete=models.SET_NULL, related_name="session_guest"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "partnership"], name="session_guest_once"),
            models.CheckConstraint(
                condition=Q(fee=None) | (Q(fee__gte=0) & ~Q(currency="")),
                name="guest_fee_is_money",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="guest_answer_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.partnership}"


class AgendaItem(WorkspaceModel):
    """One point: audience behaviour, a brief that struggles, a question (row 68)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("Kind"), max_length=8, choices=AgendaKind)
    text = models.TextField(_("What about"))
    # A brief that struggles, where the point is one.
    brief = models.ForeignKey(
        BriefVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    heard = models.TextField(_("What was said"), blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class SessionDecision(WorkspaceModel, Versioned):
    """What a session came to. `shared`: the guests are told, and see what became of it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField(_("Decision"))
    shared = models.BooleanField(_("The guests see it"), default=True)
    decided_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]


class DecisionUse(WorkspaceModel):
    """A brief that a decision changed: what was used of a session (rows 68, 69)."""

    decision = models.ForeignKey(SessionDecision, on_delete=models.CASCADE, related_name="uses")
    version = models.ForeignKey(BriefVersion, on_delete=models.CASCADE, related_name="decisions")
    note = models.CharField(_("What changed"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "version"], name="decision_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision} → {self.version}"


class CalendarFeed(WorkspaceModel):
    """A manager's private calendar address (row 52). Only the token's hash is kept; a revoked feed
    stays as a row, so that it is known when it stopped."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user"],
                condition=Q(revoked_at=None),
                name="one_calendar_feed_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}"
