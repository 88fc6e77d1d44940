from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import DeliverableState
from campaigns.models.campaign import Collaboration
from core.models import Versioned, WorkspaceModel
from creators.enums import ContentFormat, Platform


class Deliverable(WorkspaceModel, Versioned):
    """Something to be published, with its day and its link (row 41)."""

    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, related_name="deliverables"
    )
    title = models.CharField(_("Title"), max_length=160)
    format = models.CharField(_("Format"), max_length=12, choices=ContentFormat)
    platform = models.CharField(_("Platform"), max_length=10, choices=Platform)
    # A date in the creator's zone.
    due_on = models.DateField(_("Due"))
    state = models.CharField(max_length=9, choices=DeliverableState, default=DeliverableState.DUE)
    revisions = models.PositiveSmallIntegerField(default=0)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    # The link without scheme, www and query: what a result row is matched by.
    link_key = models.CharField(max_length=500, blank=True, editable=False, db_index=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["workspace", "state", "due_on"], name="deliverable_due")]
        constraints = [
            # A form sent twice is one deliverable; three stories of a day are told apart by title.
            models.UniqueConstraint(
                fields=["collaboration", "title", "format", "platform", "due_on"],
                name="deliverable_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(link="")),
                name="published_has_link_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title
