"""Files of a deliverable: drafts, screenshots of what was published (row 41)."""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import lock
from campaigns.actions.deliverables import publish_deliverable, still_part
from campaigns.actions.submissions import submit_deliverable
from campaigns.enums import EvidenceKind
from campaigns.errors import Refused
from campaigns.models import Deliverable, DeliverableFile, Submission
from campaigns.rules.rounds import mark_of
from core import uploads

Kept = uploads.Kept[DeliverableFile]
_VERB = "deliverable_file"
_FULL = _("The files of one deliverable may have %(most)s MB together: %(used)s MB are taken.")


def keep_evidence(
    *,
    deliverable: Deliverable,
    upload: File,
    name: str,
    kind: str,
    by: User | None,
    at: datetime,
    submission: Submission | None = None,
) -> Kept:
    """Keep the bytes of `upload` with `deliverable`, of one round if `submission`. The same bytes a
    second time are kept once. Refused, on the field `file`: empty, too big, no room."""
    try:
        found = uploads.measured(upload, name)
        with transaction.atomic():
            still_part(deliverable)
            lock(deliverable)
            row = DeliverableFile(workspace_id=deliverable.workspace_id, deliverable=deliverable)
            told = {"kind": EvidenceKind(kind), "submission": submission}
            return uploads.keep(_shelf(deliverable), found, row=row, told=told, by=by, at=at)
    except uploads.Unkept as why:
        raise Refused(str(why), field="file") from why


def publish_with_evidence(
    *,
    deliverable: Deliverable,
    link: str,
    published_at: datetime,
    upload: File | None,
    by: User | None,
    at: datetime,
) -> bool:
    """`publish_deliverable`, with a screenshot or file of it; both or nothing."""
    with transaction.atomic():
        done = publish_deliverable(
            deliverable=deliverable, link=link, published_at=published_at, by=by, at=at
        )
        if upload is not None:
            kind = EvidenceKind.SCREENSHOT
            keep_evidence(
                deliverable=deliverable, upload=upload, name=upload.name or "", kind=kind, by=by,
                at=at,
            )  # fmt: skip
    return done


def submit_with_draft(
    *,
    deliverable: Deliverable,
    link: str,
    note: str,
    upload: File | None,
    by: User | None,
    at: datetime,
) -> bool:
    """`submit_deliverable`, with the draft as a file; both or nothing. Refused if a colleague was
    faster and said something else."""
    with transaction.atomic():
        done = submit_deliverable(deliverable=deliverable, link=link, note=note, by=by, at=at)
        row = deliverable.submissions.order_by("number").last()
        if not done and row and mark_of(row.link, row.note) != mark_of(link.strip(), note.strip()):
            words = _("Somebody noted this round meanwhile. Put yours into it from its own page.")
            raise Refused(words)
        if upload is not None and row:
            keep_evidence(
                deliverable=deliverable, upload=upload, name=upload.name or "",
                kind=EvidenceKind.DRAFT, by=by, at=at, submission=row,
            )  # fmt: skip
    return done


def remove_evidence(*, file: DeliverableFile, by: User | None, at: datetime) -> bool:
    """Out of sight; row and bytes stay. False if it was already."""
    with transaction.atomic():
        return uploads.remove(file, verb=_VERB, by=by, at=at)


def restore_evidence(*, file: DeliverableFile, by: User | None, at: datetime) -> bool:
    """Undoes the removal. False if it is in sight already. Refused if there is no room."""
    try:
        with transaction.atomic():
            lock(file.deliverable)
            return uploads.restore(_shelf(file.deliverable), file, by=by, at=at)
    except uploads.Unkept as why:
        raise Refused(str(why), field="file") from why


def _shelf(deliverable: Deliverable) -> uploads.Shelf[DeliverableFile]:
    rows = DeliverableFile.objects.filter(deliverable=deliverable)
    return uploads.Shelf(rows=rows, verb=_VERB, full=_FULL, about={"deliverable": deliverable})
