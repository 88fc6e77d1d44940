"""What a person does to an import: upload, say how to read and map it, check, run, undo.

Each is a compare-and-swap on the state, so that a second click finds nothing left to do. The work
itself is done by a task; tasks.ask_for_work rings for it.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.audit import record
from core.imports.mapping import doubled
from core.imports.refusals import extension_of
from core.imports.registry import Guess, importer_of
from core.imports.tables import Table, read_table
from core.models import ImportJob
from core.models.imports import ImportState

SAMPLE_ROWS = 200
# States in which nothing was written yet.
MAPPABLE = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)


class ImportBusy(Exception):
    """The import is in another state by now; `message` says so to the person."""

    def __init__(self) -> None:
        self.message = _("This import has moved on in the meantime. Look at it again.")
        super().__init__(self.message)


def upload_file(
    *,
    workspace: Any,
    kind: str,
    file: IO[bytes],
    file_name: str,
    by: Any,
    at: datetime,
    target_id: str = "",
) -> ImportJob:
    """A new job with everything guessed. Raises ImportRefused (nothing is kept then)."""
    file_name = os.path.basename(file_name.replace("\\", "/"))[-200:]
    importer = importer_of(kind)
    table = read_table(file, file_name, knows=importer.knows(), stacks=importer.stacks)
    job = ImportJob(
        workspace=workspace,
        kind=kind,
        target_id=target_id,
        file_name=file_name,
        created_by=by,
        created_at=at,
    )
    _take_table(job, table)
    file.seek(0)
    with transaction.atomic():
        job.file.save(f"{job.public_id}.{extension_of(file_name)}", File(file), save=False)
        job.save()
        record(verb="import.uploaded", obj=job, by=by, at=at, changes={"file": file_name})
    return job


def read_again(*, job: ImportJob, dialect: Mapping[str, Any]) -> None:
    """Read the file another way; what was mapped or checked before is void.

    Raises ImportRefused if it cannot be read so (the job stays as it was), ImportBusy.
    """
    with job.file.open("rb") as file:
        importer = importer_of(job.kind)
        table = read_table(file, job.file_name, dialect, importer.knows(), importer.stacks)
        _take_table(job, table)
    _swap(
        job,
        MAPPABLE,
        dialect=job.dialect,
        header=job.header,
        mapping=job.mapping,
        options=job.options,
        state=ImportState.UPLOADED,
        problem="",
    )


def start_check(
    *, job: ImportJob, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> list[str]:
    """Keep the mapping and send the job to its dry run; or sentences why it cannot be checked.

    Raises ImportBusy.
    """
    importer = importer_of(job.kind)
    kept = {name: key for name, key in mapping.items() if key and name in job.header}
    problems = [
        *map(str, importer.missing(kept)),
        *map(str, doubled(importer.fields, kept)),
    ]
    problems = problems or [*map(str, importer.unclear(job, kept, options))]
    if not problems:
        _swap(
            job,
            MAPPABLE,
            mapping=kept,
            options=dict(options),
            state=ImportState.CHECKING,
            rows_done=0,
            rows_total=0,
            problem="",
        )
    return problems


def start_run(*, job: ImportJob, by: Any, at: datetime) -> bool:
    """Queue a checked job, or one that failed while it ran; False if it runs or ran already."""
    fresh = Q(state=ImportState.CHECKED) | Q(state=ImportState.FAILED, started_at__isnull=False)
    return _start(job, fresh, verb="import.started", by=by, at=at, state=ImportState.QUEUED)


def start_undo(*, job: ImportJob, by: Any, at: datetime) -> bool:
    """Send a finished job (or one that failed while it ran) to be undone; False if it was."""
    ran = Q(state=ImportState.DONE) | Q(state=ImportState.FAILED, started_at__isnull=False)
    return _start(
        job, ran, verb="import.undo_started", by=by, at=at,
        state=ImportState.UNDOING, rows_done=0, rows_total=0,
    )  # fmt: skip


def _start(job: ImportJob, when: Q, *, verb: str, by: Any, at: datetime, **changes: Any) -> bool:
    with transaction.atomic():
        moved = ImportJob.objects.filter(when, pk=job.pk).update(
            claim="", heartbeat_at=None, problem="", finished_at=None, **changes
        )
        if moved:
            record(verb=verb, obj=job, by=by, at=at, changes={"file": job.file_name})
    return bool(moved)


def _swap(job: ImportJob, states: tuple[ImportState, ...], **changes: Any) -> None:
    """Change a job that has not run in any way."""
    moved = ImportJob.objects.filter(pk=job.pk, state__in=states, started_at=None).update(
        claim="", heartbeat_at=None, **changes
    )
    if not moved:
        raise ImportBusy
    for name, value in changes.items():
        setattr(job, name, value)


def _take_table(job: ImportJob, table: Table) -> None:
    job.dialect = table.dialect.as_json()
    job.header = table.header
    guess = importer_of(job.kind).guess(job, table, table.sample(SAMPLE_ROWS))
    before = _mapped_before(job)
    if before is not None:
        fresh = importer_of(job.kind).fresh_options
        kept = {key: value for key, value in before.options.items() if key not in fresh}
        guess = Guess(mapping=before.mapping, options={**guess.options, **kept})
    job.mapping, job.options = guess.mapping, guess.options


def _mapped_before(job: ImportJob) -> ImportJob | None:
    """The newest job with the same columns that somebody has sent to be checked. One column more
    is no other file: rows that failed come back with what was wrong beside them."""
    earlier = (
        ImportJob.objects.filter(kind=job.kind)
        .exclude(pk=job.pk)
        .exclude(state=ImportState.UPLOADED)
        .order_by("-created_at")
    )
    header = set(job.header)
    return next(
        (o for o in earlier[:50] if set(o.header) <= header and len(header) <= len(o.header) + 1),
        None,
    )
