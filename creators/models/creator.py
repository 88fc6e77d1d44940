from datetime import UTC, date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from phonenumber_field.modelfields import PhoneNumberField
from timezone_field import TimeZoneField

from core.models import Versioned, WorkspaceModel, WorkspaceQuerySet, scoped
from creators.enums import ContactChannel, Market, TagKind

# Not null, so that one index orders them the same way on every database.
NEVER, FAR = datetime(1970, 1, 1, tzinfo=UTC), date(2999, 12, 31)


# Below every score where there is none; written out without parameters, as an index needs it.
SCORE = Func(
    F("potential"),
    template="COALESCE(%(expressions)s, -1)",
    output_field=models.SmallIntegerField(),
)


class CreatorQuerySet(WorkspaceQuerySet):
    def active(self) -> "CreatorQuerySet":
        return self.filter(archived_at=None)

    def absorbed(self) -> "CreatorQuerySet":
        return self.exclude(merged_into=None)


class _KnownCreators(models.Manager.from_queryset(CreatorQuerySet)):  # type: ignore[misc]
    """Without those a merge absorbed: no list, search, picker, export, import or portal asks."""

    def get_queryset(self) -> CreatorQuerySet:
        return super().get_queryset().filter(merged_into=None)


class Tag(WorkspaceModel):
    kind = models.CharField(max_length=10, choices=TagKind, default=TagKind.TAG)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "folded"], name="tag_once")
        ]

    def __str__(self) -> str:
        return self.name


class Creator(WorkspaceModel, Versioned):
    """A creator as a workspace knows them (product.md, rows 1, 2, 4)."""

    name = models.CharField(_("Name"), max_length=120)
    # How a mail greets them: "Светлана", not "Светлана Ёлкина".
    short_name = models.CharField(_("What to call them"), max_length=60, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = PhoneNumberField(_("Phone"), blank=True)
    market = models.CharField(_("Market"), max_length=2, choices=Market)
    city = models.CharField(_("City"), max_length=80, blank=True)
    language = models.CharField(
        _("Language"), max_length=5, choices=[("en", "English"), ("ru", "Русский")], default="en"
    )
    zone = TimeZoneField(_("Time zone"), default="UTC")
    about = models.TextField(_("About"), blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="creators")

    # Preferences, shown beside the brief while it is written (row 2).
    briefing = models.TextField(_("How they like to be briefed"), blank=True)
    lead_days = models.PositiveSmallIntegerField(_("Lead time, days"), null=True, blank=True)
    contact_by = models.CharField(
        _("Best reached by"), max_length=10, choices=ContactChannel, default=ContactChannel.EMAIL
    )
    # The creator's local time; mail waits for the morning after.
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("Quiet until"), null=True, blank=True)
    boundaries = models.TextField(_("Boundaries"), blank=True)
    # Row 4: in their own words; single goals and their reviews are rows of Goal.
    goals = models.TextField(_("What they want from a long partnership"), blank=True)
    payment_days = models.PositiveSmallIntegerField(_("Paid within, days"), default=30)

    # The person behind the portal sign-in; one person may be a creator in several workspaces.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="creator_rows",
    )
    # Something was shared with them; whoever holds the address may sign in.
    portal_open = models.BooleanField(default=False, editable=False)
    # As a price list without accounts states it; counts until a channel knows better.
    stated_followers = models.PositiveBigIntegerField(_("Followers"), null=True, editable=False)
    # Denormalised by actions so that a list of 100,000 sorts by an index.
    followers = models.PositiveBigIntegerField(default=0, editable=False)
    search = models.TextField(blank=True, editable=False)
    # By which doubles are found: folded words of the name in order; the mailbox behind an address.
    name_key = models.CharField(max_length=240, blank=True, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    # The newest partnership-potential score, for lists (row 13); None: not computed.
    potential = models.PositiveSmallIntegerField(null=True, editable=False)
    # What lists are ordered by, kept by the room of check-ins: the newest contact over all
    # partnerships (NEVER: none), the next planned one (FAR: none).
    contacted_at = models.DateTimeField(default=NEVER, editable=False)
    next_contact_on = models.DateField(default=FAR, editable=False)
    # Absorbed by a merge: seen nowhere, its address leads to the kept one.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScopedManager(_manager_class=_KnownCreators, workspace="workspace")  # type: ignore[misc]
    # With the absorbed ones: for merging, for its undo, and for old addresses.
    with_absorbed = scoped(CreatorQuerySet)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["workspace", "name", "id"], name="creator_by_name"),
            models.Index(fields=["workspace", "market", "name", "id"], name="creator_by_market"),
            models.Index(fields=["workspace", "-followers", "id"], name="creator_by_size"),
            models.Index(fields=["workspace", "-created_at", "id"], name="creator_by_age"),
            models.Index(F("workspace"), SCORE.desc(), F("id"), name="creator_by_potential"),
            models.Index(fields=["workspace", "-contacted_at", "id"], name="creator_by_contact"),
            models.Index(fields=["workspace", "next_contact_on", "id"], name="creator_by_next"),
            # Equal keys are counted by walking the index alone: absorbed and empty ones stay out.
            models.Index(
                fields=["workspace", "name_key", "id"],
                condition=Q(merged_into=None) & ~Q(name_key=""),
                name="creator_name_key",
            ),
            models.Index(
                fields=["workspace", "email_key", "id"],
                condition=Q(merged_into=None) & ~Q(email_key=""),
                name="creator_email_key",
            ),
            models.Index(
                fields=["workspace", "phone", "id"],
                condition=Q(merged_into=None) & ~Q(phone=""),
                name="creator_phone",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=~Q(email="") & Q(archived_at=None),
                name="creator_email_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def call_name(self) -> str:
        return self.short_name or self.name.split(" ")[0]
