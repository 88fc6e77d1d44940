"""A calendar file as lines and blocks, however it was written (RFC 5545, 3.1).

Nothing here raises for what a file holds: what cannot be read is said in words and left out.
"""

import re
from dataclasses import dataclass, field

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
# What one property may hold; more is nothing that a calendar reads out of it.
MOST_SIGNS = 20_000
# Blocks inside blocks: a calendar, an event, an alarm.
_DEEPEST = 8
_MOST_BLOCKS = 20_000
_MOST_LINES = 400_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,])*(?:,(?:"[^"]*"|[^";:,])*)*)')


@dataclass
class Property:
    """`value` as it stands in the file, its escapes untouched."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return unescaped(self.value)


@dataclass
class Block:
    name: str
    properties: list[Property] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def first(self, name: str) -> Property | None:
        return next((each for each in self.properties if each.name == name), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return found.text.strip() if found else ""


class Problems:
    """What is said of a file, each thing once, and not more than a person reads."""

    MOST = 20

    def __init__(self) -> None:
        self.words: list[str] = []
        self._more = 0

    def say(self, words: str) -> None:
        if words in self.words:
            return
        if len(self.words) < self.MOST:
            self.words.append(words)
        else:
            self._more += 1

    def told(self) -> list[str]:
        more = [_("And %(n)s more.") % {"n": self._more}] if self._more else []
        return self.words + more


def blocks_of(data: bytes, problems: Problems) -> list[Block]:
    """The outermost blocks of a file; empty where it is too large or none at all."""
    if len(data) > MOST_BYTES:
        size = {"n": MOST_BYTES // 1024 // 1024}
        problems.say(_("The file is larger than %(n)s MB and was not read.") % size)
        return []
    return _blocks(_unfolded(decoded(data, problems), problems), problems)


def decoded(data: bytes, problems: Problems) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\x00" in data[:200]:
        # Without a mark: the zeros stand where Latin letters have none.
        encoding = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        guess = from_bytes(data[:65536], cp_isolation=["cp1251", "koi8_r", "cp1252"]).best()
        encoding = guess.encoding if guess else "latin-1"
        name = {"name": encoding}
        problems.say(_("The file is not in UTF-8; it was read as %(name)s.") % name)
        return data.decode(encoding, "replace")


def unescaped(value: str) -> str:
    return re.sub(
        r"\\([\\;,nN])", lambda hit: "\n" if hit[1] in "nN" else hit[1], value[:MOST_SIGNS]
    )


def _unfolded(text: str, problems: Problems) -> list[str]:
    """Whole lines. A line that is none by itself belongs to the one before it: some programs break
    long lines without the space that marks it."""
    raws = re.split(r"\r\n|\n|\r", text.replace("\x00", ""), maxsplit=_MOST_LINES)
    if len(raws) > _MOST_LINES:
        problems.say(_("The file holds more than a calendar does; the rest was left out."))
        raws.pop()
    folded: list[list[str]] = []
    for raw in raws:
        if raw[:1] in (" ", "\t") and folded:
            folded[-1].append(raw[1:])
        elif raw.strip():
            folded.append([raw])
    lines: list[list[str]] = []
    for parts in folded:
        # A fold may stand anywhere, inside a name too.
        line = "".join(parts)
        if _NAME.match(line):
            lines.append([line])
        elif lines:
            problems.say(_("Some long lines are broken in a way that no calendar should."))
            lines[-1].append(line)
        else:
            problems.say(_("The file begins with something that is no calendar."))
    return ["".join(parts) for parts in lines]


def _blocks(lines: list[str], problems: Problems) -> list[Block]:
    root = Block("")
    open_: list[Block] = [root]
    count = 0
    for line in lines:
        found = _property(line)
        if found is None:
            problems.say(_("A line could not be read: %(line)s") % {"line": line[:60]})
        elif found.name == "BEGIN":
            count += 1
            if count > _MOST_BLOCKS or len(open_) > _DEEPEST:
                problems.say(_("The file holds more than a calendar does; the rest was left out."))
                break
            block = Block(found.value.strip().upper())
            open_[-1].blocks.append(block)
            open_.append(block)
        elif found.name == "END":
            _close(open_, found.value.strip().upper(), problems)
        else:
            open_[-1].properties.append(found)
    if len(open_) > 1:
        problems.say(_("The file breaks off before its end."))
    return root.blocks


def _close(open_: list[Block], name: str, problems: Problems) -> None:
    if all(block.name != name for block in open_[1:]):
        problems.say(_("Something ends that never began: %(name)s") % {"name": name[:40]})
        return
    while len(open_) > 1:
        closed = open_.pop()
        if closed.name == name:
            return
        problems.say(_("Something begins and never ends: %(name)s") % {"name": closed.name[:40]})


def _property(line: str) -> Property | None:
    """One content line; parameters in quotes may hold what else would end them."""
    hit = _NAME.match(line)
    if hit is None:
        return None
    parameters, at = {}, hit.end()
    while at < len(line) and line[at] == ";":
        one = _PARAMETER.match(line, at)
        if one is None:
            break
        parameters[one[1].upper()] = one[2].strip().strip('"')
        at = one.end()
    colon = line.find(":", at)
    if colon < 0:
        return None
    return Property(hit[0].upper(), line[colon + 1 : colon + 1 + MOST_SIGNS], parameters)
