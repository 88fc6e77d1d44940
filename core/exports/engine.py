"""Writing a list to a file, for a request or for a worker.

A worker claims the job (core/claims.py) and tells how far it is; killed, it is found by the sweep,
and the file is written anew: a file is whole or not there.
"""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import IO

import structlog
from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.claims import Claim, ClaimLost, take_job
from core.exports.registry import export_of
from core.exports.writers import CSV, TooLong, write_csv, write_xlsx
from core.models import ExportJob
from core.models.exports import ExportState

log = structlog.get_logger(__name__)

STEP = 500


def write_file(job: ExportJob, file: IO[bytes], pulse: Callable[[int], None]) -> int:
    """The job's list, now, in the language and zone of who asked; gives the rows written."""
    kind = export_of(job.kind)
    with translation.override(job.language), timezone.override(job.created_by.zone):
        sheet = kind.open(job)
        if job.format == CSV:
            return write_csv(file, sheet.heads, sheet.rows, language=job.language, pulse=pulse)
        return write_xlsx(file, sheet.heads, sheet.rows, title=str(kind.title), pulse=pulse)


def run_export(job_id: int) -> bool:
    """Write the file of a job that is QUEUED, or RUNNING with nobody at it. False if it is not for
    us. Call inside the scope."""
    states = [ExportState.QUEUED, ExportState.RUNNING]
    claim = take_job(
        ExportJob, job_id, states=states, becomes=ExportState.RUNNING, at=timezone.now()
    )
    if claim is None:
        return False
    with translation.override(claim.job.language):
        _work(claim)
    return True


def _work(claim: Claim) -> None:
    try:
        claim.step(started_at=timezone.now(), rows_done=0, problem="")
        _write(claim)
    except ClaimLost:
        log.info("export.claim_lost", job=claim.job.public_id)
    except (OperationalError, InterfaceError):
        raise
    except TooLong as error:
        _fail(claim, str(error))
    except Exception:
        log.exception("export.failed", job=claim.job.public_id)
        _fail(claim, _("Something broke on our side. Nothing is lost: ask for the file again."))


def _fail(claim: Claim, problem: str) -> None:
    with suppress(ClaimLost):
        claim.release(state=ExportState.FAILED, problem=problem, finished_at=timezone.now())


def _write(claim: Claim) -> None:
    job = claim.job

    def pulse(number: int) -> None:
        if number % STEP == 0:
            claim.step(rows_done=number)

    with tempfile.TemporaryFile() as file:
        written = write_file(job, file, pulse)
        file.seek(0)
        job.file.save(f"{job.public_id}.{job.format}", File(file), save=False)
    try:
        with transaction.atomic():
            claim.release(
                state=ExportState.DONE, file=job.file.name, rows_done=written,
                rows_total=written, finished_at=timezone.now(),
            )  # fmt: skip
    except ClaimLost:
        job.file.storage.delete(job.file.name)
        raise
