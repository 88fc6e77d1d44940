"""What a person does to many rows: choose, confirm, undo.

Each step is a compare-and-swap on the job's state: a double click is one job, and finds nothing
left to do.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.audit import record
from core.models import BulkJob
from core.models.bulk import BulkState

# Up to so many rows are done while the person waits; more by a worker.
AT_ONCE = 100
MOST = 10_000
# A question that nobody answered is thrown away.
ASKED_FOR = timedelta(days=1)


class NotChosen(Exception):
    """Nothing, or too much, was chosen; the words say so."""


def ask_bulk(
    *, workspace: Any, kind: str, selection: Sequence[str], back: str, by: Any, at: datetime
) -> BulkJob:
    """Write down the rows that were chosen; nothing is done before `confirm_bulk`.

    Raises NotChosen for none, or for more than MOST.
    """
    chosen = list(dict.fromkeys(selection))
    if not chosen:
        raise NotChosen(_("Nothing is ticked. Tick the rows you mean first."))
    if len(chosen) > MOST:
        words = ngettext(
            "At most %(n)d row can be changed at once. Narrow the list first.",
            "At most %(n)d rows can be changed at once. Narrow the list first.",
            MOST,
        )
        raise NotChosen(words % {"n": MOST})
    return BulkJob.objects.create(
        workspace=workspace, kind=kind, selection=chosen, rows_total=len(chosen),
        back=back, created_by=by, created_at=at,
    )  # fmt: skip


def confirm_bulk(*, job: BulkJob, options: Mapping[str, Any], by: Any, at: datetime) -> bool:
    """Send the job to be done; False if it was sent already."""
    with transaction.atomic():
        moved = BulkJob.objects.filter(pk=job.pk, state=BulkState.ASKED).update(
            state=BulkState.QUEUED, options=dict(options)
        )
        if moved:
            told = {"rows": job.rows_total, "options": dict(options)}
            record(verb="bulk.started", obj=job, by=by, at=at, changes=told)
    job.refresh_from_db()
    return bool(moved)


def start_undo(*, job: BulkJob, by: Any, at: datetime) -> bool:
    """Send a finished job (or one that failed halfway) to be undone; False if it was."""
    ran = Q(state=BulkState.DONE) | Q(state=BulkState.FAILED)
    with transaction.atomic():
        moved = BulkJob.objects.filter(ran, pk=job.pk).update(
            state=BulkState.UNDOING, undone_by=by, problem="", claim="", heartbeat_at=None,
            rows_done=0, rows_total=job.counts.get("done", 0),
        )  # fmt: skip
        if moved:
            record(verb="bulk.undo_started", obj=job, by=by, at=at)
    job.refresh_from_db()
    return bool(moved)


def can_undo(job: BulkJob) -> bool:
    return job.state in (BulkState.DONE, BulkState.FAILED) and bool(job.counts.get("done"))
