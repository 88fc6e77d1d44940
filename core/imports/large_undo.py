"""Undoing a large import in chunks: first what it updated, then what it made, last who keeps what.

Each chunk is one transaction with the place where the next one begins.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from core.imports.claims import Claim
from core.imports.halving import halving
from core.imports.large import CHUNK
from core.imports.lines import batched
from core.imports.registry import Importer, LargeWay, Verdict
from core.imports.sentences import gettext as _
from core.imports.telling import UNDOING, last_done, let_others_write, say, tell
from core.imports.trace import raw_lines
from core.models import ImportJob, ImportRow
from core.models.imports import RowOutcome

_UPDATES = 2000
UPDATED, MADE, TAKEN = "updated", "made", "taken"


def undo_large(claim: Claim, importer: Importer) -> dict[str, Any]:
    """The counts at the end. Goes on where it was left."""
    job, way = claim.job, importer.large
    assert way is not None
    total = sum(job.counts.get(kind, 0) for kind in (RowOutcome.CREATE, RowOutcome.UPDATE))
    if job.rows_total != total:
        claim.step(rows_total=total)
    step, at = job.counts.get(UNDOING, [UPDATED, last_done(job) + 1])
    if step == UPDATED:
        _put_back(claim, importer, at)
        step, at = MADE, last_done(job)
    if step == MADE:
        _delete(claim, way, at)
    _name_taken(claim, way)
    kept = _kept(job).count()
    counts = {name: n for name, n in job.counts.items() if name != UNDOING}
    return {**counts, "undone": total - kept, "kept": kept}


def _kept(job: ImportJob) -> Any:
    told = job.rows.filter(outcome__in=(RowOutcome.CREATE, RowOutcome.UPDATE))
    return told.filter(after__isnull=False).exclude(reason="")


def _put_back(claim: Claim, importer: Importer, before: int) -> None:
    job = claim.job
    rows = job.rows.filter(outcome=RowOutcome.UPDATE).exclude(object_id="").order_by("-number")
    while batch := list(rows.filter(number__lt=before)[:_UPDATES]):
        with transaction.atomic():
            before = batch[-1].number
            _step(claim, UPDATED, before, len(batch))
            whys = halving(
                batch,
                lambda part: importer.undo(job, part),
                lambda: _("This row could not be undone."),
            )
            for row, why in zip(batch, whys, strict=True):
                say(row, why)
                row.after = row.after if why else None
            _replace(job, batch)
        let_others_write()


def _delete(claim: Claim, way: LargeWay, upto: int) -> None:
    job = claim.job
    while upto > 0:
        after = max(upto - CHUNK, 0)
        with transaction.atomic():
            left = job.rows_total - job.rows_done
            _step(claim, MADE, after, min(CHUNK, left))
            known = set(_kept(job).filter(number__gt=after, number__lte=upto)
                        .values_list("number", flat=True))  # fmt: skip
            kept = [found for found in way.undo_made(job, after, upto) if found[0] not in known]
            _tell_kept(job, kept)
        upto = after
        let_others_write()


def _name_taken(claim: Claim, way: LargeWay) -> None:
    """Told again from the start by whoever comes after a kill: nothing else is done here."""
    job = claim.job
    for batch in batched(way.taken_over(job), CHUNK):
        with transaction.atomic():
            _step(claim, TAKEN, 0, 0)
            _tell_kept(job, batch)


def _tell_kept(job: ImportJob, kept: Sequence[tuple[int, Verdict]]) -> None:
    if not kept:
        return
    lines = raw_lines(job, [number for number, _verdict in kept])
    rows = [
        tell(ImportRow(workspace=job.workspace, job=job, number=n, raw=lines.get(n, {})), verdict)
        for n, verdict in kept
    ]
    _replace(job, rows)


def _replace(job: ImportJob, rows: Sequence[ImportRow]) -> None:
    job.rows.filter(number__in=[row.number for row in rows]).delete()
    ImportRow.objects.bulk_create(rows, batch_size=2000)


def _step(claim: Claim, step: str, at: int, done: int) -> None:
    job = claim.job
    counts = {**job.counts, UNDOING: [step, at]}
    claim.step(rows_done=min(job.rows_done + done, job.rows_total), counts=counts)
