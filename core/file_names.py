"""Files that people bring: how big they may be, and what they are called."""

import re
import unicodedata

MOST_BYTES = 25 * 1024 * 1024
# All files of one owner together: of a creator, an agreement, a deliverable.
ROOM_BYTES = 250 * 1024 * 1024
# A bigger picture is downloaded, not drawn small on the page.
MOST_PREVIEWED = 3 * 1024 * 1024
LONGEST_NAME = 200
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
# What a name of this kind promises; anything else promises nothing.
_PROMISES = {
    "png": ("image/png",),
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "gif": ("image/gif",),
    "webp": ("image/webp",),
    "heic": ("image/heic",),
    "pdf": ("application/pdf",),
    "mp4": ("video/mp4",),
    "mov": ("video/quicktime", "video/mp4"),
    "mp3": ("audio/mpeg",),
    "txt": ("text/plain",),
    "csv": ("text/plain",),
}


def safe_name(name: str) -> str:
    """What people called the file, fit for any disk and any line of a page: without folders,
    signs that turn the reading direction, control signs, and dots at its ends."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(" " if sign.isspace() else sign for sign in name if _is_visible(sign))
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 12:
        name = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return name[:LONGEST_NAME] or "file"


def megabytes(size: int) -> str:
    """Of bytes, as a person reads them beside a limit; what is over never looks like the limit."""
    tenths = -(-size * 10 // (1024 * 1024))
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def is_renamed(name: str, content_type: str) -> bool:
    """Whether the name promises another content than the bytes hold."""
    promised = _PROMISES.get(name.rpartition(".")[2].lower())
    return promised is not None and content_type not in promised


def _is_visible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] != "C"
