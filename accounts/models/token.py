import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.workspace import Role
from core.models import WorkspaceModel

# So that a token that leaked is known for what it is.
PREFIX = "perennial_"


class ApiToken(WorkspaceModel):
    """What a script shows at the door: it may do what its role may (product.md, People).

    Only a digest is kept. It acts in the name of whoever made it, and ends with their membership.
    """

    name = models.CharField(_("What it is for"), max_length=80)
    role = models.CharField(_("May do as much as"), max_length=8, choices=Role)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The last day it is good for, in the workspace's zone; null: until it is taken back.
    expires_on = models.DateField(_("Good until"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(revoked_at=None),
                name="token_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Of 256 random bits no slow hash is needed: there is nothing to guess from."""
    return hashlib.sha256(secret.encode()).hexdigest()
