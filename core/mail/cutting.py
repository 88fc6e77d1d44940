"""What a person wrote in an answer, without what their mail program quoted around it. Pure.

Line by line: the first sure sign that somebody else's mail begins ends the answer; lines marked by
`>` fall out wherever they stand, and between two of their own a sign says so.
"""

import re

from core.mail.endings import without_ending
from core.mail.markup import as_lines
from core.mail.quoting import divider_at, headers_at, introduction_at, quoted

LONGEST = 20_000
# What is read; the answer stands in it, or the mail is no answer.
_READ, _MOST_LINES = 200_000, 10_000
LEFT_OUT = "[…]"
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff\x00-\x08\x0b\x0e-\x1f]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_MORE_THAN = re.compile(r"^\s*>\s?\d")


def words_of(text: str | None, markup: str | None) -> str:
    """The answer alone: of the plain text where there is one, else of the HTML."""
    plain = cut(text) if text and text.strip() else ""
    if plain or not markup or not markup.strip():
        return plain
    return cut(as_lines(markup)) or cut(as_lines(markup, signatures=True))


def cut(text: str) -> str:
    """`text` without quotations and signature, at most LONGEST characters; "" if that is all."""
    lines = _lines(text)
    lines, marked = _own(lines[: _end(lines)])
    lines = without_ending(lines)
    if not marked:
        lines = [line for line in lines if line != LEFT_OUT]
    said = "\n".join(line.rstrip() for line in lines)
    said = re.sub(r"\n{3,}", "\n\n", said).strip()
    while said.endswith(LEFT_OUT):
        said = said.removesuffix(LEFT_OUT).rstrip()
    return said[:LONGEST].strip()


def _lines(text: str) -> list[str]:
    whole = text[:_READ].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    whole = _SPACES.sub(" ", _INVISIBLE.sub("", whole)).replace("\t", " ")
    # Programs end lines with blanks, and put rows of empty ones above what they quote.
    return re.sub(r"\n{4,}", "\n\n\n", whole).split("\n")[:_MOST_LINES]


def _end(lines: list[str]) -> int:
    """The first line from which on everything is quoted without a mark."""
    for number, line in enumerate(lines):
        if not line.strip() or (quoted(line) and not _MORE_THAN.match(line)):
            continue
        if divider_at(lines, number) or headers_at(lines, number):
            return number
        found = introduction_at(lines, number)
        if found is not None and found[1] and not _marks_follow(lines, number + found[0]):
            return number
    return len(lines)


def _marks_follow(lines: list[str], number: int) -> bool:
    following = next((line for line in lines[number : number + 4] if line.strip()), "")
    return quoted(following)


def _own(lines: list[str]) -> tuple[list[str], bool]:
    """(lines without the marked ones, LEFT_OUT for those between; whether there were any between).

    A quotation on top, with the answer below it, is not worth a sign.
    """
    out: list[str] = []
    number, between, written = 0, False, False
    while number < len(lines):
        line = lines[number]
        found = None if quoted(line) else introduction_at(lines, number)
        if found is not None and _marks_follow(lines, number + found[0]):
            number += found[0]
            continue
        if _is_quotation(lines, number):
            while number < len(lines) and (quoted(lines[number]) or _is_gap(lines, number)):
                number += 1
            out.append(LEFT_OUT)
            continue
        if line.strip():
            between = between or (written and LEFT_OUT in out[-3:])
            written = True
        out.append(line)
        number += 1
    if not between:
        return [line for line in out if line != LEFT_OUT], False
    return out[1:] if out and out[0] == LEFT_OUT and not _several(out) else out, True


def _several(out: list[str]) -> bool:
    return out.count(LEFT_OUT) > 1


def _is_quotation(lines: list[str], number: int) -> bool:
    """Marked, and not a person's "> 1000 a day" that stands alone between their words."""
    if not quoted(lines[number]):
        return False
    if not _MORE_THAN.match(lines[number]) or introduction_at(lines, number) is not None:
        return True
    return _marks_follow(lines, number + 1) or (number > 0 and quoted(lines[number - 1]))


def _is_gap(lines: list[str], number: int) -> bool:
    """An empty line inside a quotation."""
    return not lines[number].strip() and quoted(next(iter(lines[number + 1 : number + 2]), ""))
