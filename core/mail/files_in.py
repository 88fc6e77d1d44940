"""Files that came with a mail: which are kept, which are only told by name, and why. Pure.

What a file is, its bytes say; its name and the sender's word for its type say nothing.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from core.file_names import safe_name
from core.file_types import PICTURES, type_of
from core.mail.mime import IGNORED, content, content_type, file_name, header, is_file, leaves

MOST_FILES, MOST_BYTES, MOST_TOGETHER = 20, 15 * 1024 * 1024, 20 * 1024 * 1024
# The logo of a signature, a picture of one pixel.
TINY = 32 * 1024
TYPE, SIZE, MANY = "type", "size", "many"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KEPT = PICTURES | {
    "image/heic", "image/avif", "image/tiff", "application/pdf", "application/rtf", "text/plain",
    "text/calendar", "video/mp4", "video/quicktime", "video/webm", "audio/mpeg", "audio/mp4",
    "audio/ogg", "audio/wav", "audio/flac",
}  # fmt: skip
_OLE = ("doc", "xls", "ppt")
# Text that a machine runs when it is opened.
_RUNS = {
    "bat", "cmd", "com", "exe", "js", "jse", "vbs", "vbe", "wsf", "wsh", "ps1", "psm1", "hta",
    "scr", "pif", "lnk", "url", "reg", "html", "htm", "xhtml", "shtml", "svg", "xml", "php", "sh",
    "py", "jar", "msi", "iso", "img", "scpt", "desktop", "webloc", "mht", "mhtml", "docm", "xlsm",
    "pptm",
}  # fmt: skip
_CID = re.compile(r"cid:([^\"'\s)>]{1,200})", re.IGNORECASE)


@dataclass(frozen=True)
class FoundFile:
    """`refused`: "" if it is kept, else TYPE, SIZE or MANY; `data` only of what is kept."""

    name: str
    content_type: str
    size: int
    refused: str
    data: bytes


def files_of(message: Any, markup: str, *, ours: Collection[str] = ()) -> Iterator[FoundFile]:
    """One at a time, so that only one is held twice. `ours`: sha256 of the files of the mail that
    is answered, which programs send back with what they quote."""
    shown = {found.lower() for found in _CID.findall(markup)}
    seen = kept = 0
    for part in leaves(message):
        kind = content_type(part)
        if not is_file(part) or kind in IGNORED or kind.startswith("multipart/"):
            continue
        data = content(part)
        if not data or _is_decoration(part, data, shown) or sha256(data).hexdigest() in ours:
            continue
        seen += 1
        if seen > 5 * MOST_FILES:
            return
        found = _judged(part, data, room=MOST_TOGETHER - kept, many=seen > MOST_FILES)
        kept += len(found.data)
        yield found


def _judged(part: Any, data: bytes, *, room: int, many: bool) -> FoundFile:
    name = safe_name(file_name(part) or _unnamed(part))
    size = len(data)
    if many or size > MOST_BYTES or size > room:
        return FoundFile(name, content_type(part)[:100], size, MANY if many else SIZE, b"")
    kind = _kind(part, data)
    ending = name.rpartition(".")[2].lower()
    good = (
        kind in _KEPT
        or kind.startswith((_OFFICE, "application/vnd.oasis.opendocument."))
        or (kind == "application/x-ole-storage" and ending in _OLE)
    )
    if not good or ending in _RUNS:
        return FoundFile(name, kind[:100], size, TYPE, b"")
    return FoundFile(name, kind[:100], size, "", data)


def _kind(part: Any, data: bytes) -> str:
    if content_type(part) == "message/rfc822":
        return "message/rfc822"
    # An answer to an invitation; Outlook puts HTML into its description.
    if data.lstrip(b"\xef\xbb\xbf\r\n ")[:15].upper() == b"BEGIN:VCALENDAR":
        return "text/calendar"
    return type_of(BytesIO(data), len(data))


def _is_decoration(part: Any, data: bytes, shown: set[str]) -> bool:
    cid = header(part, "Content-ID").strip("<> ").lower()
    return (
        bool(cid) and cid in shown and len(data) <= TINY and content_type(part).startswith("image/")
    )


def _unnamed(part: Any) -> str:
    kind = content_type(part)
    return "mail.eml" if kind == "message/rfc822" else f"file.{kind.rpartition('/')[2][:10]}"
