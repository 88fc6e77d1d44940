"""Files of people on their way back out: a stranger's bytes never become a page of this house."""

from typing import IO, Any

from django.http import FileResponse, Http404

from core.file_types import ACTIVE, PICTURES, UNKNOWN

# Whatever it is: no script, no form, no frame, no origin of ours.
SEALED = "default-src 'none'; sandbox"


def opened(row: Any) -> IO[bytes]:
    """The bytes of a kept file (core.uploads). Http404 for one out of sight, or lost."""
    if row.removed_at is not None:
        raise Http404
    try:
        file: IO[bytes] = row.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return file


def download(file: Any, *, name: str, content_type: str) -> FileResponse:
    """`file` (open for reading) to be saved under `name`, never shown: active content goes out as
    unknown bytes."""
    sent_as = UNKNOWN if content_type in ACTIVE else content_type
    return _sealed(FileResponse(file, as_attachment=True, filename=name, content_type=sent_as))


def drawn(file: Any, *, name: str, content_type: str) -> FileResponse:
    """A picture for a page's `<img>`. Raises ValueError for anything that is not of PICTURES."""
    if content_type not in PICTURES:
        raise ValueError(f"{content_type} is not drawn on a page")
    return _sealed(FileResponse(file, filename=name, content_type=content_type))


def _sealed(response: FileResponse) -> FileResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SEALED
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
