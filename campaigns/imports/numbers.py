"""Numbers as results files write them: differences, watch time in any unit. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

from core.imports.sentences import gettext as _
from core.imports.values import clean_text, is_unknown, parse_count, parse_number, shown

_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,4}):([0-5]?\d)(?:[.,]\d+)?")
# `2h 13m 5s`, `2 ч 13 мин`.
_WORDED = re.compile(
    r"(?:(\d+)\s*(?:h|hr|hrs|hours?|ч|час\w*|std|stunden?)\.?\s*)?"
    r"(?:(\d+)\s*(?:m|min|mins|minutes?|мин|минут\w*)\.?\s*)?"
    r"(?:(\d+)\s*(?:s|sec|secs|seconds?|с|сек|секунд\w*)\.?)?",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(r"([^\d.,]*\d{1,3})([.,])(\d{3}[^\d.,]*)")
_MOST_SECONDS = 10**15


def parse_signed(text: str) -> int | None:
    """A whole number that may be below zero: `-3`, `−1 204`."""
    plain = clean_text(text).replace("−", "-")
    if plain.startswith("-") and not is_unknown(plain):
        count = parse_count(plain[1:])
        return None if count is None else -count
    return parse_count(plain.removeprefix("+"))


def parse_hours(text: str) -> int | None:
    """Seconds of `1384.3735` hours, to the nearest; `12:30:00` is a time already."""
    return _seconds(text, 3600)


def parse_minutes(text: str) -> int | None:
    return _seconds(text, 60)


def parse_clock(text: str) -> int | None:
    """Seconds of `1:23:45`, `2:05`, `2h 13m`; a bare number is seconds."""
    return _seconds(text, 1)


def with_point(text: str, decimal: str) -> str:
    """`1,234` or `1.234` so that it can be read one way only, if the file's sign before a fraction
    is known; any other number shows by itself which sign is which."""
    match = _UNCLEAR.fullmatch(text) if decimal else None
    if match is None:
        return text
    sign = "." if match[2] == decimal else ""
    return f"{match[1]}{sign}{match[3]}"


def guess_decimal(cells: list[str]) -> str:
    """The sign before the fraction in numbers of one column: "," or "."; "" where none tells.

    `1321,68` has a fraction behind its comma, `1.384,3` too; `1,384` alone may be either.
    """
    for cell in cells:
        digits = re.sub(r"[^\d.,]", "", cell)
        commas, points = digits.count(","), digits.count(".")
        if commas and points:
            return max(",.", key=digits.rfind)
        if commas + points == 1:
            sign = "," if commas else "."
            head, tail = digits.split(sign)
            if len(tail) != 3 or head in ("", "0") or len(head) > 3:
                return sign
    return ""


def _seconds(text: str, factor: int) -> int | None:
    plain = clean_text(text)
    if is_unknown(plain):
        return None
    if match := _CLOCK.fullmatch(plain):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return _within(hours * 3600 + minutes * 60 + seconds, text)
    worded = _WORDED.fullmatch(plain)
    if worded and any(worded.groups()):
        hours, minutes, seconds = (int(part or 0) for part in worded.groups())
        return _within(hours * 3600 + minutes * 60 + seconds, text)
    number = parse_number(plain)
    if number is None:
        return None
    return _within(int((number * factor).quantize(Decimal(1), ROUND_HALF_UP)), text)


def _within(seconds: int, text: str) -> int:
    if seconds < 0:
        raise ValueError(_("“%(cell)s” is less than zero.") % {"cell": shown(text)})
    if seconds > _MOST_SECONDS:
        raise ValueError(_("“%(cell)s” is more than can be.") % {"cell": shown(text)})
    return seconds
