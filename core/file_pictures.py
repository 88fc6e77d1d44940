"""PNG, JPEG, GIF and WebP walked from their first byte to their last: a picture that is only a
picture. What begins like one and is not well made, or goes on behind its end, is none."""

import struct
from typing import IO

# A side longer than this is a bomb, not a picture.
LONGEST_SIDE = 20_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_GIF = (b"GIF87a", b"GIF89a")
# Of a JPEG: frames say its size; these markers stand alone, without a length.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def picture_type(file: IO[bytes], size: int) -> str | None:
    """Its type; "" for what only begins like a picture; None for what does not even begin so."""
    file.seek(0)
    head = file.read(16)
    try:
        if head.startswith(_PNG):
            return "image/png" if _is_png(file, size) else ""
        if head.startswith(_JPEG):
            return "image/jpeg" if _is_jpeg(file, size) else ""
        if head.startswith(_GIF):
            return "image/gif" if _is_gif(file, size) else ""
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return "image/webp" if _is_webp(head, size) else ""
    except (struct.error, IndexError):
        return ""
    return None


def _plausible(width: int, height: int) -> bool:
    return 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE


def _is_png(file: IO[bytes], size: int) -> bool:
    at = len(_PNG)
    first = True
    while at < size:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        if first and (kind != b"IHDR" or length != 13):
            return False
        if first and not _plausible(*struct.unpack(">II", file.read(8))):
            return False
        first = False
        at += 12 + length
        if kind == b"IEND":
            return at == size
    return False


def _is_jpeg(file: IO[bytes], size: int) -> bool:
    """Segments up to the picture's data, a size among them, and the end mark last."""
    at, sized = 2, False
    while at < size:
        file.seek(at)
        mark, code = struct.unpack("BB", file.read(2))
        if mark != 0xFF:
            return False
        if code == 0xFF or code in _ALONE:
            at += 1 if code == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if code in _FRAMES:
            _depth, height, width = struct.unpack(">BHH", file.read(5))
            sized = _plausible(width, height)
        if code == 0xDA:
            file.seek(size - 2)
            return sized and file.read(2) == b"\xff\xd9"
        if length < 2:
            return False
        at += 2 + length
    return False


def _is_gif(file: IO[bytes], size: int) -> bool:
    file.seek(6)
    width, height, packed = struct.unpack("<HHB", file.read(5))
    if not _plausible(width, height):
        return False
    at = 13 + (3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0)
    while at < size:
        file.seek(at)
        kind = file.read(1)
        if kind == b"\x3b":
            return at + 1 == size
        if kind == b"\x21":
            at = _after_blocks(file, at + 2, size)
        elif kind == b"\x2c":
            file.seek(at + 9)
            (packed,) = struct.unpack("B", file.read(1))
            at += 10 + (3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0)
            at = _after_blocks(file, at + 1, size)
        else:
            return False
    return False


def _after_blocks(file: IO[bytes], at: int, size: int) -> int:
    while at < size:
        file.seek(at)
        (length,) = struct.unpack("B", file.read(1))
        at += 1 + length
        if not length:
            break
    return at


def _is_webp(head: bytes, size: int) -> bool:
    (length,) = struct.unpack("<I", head[4:8])
    if head[12:16] not in (b"VP8 ", b"VP8L", b"VP8X"):
        return False
    # Chunks are padded to an even length, and some writers count the padding.
    return length <= size - 8 <= length + (length & 1)
