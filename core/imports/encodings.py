"""Which encoding the bytes of an export are in: marks first, then UTF-8, then the letters decide.

charset-normalizer alone takes short Russian texts for koi8-r, mac-cyrillic or Greek now and then,
so its guess is one candidate among the Cyrillic ones, and the most Russian-looking text wins.
"""

import codecs
import re
from typing import IO

from charset_normalizer import from_bytes

# The encodings offered on the mapping page.
OFFERED = ("utf-8", "utf-16", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "cp1252", "cp1250")
_CANDIDATES = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "cp1252", "cp1250")
_SAMPLE = 64 * 1024
_CHUNK = 256 * 1024
# How often a letter stands in Russian text, in thousandths.
_RUSSIAN = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (110, 85, 80, 74, 67, 63, 55, 47, 45, 43, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14,
         12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1),
        strict=True,
    )
)  # fmt: skip
_LATIN_EXTRA = re.compile(r"[À-ÖØ-öø-ſ]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess_encoding(file: IO[bytes]) -> str:
    """A Python codec name; reads the whole file once, in pieces, and goes back to its start."""
    file.seek(0)
    head = file.read(4096)
    if len(head) < 2:
        return "utf-8"
    marked = next((name for mark, name in _BOMS if head.startswith(mark)), None)
    found = marked or _wide(head) or _utf8_or_sample(file)
    file.seek(0)
    return found if isinstance(found, str) else _by_letters(found)


def known_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: every other byte is 0 (Latin) or 4 (Cyrillic), and 0 is no text."""
    if 0 not in head:
        return None
    even, odd = ((part.count(0) + part.count(4)) / len(part) for part in (head[0::2], head[1::2]))
    if max(even, odd) < 0.7:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _utf8_or_sample(file: IO[bytes]) -> str | bytes:
    """ "utf-8", or the pieces of the file that have letters beyond ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    sample, valid = bytearray(), True
    while chunk := file.read(_CHUNK):
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        if len(sample) < _SAMPLE and not chunk.isascii():
            sample += _telling(chunk)[: _SAMPLE - len(sample)]
        if not valid and len(sample) >= _SAMPLE:
            break
    return "utf-8" if valid or _nearly_utf8(bytes(sample)) else bytes(sample)


def _telling(chunk: bytes) -> bytes:
    return b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())


def _nearly_utf8(sample: bytes) -> bool:
    """One torn character does not make a UTF-8 file something else."""
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(not c.isascii() for c in text) - broken > 20 * broken


def _by_letters(sample: bytes) -> str:
    candidates = list(_CANDIDATES)
    best = from_bytes(sample[:16384]).best()
    if best is not None and best.encoding not in ("ascii", "utf_8"):
        candidates.append(best.encoding)
    # At equal scores the earlier candidate, that is the more frequent one.
    return max(candidates, key=lambda name: likeness(sample.decode(name, errors="replace")))


def likeness(text: str) -> float:
    """How much the letters beyond ASCII look like words of a language, per letter."""
    score = letters = 0.0
    previous = " "
    for char in text:
        if not char.isascii():
            letters += 1
            score += _letter(char, previous)
        previous = char
    return score / letters if letters else 0.0


def _letter(char: str, previous: str) -> float:
    weight = _RUSSIAN.get(char.lower())
    if weight is not None:
        if previous.isascii() and previous.isalpha():
            return -100
        # A capital after a small letter: koi8-r read as cp1251 is nothing but these.
        return -60 if char.isupper() and previous.islower() else weight
    if _LATIN_EXTRA.match(char):
        # An accented letter stands beside plain ones; rows of them are Cyrillic read wrong.
        return 40 if previous.isascii() else -40
    if char in "₽€№«»—–…“”’\u00a0":
        return 10
    return -100
