"""Address books as vCard 2.1, 3.0 and 4.0 (RFC 2425, 2426, 6350) → a table, one card a row.

What applications write bends every rule: folded lines without a space, quoted-printable in
cp1251, UTF-16 files, groups (`item1.EMAIL`), Apple's labels, cards without an end. This reader
takes what is there, card by card, and never holds more than one of them.
"""

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# A property longer than this is no text that anybody wrote.
LONGEST_VALUE = 100_000
# Nor has anybody so many telephones: the rest of a card is not kept.
MOST_PROPERTIES = 500
# Pictures, keys and what only the application that wrote the card understands.
_SKIPPED = {
    "PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "VERSION", "PRODID", "REV", "UID", "BEGIN", "END",
    "X-ABLABEL", "X-ABADR", "X-ABSHOWAS", "X-ABUID", "LABEL", "MAILER", "CLASS", "SORT-STRING",
    "X-IMAGETYPE", "X-IMAGEHASH", "X-MS-CARDPICTURE", "X-MS-OL-DESIGN", "SOURCE", "XML",
    "CLIENTPIDMAP", "X-SHARED-PHOTO-DISPLAY-PREF", "X-ADDRESSING-GRAMMAR", "X-WA-BIZ-DESCRIPTION",
}  # fmt: skip
_NAME = re.compile(r"(?:([\w-]+)\.)?([A-Za-z][\w-]*)$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_OF_LETTERS = re.compile(r"ascii|utf-(8|16|32)|cp\d|iso8859|koi8|mac-|gb|big5|shift_jis|euc_|latin")
_ALIASES = {"CP1251": "cp1251", "WIN1251": "cp1251", "ANSI": "cp1252", "UNICODE": "utf-8"}


@dataclass
class Property:
    name: str
    value: str
    group: str = ""
    params: dict[str, list[str]] = field(default_factory=dict)

    @property
    def types(self) -> set[str]:
        return {word.upper() for word in self.params.get("TYPE", [])}

    @property
    def rank(self) -> int:
        """Smaller comes first: `PREF=1`, `TYPE=pref`, then as they stand."""
        stated = next(iter(self.params.get("PREF", [])), "")
        if stated.isdecimal() and len(stated) < 4:
            return int(stated)
        return 1 if "PREF" in self.types else 100


@dataclass
class Card:
    number: int
    properties: list[Property] = field(default_factory=list)
    broken: bool = False


def read_cards(lines: Iterable[str], encoding: str) -> Iterator[Card]:
    """The cards of a file, numbered from 1. `lines` were decoded by `encoding`; a property that
    names another charset is decoded again."""
    card: Card | None = None
    number = 0
    for text in _unfolded(lines):
        word = text.strip().upper().replace(" ", "")
        if word == "BEGIN:VCARD":
            if card is not None:
                yield _closed(card, whole=False)
            number += 1
            card = Card(number)
        elif word == "END:VCARD":
            if card is not None:
                yield _closed(card, whole=True)
            card = None
        elif card is not None and len(card.properties) < MOST_PROPERTIES:
            found = _property(text, encoding)
            if found is not None:
                card.properties.append(found)
    if card is not None:
        yield _closed(card, whole=False)


def _closed(card: Card, *, whole: bool) -> Card:
    card.broken = not whole
    return card


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Whole properties: a line that begins with a space goes on, and so does quoted-printable
    that ends in `=`. What is dropped anyway is not collected."""
    held: list[str] = []
    size = 0
    soft = drop = False
    for raw in lines:
        line = raw.rstrip("\r\n")
        goes_on = bool(held) and (line[:1] in (" ", "\t") or soft)
        if goes_on:
            # A soft break stands as a line of its own; a folded line loses its first sign.
            part = f"\n{line}" if soft else line[1:]
        else:
            if held:
                yield "".join(held)
            held, size, part = [], 0, line
            drop = _is_dropped(line)
        soft = line.endswith("=") and (soft or _is_quoted(held[0] if held else line))
        size += len(part)
        if not held or (not drop and size <= LONGEST_VALUE):
            held.append(part[:200] if drop else part[:LONGEST_VALUE])
    if held:
        yield "".join(held)


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _is_dropped(line: str) -> bool:
    named = _NAME.match(re.split(r"[;:]", line, maxsplit=1)[0].strip())
    return bool(named and named[2].upper() in _SKIPPED)


def _property(text: str, encoding: str) -> Property | None:
    head, value = _parted(text)
    pieces = split_by(head, ";", quotes=True)
    named = _NAME.match(pieces[0].strip())
    if named is None or value is None:
        return None
    found = Property(named[2].upper(), value, (named[1] or "").lower(), _params(pieces[1:]))
    if found.name in _SKIPPED and found.name != "X-ABLABEL":
        return None
    found.value = _storable(_decoded(found, encoding)[:LONGEST_VALUE])
    return found


def _storable(text: str) -> str:
    """Without NUL and halves of signs, which a card can spell and no database takes."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _parted(text: str) -> tuple[str, str | None]:
    """Name and parameters, value: parted by the first colon outside quotation marks."""
    quoted = False
    for place, sign in enumerate(text[:2000]):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return text[:place], text[place + 1 :]
    head, colon, value = text.partition(":")
    return head, value if colon else None


def _params(pieces: Iterable[str]) -> dict[str, list[str]]:
    params: dict[str, list[str]] = {}
    for piece in pieces:
        name, equals, value = piece.partition("=")
        if not equals:
            # vCard 2.1 leaves the name out: `TEL;CELL`, `NOTE;QUOTED-PRINTABLE`.
            bare = name.strip().upper()
            name = "ENCODING" if bare in ("QUOTED-PRINTABLE", "BASE64", "B", "8BIT") else "TYPE"
            value = bare
        words = [word.strip().strip('"') for word in value.strip().strip('"').split(",")]
        params.setdefault(name.strip().upper(), []).extend(filter(None, words))
    return params


def _decoded(found: Property, encoding: str) -> str:
    ways = {way.upper() for way in found.params.get("ENCODING", [])}
    charset = _codec(next(iter(found.params.get("CHARSET", [])), ""))
    if "QUOTED-PRINTABLE" in ways:
        # Signs that should have been quoted are not always.
        raw = found.value.encode(charset or encoding, errors="replace")
        return _by(quopri.decodestring(raw), charset or encoding)
    if ways & {"B", "BASE64"}:
        try:
            return _by(base64.b64decode(found.value, validate=False), charset or encoding)
        except (binascii.Error, ValueError):
            return ""
    if charset and charset != _codec(encoding) and found.value.isascii() is False:
        try:
            return found.value.encode(encoding).decode(charset)
        except (UnicodeError, LookupError):
            return found.value
    return found.value


def _by(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1251"):
        try:
            return raw.decode(name)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("utf-8", errors="replace")


def _codec(name: str) -> str:
    """Only what letters were ever written in: Python knows codecs that unpack archives, take
    programs' escapes or refuse to be careful."""
    try:
        found = codecs.lookup(_ALIASES.get(name.upper(), name)).name if name else ""
    except (LookupError, ValueError):
        return ""
    return found if _OF_LETTERS.match(found) else ""


def split_by(text: str, sign: str, *, quotes: bool = False) -> list[str]:
    """By signs that are not escaped, nor quoted where quotation marks mean that."""
    if "\\" not in text and not (quotes and '"' in text):
        return text.split(sign)
    parts, current, quoted, escaped = [], "", False, False
    for char in text:
        if escaped:
            current, escaped = current + char, False
        elif char == "\\":
            current, escaped = current + char, True
        elif char == sign and not quoted:
            parts.append(current)
            current = ""
        else:
            quoted = quoted != (quotes and char == '"')
            current += char
    return [*parts, current]


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], text).strip()


def components(text: str) -> list[str]:
    return [unescaped(part) for part in split_by(text, ";")]
