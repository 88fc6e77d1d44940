"""What a person does to a list: ask for a file of it. Each asking is a row: who, which list, how
many rows; the file of a small one is handed out at once and kept nowhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import get_valid_filename

from core.audit import record
from core.exports.engine import write_file
from core.exports.registry import export_of
from core.ids import new_public_id
from core.models import ExportJob
from core.models.exports import ExportState

# Up to so many rows are handed out at once; more are written by a worker.
AT_ONCE = 2_000


def ask_export(
    *,
    workspace: Any,
    kind: str,
    format: str,
    query: str,
    selection: Sequence[str],
    rows: int,
    by: Any,
    at: datetime,
    public_id: str,
) -> ExportJob:
    """A job for this list: QUEUED, or DONE without a file if it is to be handed out at once.

    `public_id` comes from the form: the same one again gives the job of the first click.
    """
    small = rows <= AT_ONCE
    title = str(export_of(kind).title)
    day = timezone.localtime(at).date()
    job = ExportJob(
        workspace=workspace,
        public_id=public_id,
        kind=kind,
        format=format,
        query=query,
        selection=list(selection),
        language=by.language,
        rows_total=rows,
        rows_done=rows if small else 0,
        state=ExportState.DONE if small else ExportState.QUEUED,
        file_name=get_valid_filename(f"{title} {day:%Y-%m-%d}.{format}"),
        created_by=by,
        created_at=at,
        finished_at=at if small else None,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            told = {
                "list": kind, "rows": rows, "format": format, "filter": query,
                "ticked": len(job.selection),
            }  # fmt: skip
            record(verb="list.exported", obj=job, by=by, at=at, changes=told)
    except IntegrityError:
        found = ExportJob.objects.filter(public_id=public_id, created_by=by).first()
        if found is not None and found.format == format:
            return found
        # Another file from the same page, or an id that is taken where we may not look.
        return ask_export(
            workspace=workspace, kind=kind, format=format, query=query, selection=selection,
            rows=rows, by=by, at=at, public_id=new_public_id(),
        )  # fmt: skip
    return job


def is_at_once(job: ExportJob) -> bool:
    return job.rows_total <= AT_ONCE


def hand_out(job: ExportJob, file: IO[bytes]) -> None:
    """Write a small job into `file`, and go back to its beginning."""
    write_file(job, file, lambda _number: None)
    file.seek(0)
