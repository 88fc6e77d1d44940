from datetime import time

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from core.ids import new_public_id
from core.money import Currency


class Workspace(models.Model):
    """The tenant: an agency or a brand team (product.md, People)."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(max_length=40, unique=True)
    currency = models.CharField(max_length=3, choices=Currency, default=Currency.USD)
    zone = TimeZoneField(default="UTC")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Mail of a demo workspace always goes into the folder, whatever the way out is.
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    ANALYST = "analyst", _("Analyst")


class DigestRhythm(models.TextChoices):
    DAY = "day", _("Every working day")
    WEEK = "week", _("On Mondays, for the week")


class Membership(models.Model):
    """A person's role in a workspace. Not scoped: it is what decides the scope."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    role = models.CharField(_("Role"), max_length=10, choices=Role)
    digest_on = models.BooleanField(_("Morning digest"), default=True)
    digest_hour = models.TimeField(_("Digest at"), default=time(8, 30))
    digest_rhythm = models.CharField(
        _("How often"), max_length=4, choices=DigestRhythm, default=DigestRhythm.DAY
    )
    # May read where creators' money goes; owners always may (row 31).
    sees_payouts = models.BooleanField(_("Sees payment details"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_each"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(models.Model):
    """An invitation by mail. Only the hash of its token is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("E-mail"))
    role = models.CharField(_("Role"), max_length=10, choices=Role)
    language = models.CharField(max_length=5, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.email
