"""The two works of a bulk job: run and undo.

Rows go in batches. A batch is one transaction that holds the effects, the BulkRows that tell of
them and the count of rows done: whoever comes after a kill goes on exactly there. Each row has a
savepoint of its own, so that one that is refused leaves nothing half done.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.audit import jsonable, record
from core.bulk.registry import BulkAct, Outcome, RowRefused, act_of, load_rows
from core.claims import Claim, ClaimLost, take_job
from core.models import BulkJob, BulkRow
from core.models.bulk import BulkOutcome, BulkState
from core.versions import EditConflict

log = structlog.get_logger(__name__)


def run_job(job_id: int) -> bool:
    """Do a job that is QUEUED, or RUNNING with nobody at it; goes on where it was left.

    False if the job is not for us. Call inside the scope.
    """
    states = [BulkState.QUEUED, BulkState.RUNNING]
    return _work(job_id, states, BulkState.RUNNING, _run)


def undo_job(job_id: int) -> bool:
    """Take back a job that is UNDOING, last row first; goes on where it was left."""
    return _work(job_id, [BulkState.UNDOING], BulkState.UNDOING, _undo)


def _work(
    job_id: int, states: list[BulkState], becomes: BulkState, work: Callable[[Claim, BulkAct], None]
) -> bool:
    claim = take_job(BulkJob, job_id, states=states, becomes=becomes, at=timezone.now())
    if claim is None:
        return False
    by = claim.job.created_by if work is _run else claim.job.undone_by
    with translation.override(by.language), _failing_in_words(claim):
        work(claim, act_of(claim.job.kind))
    return True


@contextmanager
def _failing_in_words(claim: Claim) -> Iterator[None]:
    """A job that cannot go on says why. One whose database went away is left for the sweep."""
    try:
        yield
    except ClaimLost:
        log.info("bulk.claim_lost", job=claim.job.public_id)
    except (OperationalError, InterfaceError):
        raise
    except RowRefused as refused:
        _fail(claim, str(refused))
    except Exception:
        log.exception("bulk.failed", job=claim.job.public_id)
        _fail(claim, _("Something broke on our side. What was done until then is listed here."))


def _fail(claim: Claim, problem: str) -> None:
    with suppress(ClaimLost):
        claim.release(
            state=BulkState.FAILED, problem=problem, finished_at=timezone.now(),
            counts=_counts(claim.job),
        )  # fmt: skip


def _run(claim: Claim, act: BulkAct) -> None:
    job = claim.job
    if job.started_at is None:
        claim.step(started_at=timezone.now())
    known = act.prepare(job)
    while ids := job.selection[job.rows_done : job.rows_done + act.batch]:
        with transaction.atomic():
            first = job.rows_done + 1
            claim.step(rows_done=job.rows_done + len(ids))
            found = load_rows(act.slot, ids)
            names = {each: str(row)[:200] for each, row in found.items()}
            outcomes = (_apply_whole if act.whole else _apply_each)(act, job, known, found)
            gone = Outcome(BulkOutcome.REFUSED, _("It is no longer here."))
            BulkRow.objects.bulk_create(
                _tell(job, number, each, names.get(each, ""), outcomes.get(each, gone))
                for number, each in enumerate(ids, start=first)
            )
        _let_others_write()
    counts = _counts(job)
    with transaction.atomic():
        claim.release(state=BulkState.DONE, counts=counts, finished_at=timezone.now())
        record(verb="bulk.done", obj=job, by=job.created_by, at=timezone.now(), changes=counts)


def _apply_each(
    act: BulkAct, job: BulkJob, known: Any, rows: Mapping[str, Any]
) -> Mapping[str, Outcome]:
    batch = act.gather(job, known, rows)
    done = {}
    for public_id, row in rows.items():
        work = partial(act.apply, job, known, batch, row, by=job.created_by, at=timezone.now())
        outcome, why = _attempt(act, work, _broken())
        done[public_id] = Outcome(BulkOutcome.REFUSED, why) if why else outcome
    return done


def _apply_whole(
    act: BulkAct, job: BulkJob, known: Any, rows: Mapping[str, Any]
) -> Mapping[str, Outcome]:
    work = partial(act.apply_batch, job, known, rows, by=job.created_by, at=timezone.now())
    outcomes, why = _attempt(act, work, _broken())
    return dict.fromkeys(rows, Outcome(BulkOutcome.REFUSED, why)) if why else outcomes


def _broken() -> str:
    return _("This row could not be changed. The others were not harmed by it.")


def _tell(job: BulkJob, number: int, public_id: str, name: str, outcome: Outcome) -> BulkRow:
    return BulkRow(
        workspace=job.workspace, job=job, number=number, object_id=public_id,
        object_name=name,
        outcome=outcome.outcome, reason=str(outcome.reason),
        before=jsonable(outcome.before), after=jsonable(outcome.after),
    )  # fmt: skip


def _undo(claim: Claim, act: BulkAct) -> None:
    job = claim.job
    rows = job.rows.filter(outcome=BulkOutcome.DONE).order_by("-number")
    waiting = rows.filter(undone_at=None, kept_because="")
    while batch := list(waiting[: act.batch]):
        with transaction.atomic():
            claim.step(rows_done=job.rows_done + len(batch))
            kept = (_undo_whole if act.whole else _undo_each)(act, job, batch)
            for told in batch:
                told.kept_because = kept.get(told.object_id, "")
                told.undone_at = None if told.kept_because else timezone.now()
            BulkRow.objects.bulk_update(batch, ["kept_because", "undone_at"])
        _let_others_write()
    left = rows.exclude(kept_because="").count()
    counts = {**_counts(job), "undone": rows.count() - left, "kept": left}
    with transaction.atomic():
        act.after_undo(job)
        claim.release(state=BulkState.UNDONE, counts=counts, undone_at=timezone.now())
        record(verb="bulk.undone", obj=job, by=job.undone_by, at=timezone.now(), changes=counts)


def _undo_each(act: BulkAct, job: BulkJob, batch: Sequence[BulkRow]) -> Mapping[str, str]:
    found = load_rows(act.slot, [told.object_id for told in batch])
    kept = {}
    for told in batch:
        row = found.get(told.object_id)
        if row is None:
            kept[told.object_id] = _("It is no longer here.")
            continue
        work = partial(act.undo, job, told, row, by=job.undone_by, at=timezone.now())
        kept[told.object_id] = _attempt(act, work, _("This row could not be put back."))[1]
    return kept


def _undo_whole(act: BulkAct, job: BulkJob, batch: Sequence[BulkRow]) -> Mapping[str, str]:
    work = partial(act.undo_batch, job, batch, by=job.undone_by, at=timezone.now())
    kept, why = _attempt(act, work, _("This row could not be put back."))
    return {told.object_id: why for told in batch} if why else kept


def _attempt(act: BulkAct, work: Callable[[], Any], broken: str) -> tuple[Any, str]:
    """(what `work` gave, why it was not done or ""); not done, nothing of it is written."""
    refusals: tuple[type[Exception], ...] = (RowRefused, *act.refusals)
    try:
        with transaction.atomic():
            return work(), ""
    except (OperationalError, InterfaceError, ClaimLost):
        raise
    except EditConflict:
        return None, _("Somebody changed it at the same moment.")
    except refusals as refused:
        return None, str(refused) or broken
    except Exception:
        log.exception("bulk.row_broke", act=act.kind)
        return None, broken


def _let_others_write() -> None:
    """SQLite has one writer: whoever waits for it gets a moment between two batches."""
    if connection.vendor == "sqlite":
        time.sleep(0.02)


def _counts(job: BulkJob) -> dict[str, Any]:
    return dict(job.rows.order_by().values_list("outcome").annotate(Count("pk")))
