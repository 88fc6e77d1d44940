"""A written list on its way to whoever asked for it."""

import tempfile
from typing import Any

from django.http import FileResponse
from django.utils.cache import add_never_cache_headers

from core.exports.jobs import hand_out
from core.exports.writers import TYPES
from core.models import ExportJob


def sent_at_once(job: ExportJob) -> FileResponse:
    """Written here and now, for at most AT_ONCE rows."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response that sends it
    hand_out(job, file)
    return sent(job, file)


def sent(job: ExportJob, file: Any) -> FileResponse:
    """Always saved, never opened in the page, kept by no cache."""
    response = FileResponse(
        file, as_attachment=True, filename=job.file_name, content_type=TYPES[job.format]
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
