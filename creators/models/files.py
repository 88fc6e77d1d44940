from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.file_types import PICTURES
from core.models import WorkspaceModel
from creators.enums import FileKind
from creators.models.creator import Creator


class CreatorFile(WorkspaceModel):
    """A media kit, a release, a screenshot; its bytes are reached through a permission check."""

    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="files")
    # Stored under a random name; `name` is what people called it.
    file = models.FileField(upload_to="creators/%Y/%m/")
    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("What it is"), max_length=10, choices=FileKind)
    note = models.CharField(_("Note"), max_length=200, blank=True)
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
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_drawn(self) -> bool:
        """A browser may show it on a page: a picture that was walked to its end when it came."""
        return self.content_type in PICTURES
