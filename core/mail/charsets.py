"""Bytes of a mail as text: what it says of its charset is believed as far as its letters bear it
out. Pure.

People's programs say koi8-r and mean cp1251, say nothing, or name a charset nobody knows.
"""

import codecs
import re
from email.header import decode_header
from io import BytesIO

from core.imports.encodings import guess_encoding, likeness

# What mail programs write, and what Python calls it.
_NAMES = {
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "cp-1251": "cp1251",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "x-cp1251": "cp1251",
    "windows1251": "cp1251",
    "koi8r": "koi8-r",
    "koi-8": "koi8-r",
    "x-mac-cyrillic": "mac-cyrillic",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
}
# Text codecs of Python that are no charset of a mail; some of them are slow on long input.
_NEVER = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_NOTHING = {"", "us-ascii", "ascii", "unknown", "unknown-8bit", "x-unknown", "8bit", "binary"}
# Taken for each other by mistake; what else is declared (Greek, Turkish, Korean) is believed.
_CONFUSED = {
    "cp1252",
    "cp1251",
    "koi8-r",
    "koi8-u",
    "iso8859-1",
    "iso8859-5",
    "iso8859-15",
    "cp866",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
# By how much another reading must look more like words than the declared one.
_CLEARLY = 12


def decode(data: bytes, declared: str | None) -> tuple[str, str]:
    """(text, what was wrong with its charset or ""). Never raises; NUL and half signs are gone."""
    said = (declared or "").strip().strip("\"'").lower()
    codec = _codec(said)
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if marked is not None:
        return _clean(data.decode(marked, "replace")), ""
    if data.isascii() and 0 not in data and not _is_shifted(codec):
        return _clean(data.decode("ascii")), ""
    problem = f"unknown charset {said[:40]}" if codec is None and said not in _NOTHING else ""
    if codec is not None:
        text = _strictly(data, codec)
        if text is not None and not _better(data, text, codec):
            return _clean(text), ""
        problem = f"said to be {said[:40]}, and is not"
    found = guess_encoding(BytesIO(data[:_SAMPLE]))
    return _clean(data.decode(found, "replace")), problem


# Of a header; decoding takes the square of its length.
LONGEST_HEADER = 20_000


def words(raw: str) -> str:
    """A header as people read it: encoded words and bare bytes of any charset, on one line."""
    raw = str(raw)[:LONGEST_HEADER]
    if any("\udc80" <= sign <= "\udcff" for sign in raw):
        raw, _problem = decode(raw.encode("utf-8", "surrogateescape"), None)
    if "=?" in raw:
        raw = _joined(raw)
    return " ".join(_clean(raw).split())


def _joined(raw: str) -> str:
    try:
        parts = decode_header(raw)
    except Exception:
        # Torn in the middle of a word: as it stands.
        return raw
    out: list[str] = []
    waiting, charset = b"", None
    for data, declared in parts:
        if isinstance(data, bytes) and declared is not None and declared == charset:
            # One letter may stand in two encoded words.
            waiting += data
            continue
        if waiting:
            out.append(decode(waiting, charset)[0])
        waiting, charset = b"", None
        if isinstance(data, str):
            out.append(data)
        elif declared is None:
            out.append(decode(data, None)[0])
        else:
            waiting, charset = data, declared
    if waiting:
        out.append(decode(waiting, charset)[0])
    return "".join(out)


def _codec(said: str) -> str | None:
    """Python's name; None for what is none, or says nothing."""
    if said in _NOTHING:
        return None
    try:
        found = codecs.lookup(_NAMES.get(said, said))
    except (LookupError, ValueError, TypeError):
        return None
    name = found.name
    text = getattr(found, "_is_text_encoding", True)
    return name if text and name.replace("-", "_") not in _NEVER else None


def _is_shifted(codec: str | None) -> bool:
    """Letters beyond ASCII in bytes of seven bits."""
    return codec is not None and codec.startswith(("iso2022", "hz", "utf-7", "utf-16"))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _better(data: bytes, text: str, codec: str) -> bool:
    """Whether another codec makes sense of the bytes where the declared one does not."""
    if codec not in _CONFUSED:
        return False
    if len(data) > 3 and not data.isascii() and _strictly(data, "utf-8") is not None:
        return True
    sample = data[:_SAMPLE]
    guess = guess_encoding(BytesIO(sample))
    gain = likeness(sample.decode(guess, "replace")) - likeness(text[:_SAMPLE])
    return gain > _CLEARLY


def _clean(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "", text)
