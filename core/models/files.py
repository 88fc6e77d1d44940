from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.file_types import PICTURES
from core.models.tenancy import WorkspaceModel


class KeptFile(WorkspaceModel):
    """A file that somebody put there; its bytes (`file`, of each model's own folder, under a random
    name) are reached through a permission check."""

    # What people called it.
    name = models.CharField(_("Name"), max_length=200)
    # By its bytes, not by its name or what the browser said.
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Out of sight, and brought back by undo.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_drawn(self) -> bool:
        """A browser may show it on a page: a picture that was walked to its end when it came."""
        return self.content_type in PICTURES
