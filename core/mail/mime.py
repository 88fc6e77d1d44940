"""A mail taken apart: its headers and bodies as text, whatever its charset and however broken.
Pure; the words are the sender's, so nothing here raises for what they say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import getaddresses
from typing import Any

from core.mail.charsets import decode, words

# A mail of more parts, or boxes in boxes, is no mail of a person.
MOST_PARTS, DEEPEST = 300, 40
# What is read of each body; the answer stands in it, the rest is quotation.
LONGEST_BODY = 1_000_000
# Of one header with addresses, and how many of a name are read; no person writes to more.
_LONGEST_HEADER, _MOST_HEADERS = 50_000, 50
LIKE_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_META = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
# Bodies that are neither words nor files: signatures of programs, twins of the HTML.
IGNORED = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/x-amp-html",
    "text/watch-html",
}


@dataclass(frozen=True)
class Body:
    """`text` and `html`: "" where the mail has none. `problems`: what was wrong, plain words."""

    text: str = ""
    html: str = ""
    problems: list[str] = field(default_factory=list)


def headers(message: Any, name: str) -> list[str]:
    """Every value of that header, decoded, on one line each."""
    wanted = name.lower()
    return [words(str(value)) for key, value in message.raw_items() if key.lower() == wanted]


def header(message: Any, name: str) -> str:
    return next(iter(headers(message, name)), "")


def addresses(message: Any, *names: str) -> list[tuple[str, str]]:
    """(name, address in small letters) of those headers, in their order, without repetitions."""
    wanted = {name.lower() for name in names}
    raw = dict.fromkeys(str(value) for key, value in message.raw_items() if key.lower() in wanted)
    found: dict[str, tuple[str, str]] = {}
    for name, address in (pair for one in list(raw)[:_MOST_HEADERS] for pair in _pairs(_safe(one))):
        address = "".join(_safe(address).split()).lower()[:320]
        if "@" in address:
            found.setdefault(address, (words(name)[:200], address))
    return list(found.values())


def _pairs(value: str) -> list[tuple[str, str]]:
    """(name, address) of one header; of one that is built to break what reads it, what looks like
    an address."""
    value = value[:_LONGEST_HEADER]
    try:
        return getaddresses([value])
    except (RecursionError, ValueError, IndexError):
        return [("", one) for one in LIKE_ADDRESS.findall(value)]


def content_type(part: Any) -> str:
    try:
        return str(part.get_content_type()).lower()
    except Exception:
        return "text/plain"


def leaves(message: Any) -> Iterator[Any]:
    """The parts that hold something, in their order; mails inside the mail are one part each."""
    stack, seen = [(message, 0)], 0
    while stack and seen < MOST_PARTS:
        part, depth = stack.pop()
        seen += 1
        inside = part.get_payload()
        if isinstance(inside, list) and not content_type(part).startswith("message/"):
            if depth < DEEPEST:
                stack += [(one, depth + 1) for one in reversed(inside)]
            continue
        yield part


def content(part: Any) -> bytes:
    """What the part holds, of a mail inside the mail its source."""
    inside = part.get_payload()
    if isinstance(inside, list):
        try:
            return b"\n".join(bytes(one.as_bytes()) for one in inside[:1])
        except Exception:
            return b""
    try:
        held = part.get_payload(decode=True)
    except Exception:
        held = None
    if held is None:
        held = str(inside or "").encode("utf-8", "surrogateescape")
    return bytes(held)


def file_name(part: Any) -> str:
    try:
        return words(part.get_filename() or "")
    except Exception:
        return ""


def is_file(part: Any) -> bool:
    """Told apart from the words by its disposition, its name, or its type."""
    kind = content_type(part)
    if kind in IGNORED:
        return False
    if _disposition(part) == "attachment" or kind == "text/calendar":
        return True
    if kind in ("text/plain", "text/html"):
        # Some programs name the body; a name with an ending of its own is a file.
        return bool(file_name(part)) and _disposition(part) != "inline"
    if kind.startswith(("text/", "message/")):
        return bool(file_name(part)) or kind == "message/rfc822"
    return True


def body_of(message: Any) -> Body:
    """All plain and all HTML words of the mail, without its files."""
    plain: list[str] = []
    markup: list[str] = []
    problems: list[str] = []
    for part in leaves(message):
        kind = content_type(part)
        if kind not in ("text/plain", "text/html") or is_file(part):
            continue
        text, problem = part_text(part)
        if problem and problem not in problems:
            problems.append(problem)
        (plain if kind == "text/plain" else markup).append(text)
    return Body(
        text="\n".join(one for one in plain if one.strip())[:LONGEST_BODY],
        html="\n".join(one for one in markup if one.strip())[:LONGEST_BODY],
        problems=problems,
    )


def part_text(part: Any) -> tuple[str, str]:
    """(its words, what was wrong with the charset), soft line breaks mended (RFC 3676)."""
    data = content(part)[: 4 * LONGEST_BODY]
    declared = _param(part, "charset")
    if content_type(part) == "text/html" and not declared:
        meta = _META.search(data[:4096])
        declared = meta[1].decode("ascii", "replace") if meta else ""
    text, problem = decode(data, declared)
    text = text[:LONGEST_BODY].replace("\r\n", "\n").replace("\r", "\n")
    if _param(part, "format").lower() == "flowed":
        text = unflowed(text, joined=_param(part, "delsp").lower() == "yes")
    return text, problem


def unflowed(text: str, *, joined: bool = False) -> str:
    """Paragraphs of a `format=flowed` text in one line each; `joined`: its DelSp."""
    out: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        soft = bare.endswith(" ") and bare != "-- "
        if soft and joined:
            bare = bare[:-1]
        if open_depth == depth and bare != "-- ":
            out[-1].append(bare)
        else:
            out.append([f"{'>' * depth}{' ' if depth else ''}{bare}"])
        open_depth = depth if soft else None
    return "\n".join("".join(parts) for parts in out)


def _param(part: Any, name: str) -> str:
    try:
        if name == "charset":
            return str(part.get_content_charset() or "")
        value = part.get_param(name)
    except Exception:
        return ""
    return str(value) if isinstance(value, str) else ""


def _disposition(part: Any) -> str:
    try:
        return str(part.get_content_disposition() or "")
    except Exception:
        return ""


def _safe(raw: str) -> str:
    return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "")
