"""The three works of an import: check (dry run), run, undo.

Each goes through its rows in batches of at most 500. A batch is one transaction that holds the
effects, the ImportRows that tell of them and the count of rows done: whoever comes after a kill
goes on exactly there. A batch that fails is halved until the one bad row is found and left out.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count
from django.utils import timezone, translation

from core.audit import record
from core.imports.claims import Claim, ClaimLost, take
from core.imports.halving import halving
from core.imports.large import apply_large, check_large, is_large, runs_large
from core.imports.large_undo import undo_large
from core.imports.lines import BATCH, Mapper, batched, open_table, raw_row
from core.imports.refusals import ImportRefused
from core.imports.registry import Importer, Line, Verdict, importer_of
from core.imports.sentences import gettext as _
from core.imports.telling import LARGE, LAST, broken, last_done, let_others_write, say, tell
from core.models import ImportJob, ImportRow
from core.models.imports import ImportState, RowOutcome

log = structlog.get_logger(__name__)

# Outcomes of the dry run that a run looks at again, and those of a run that undoing looks at.
APPLIED = (RowOutcome.CREATE, RowOutcome.UPDATE, RowOutcome.SAME)
UNDONE = (RowOutcome.CREATE, RowOutcome.UPDATE)


def check_job(job_id: int) -> bool:
    """The dry run of a job that is CHECKING: an ImportRow for each row, nothing else written.

    Begins anew when it takes over. False if the job is not for us. Call inside the scope.
    """
    now = timezone.now()
    claim = take(job_id, states=[ImportState.CHECKING], becomes=ImportState.CHECKING, at=now)
    return _work(claim, _check)


def run_job(job_id: int) -> bool:
    """Apply a job that is QUEUED, or RUNNING with nobody at it; goes on where it was left."""
    now = timezone.now()
    claim = take(
        job_id,
        states=[ImportState.QUEUED, ImportState.RUNNING],
        becomes=ImportState.RUNNING,
        at=now,
    )
    return _work(claim, _run)


def undo_job(job_id: int) -> bool:
    """Take back a job that is UNDOING, last row first; goes on where it was left."""
    now = timezone.now()
    claim = take(job_id, states=[ImportState.UNDOING], becomes=ImportState.UNDOING, at=now)
    return _work(claim, _undo)


def _work(claim: Claim | None, work: Callable[[Claim, Importer], None]) -> bool:
    if claim is None:
        return False
    job = claim.job
    with translation.override(job.created_by.language), _failing_in_words(claim):
        work(claim, importer_of(job.kind))
    return True


@contextmanager
def _failing_in_words(claim: Claim) -> Iterator[None]:
    """A job that cannot go on says why. One whose database went away is left for the sweep."""
    try:
        yield
    except ClaimLost:
        log.info("import.claim_lost", job=claim.job.public_id)
    except (OperationalError, InterfaceError):
        raise
    except ImportRefused as refused:
        _fail(claim, refused.message)
    except OSError:
        log.exception("import.file_missing", job=claim.job.public_id)
        _fail(claim, _("The file is no longer there. Upload it again."))
    except Exception:
        log.exception("import.failed", job=claim.job.public_id)
        _fail(claim, _("Something broke on our side. Nothing is lost: try again."))


def _fail(claim: Claim, problem: str) -> None:
    with suppress(ClaimLost):
        claim.release(state=ImportState.FAILED, problem=problem, finished_at=timezone.now())


def _check(claim: Claim, importer: Importer) -> None:
    job = claim.job
    job.rows.all().delete()
    mapper = Mapper(importer.fields, job.header, job.mapping)

    def lines() -> Iterator[Line]:
        table = open_table(job)
        for number, row in table.numbered:
            yield mapper.line(number, raw_row(job.header, row))
            claim.pulse()

    total = _count_rows(claim, importer)
    claim.step(rows_total=total, rows_done=0, counts={}, problem="")
    if is_large(importer, total):
        check_large(claim, importer)
        return
    known = importer.prepare(job, lines)
    for batch in batched(lines()):
        verdicts = halving(
            batch,
            lambda part: importer.check(job, known, part),
            lambda: Verdict(*broken()),
            guard=nullcontext,
        )
        with transaction.atomic():
            claim.step(rows_done=job.rows_done + len(batch))
            ImportRow.objects.bulk_create(
                tell(ImportRow(workspace=job.workspace, job=job, number=line.number,
                                raw=line.raw), verdict)
                for line, verdict in zip(batch, verdicts, strict=True)
            )  # fmt: skip
    claim.release(state=ImportState.CHECKED, counts=_counts(job))


def _count_rows(claim: Claim, importer: Importer) -> int:
    """How many there are; of a large text file a guess, which its check mends."""
    job, total, letters = claim.job, 0, 0
    for total, (_number, row) in enumerate(open_table(job).numbered, start=1):
        letters += sum(map(len, row)) + len(row)
        if total % 1000 == 0:
            claim.pulse()
        if is_large(importer, total) and not job.dialect.get("sheet"):
            return max(total, total * job.file.size // letters)
    return total


def _run(claim: Claim, importer: Importer) -> None:
    job = claim.job
    if runs_large(job):
        _run_large(claim, importer)
        return
    mapper = Mapper(importer.fields, job.header, job.mapping)
    rows = job.rows.order_by("number")
    total = rows.filter(outcome__in=APPLIED).count()
    if job.started_at is None:
        claim.step(started_at=timezone.now(), rows_total=total, rows_done=0, problem="")

    def lines() -> Iterator[Line]:
        for number, raw in rows.values_list("number", "raw").iterator(chunk_size=2000):
            yield mapper.line(number, raw)
            claim.pulse()

    known = importer.prepare(job, lines)
    # Rows done are a prefix by number; what a run makes of a row may be no longer APPLIED.
    last = last_done(job)
    while batch := list(rows.filter(number__gt=last, outcome__in=APPLIED)[:BATCH]):
        with transaction.atomic():
            last = batch[-1].number
            claim.step(rows_done=job.rows_done + len(batch), counts={**job.counts, LAST: last})
            parts = [mapper.line(row.number, row.raw) for row in batch]
            verdicts = halving(
                parts, lambda part: importer.apply(job, known, part), lambda: Verdict(*broken())
            )
            _replace([tell(row, v) for row, v in zip(batch, verdicts, strict=True)])
        let_others_write()
    with transaction.atomic():
        claim.release(
            state=ImportState.DONE,
            counts={**_counts(job), LAST: last},
            rows_done=total,
            finished_at=timezone.now(),
        )
        record(verb="import.done", obj=job, by=None, at=timezone.now(), changes=_counts(job))


def _run_large(claim: Claim, importer: Importer) -> None:
    job = claim.job
    if job.started_at is None:
        claim.step(started_at=timezone.now(), rows_done=0, counts={LARGE: 1}, problem="")
    apply_large(claim, importer)
    with transaction.atomic():
        claim.release(state=ImportState.DONE, finished_at=timezone.now())
        record(verb="import.done", obj=job, by=None, at=timezone.now(), changes=job.counts)


def _undo(claim: Claim, importer: Importer) -> None:
    job = claim.job
    if runs_large(job):
        counts = undo_large(claim, importer)
        with transaction.atomic():
            claim.release(state=ImportState.UNDONE, counts=counts, finished_at=timezone.now())
            record(verb="import.undone", obj=job, by=None, at=timezone.now(), changes=counts)
        return
    rows = (
        job.rows.filter(outcome__in=UNDONE, number__lte=last_done(job))
        .exclude(object_id="")
        .order_by("-number")
    )
    if job.rows_total != (total := rows.count()):
        claim.step(rows_total=total)
    while batch := list(rows[job.rows_done : job.rows_done + BATCH]):
        with transaction.atomic():
            claim.step(rows_done=job.rows_done + len(batch))
            whys = halving(
                batch,
                lambda part: importer.undo(job, part),
                lambda: _("This row could not be undone."),
            )
            for row, why in zip(batch, whys, strict=True):
                say(row, why)
                row.after = row.after if why else None
            _replace(batch)
        let_others_write()
    kept = rows.exclude(reason="").count()
    counts = {**_counts(job), "undone": total - kept, "kept": kept, LAST: last_done(job)}
    with transaction.atomic():
        claim.release(state=ImportState.UNDONE, counts=counts, finished_at=timezone.now())
        record(verb="import.undone", obj=job, by=None, at=timezone.now(), changes=counts)


def _replace(rows: Sequence[ImportRow]) -> None:
    """Write all columns of the rows: out and in again is ten times faster than bulk_update."""
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    ImportRow.objects.bulk_create(rows)


def _counts(job: ImportJob) -> dict[str, Any]:
    counted = job.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return dict(counted)
