"""What a file is by its bytes, whatever its name or the browser says.

A careful guess out of magic numbers: what is not known, and what is two things at once, is
`UNKNOWN`. A type of PICTURES is given only to a file whose structure was walked to its end and that
holds no markup, so that a browser may draw it.
"""

import re
from collections.abc import Iterator
from typing import IO

from core.file_pictures import picture_type

UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
# Read by a browser as a program or a page; kept under these names, sent as UNKNOWN.
ACTIVE = frozenset({"text/html", "image/svg+xml", "application/xml", "text/x-script"})
_HEAD, _TAIL, _PIECE = 4096, 1 << 18, 1 << 20

# Two things at once: a picture or an archive that is a page or a script as well. XMP in pictures
# is XML, so plain `<?xml` says nothing there.
_MARKUP = re.compile(rb"<script|<html|<!doctype html|<svg|<\?php|<iframe|__halt_compiler", re.I)
_LONGEST = 16
_PAGE = re.compile(rb"<(!doctype html|html|head|body|script|iframe|meta|a |img|div)", re.I)
_SCRIPT = re.compile(rb"<\?php|<\?=|__halt_compiler|^#!", re.I)

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
)
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = (
    (("heic", "heix", "mif1", "msf1", "hevc"), "image/heic"),
    (("avif", "avis"), "image/avif"),
    (("M4A ", "M4B "), "audio/mp4"),
    (("qt  ",), "video/quicktime"),
    (("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash", "3gp4",
      "3gp5", "MSNV"), "video/mp4"),
)  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/presentation.xml", f"{_OFFICE}presentationml.presentation"),
)
_OPEN_DOCUMENT = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z]+")


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def type_of(file: IO[bytes], size: int) -> str:
    """The type of a seekable file of `size` bytes; reads it through once, in bounded memory."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        return UNKNOWN
    found = _by_magic(file, head, size)
    if found is None:
        return _text_type(file, head)
    return UNKNOWN if _holds_markup(file) else found


def _by_magic(file: IO[bytes], head: bytes, size: int) -> str | None:
    """None where no magic number is known: text, perhaps."""
    picture = picture_type(file, size)
    if picture is not None:
        return picture or UNKNOWN
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(file, head, size)
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _brand_type(head[8:12].decode("latin-1"))
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[0] == 0xFF and head[1:2] in (b"\xfb", b"\xf3", b"\xf2"):
        return "audio/mpeg"
    return None


def _brand_type(brand: str) -> str:
    for brands, name in _BRANDS:
        if brand in brands:
            return name
    return UNKNOWN


def _zip_type(file: IO[bytes], head: bytes, size: int) -> str:
    """By the names in the list of contents at the end; an archive of programs is UNKNOWN."""
    if head[30:38] == b"mimetype" and (found := _OPEN_DOCUMENT.match(head, 38)):
        return found.group().decode()
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    if b"META-INF/" in tail or b"vbaProject.bin" in tail:
        return UNKNOWN
    for inside, name in _IN_ZIP:
        if inside in tail and b"[Content_Types].xml" in tail + head:
            return name
    return "application/zip"


def _text_type(file: IO[bytes], head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "ignore").encode()
    elif any(b"\x00" in piece for piece in pieces(file)):
        # No text, or letters first and then something else.
        return UNKNOWN
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _SCRIPT.search(start):
        return "text/x-script"
    if re.search(rb"<svg[\s>]", start, re.I):
        return "image/svg+xml"
    if _PAGE.search(start):
        return "text/html"
    if start.startswith(b"<"):
        return "application/xml"
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return UNKNOWN
    return "text/html" if _holds_markup(file) else "text/plain"


def _holds_markup(file: IO[bytes]) -> bool:
    """Anywhere in the file, also across the seams of the pieces."""
    before = b""
    for piece in pieces(file):
        if _MARKUP.search(before + piece):
            return True
        before = piece[-_LONGEST:]
    return False
