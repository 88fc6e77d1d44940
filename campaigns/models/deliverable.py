from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import DeliverableState, EvidenceKind, Verdict
from campaigns.models.campaign import Collaboration
from core.models import KeptFile, OutgoingMail, Versioned, WorkspaceModel
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


class Submission(WorkspaceModel):
    """One round of a deliverable: handed in, looked at, approved or asked to be revised with notes
    (row 41). Rounds are counted from 1."""

    deliverable = models.ForeignKey(
        Deliverable, on_delete=models.CASCADE, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField(_("Handed in"))
    # Where the draft can be looked at.
    link = models.URLField(_("Link to the draft"), max_length=500, blank=True)
    note = models.TextField(_("What the creator says of it"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    # For the creator: what should change and why.
    verdict_note = models.TextField(_("What should change"), blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    mail = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="round_once"),
            models.CheckConstraint(
                condition=~Q(verdict="revision") | ~Q(verdict_note=""),
                name="revision_with_a_note",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at=None)
                | (~Q(verdict="") & Q(verdict_at__isnull=False)),
                name="verdict_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable} {self.number}"


class DeliverableFile(KeptFile):
    """A draft, a screenshot of what was published, a file."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="files")
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="files"
    )
    file = models.FileField(upload_to="deliverables/%Y/%m/")
    kind = models.CharField(_("What it is"), max_length=10, choices=EvidenceKind)
