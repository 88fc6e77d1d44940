from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, WorkspaceModel


class SavedView(WorkspaceModel, Versioned):
    """A state of the directory under a name: one's own, or shared with the workspace (row 5).

    `query` is the canonical query string (filters, sort, columns) without page and `?`: what the
    address of the list would be.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("Name"), max_length=60)
    # Case and script folded: "Теплые" and "тёплые" are one name.
    folded = models.CharField(max_length=120)
    shared = models.BooleanField(_("Shared with everybody here"), default=False)
    query = models.TextField(blank=True)
    # Deleted, and can be brought back.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "owner", "folded"],
                condition=models.Q(removed_at=None),
                name="view_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
