"""Dates as exports write them, in many languages. Pure; what is written stays that date."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from core.imports.months import MONTHS
from core.imports.sentences import gettext as _
from core.imports.values import clean_text, is_unknown, shown

_TIME = r"(?:[T,\s]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(
    rf"(\d{{4}})(?:[-./]|年|\.\s)(\d{{1,2}})(?:[-./]|月|\.\s)(\d{{1,2}})[日.]?{_TIME}"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Days since the last of 1899, as a spreadsheet that lost the format of the column writes a date:
# from 1954 on, so that a year or a count is not taken for one.
_SERIAL = re.compile(r"([2-7]\d{4})(?:[.,]\d+)?")
_FIRST_DAY = date(1899, 12, 30)
_PARTS = re.compile(rf"(\d{{1,2}})([-./])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
# Signs of Hindi words are no letters to a pattern: whatever parts nothing belongs to the word.
_WORD = r"([^\d\s.,/-]+)"
_MONTH_FIRST = re.compile(rf"{_WORD}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?{_TIME}")
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+)?{_WORD}\.?"
    rf"(?:,?[\s-]+(?:del?\s+)?(\d{{4}}))?(?:\s*[гр]\.?)?{_TIME}"
)


def parse_date(
    text: str, *, day_first: bool | None = None, before: date | None = None
) -> date | None:
    """The date of the cell, None for an unknown one; a time of day beside it is left out.

    `46084` is the 3rd of March 2026, as spreadsheets count. `03/04/2026` needs `day_first` (see
    `guess_day_first`); with points the day is always first. A date without a year is the last such
    one not after `before`. Raises ValueError.
    """
    if is_unknown(text):
        return None
    plain = clean_text(text)
    try:
        found = _numeric(plain, day_first, text) or _worded(plain.casefold(), before, text)
    except _Unclear:
        raise
    except ValueError as error:
        raise ValueError(
            _("There is no such day as “%(cell)s”.") % {"cell": shown(text)}
        ) from error
    if found is None:
        raise ValueError(_("“%(cell)s” is not a date.") % {"cell": shown(text)})
    return found


def guess_day_first(cells: Iterable[str]) -> bool | None:
    """What a column of dates with slashes says by itself: True for 26/05, False for 05/26."""
    firsts = seconds = 0
    for cell in cells:
        match = _PARTS.fullmatch(clean_text(cell))
        if match and match[2] != ".":
            firsts, seconds = max(firsts, int(match[1])), max(seconds, int(match[3]))
    if firsts > 12:
        return True
    return False if seconds > 12 else None


def day_and_month(text: str) -> tuple[int, int] | None:
    """(month, day) of a date that says no year: `28 февраля`, `March 1`; None of all else."""
    match = _worded_parts(clean_text(text).casefold()) if 3 < len(text) < 40 else None
    if match is None or match[2]:
        return None
    month, day = MONTHS.get(match[0]), int(match[1])
    return (month, day) if month and 0 < day < 32 else None


class _Unclear(ValueError):
    pass


def _numeric(plain: str, day_first: bool | None, cell: str) -> date | None:
    iso = _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if serial := _SERIAL.fullmatch(plain):
        return _FIRST_DAY + timedelta(days=int(serial[1]))
    parts = _PARTS.fullmatch(plain)
    if parts is None:
        return None
    first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
    year += 2000 if year < 100 else 0
    if parts[2] == "." or first > 12:
        day_first = True
    elif second > 12:
        day_first = False
    elif first == second:
        day_first = True
    if day_first is None:
        raise _Unclear(
            _("“%(cell)s” may be two different days. Say whether the day or the month comes first.")
            % {"cell": shown(cell)}
        )
    return date(year, second, first) if day_first else date(year, first, second)


def _worded(plain: str, before: date | None, cell: str) -> date | None:
    parts = _worded_parts(plain)
    if parts is None:
        return None
    word, day, year = parts
    month = MONTHS.get(word)
    if month is None:
        return None
    if year:
        return date(int(year), month, int(day))
    if before is None:
        raise _Unclear(_("“%(cell)s” has no year.") % {"cell": shown(cell)})
    return _latest(month, int(day), before)


def _worded_parts(plain: str) -> tuple[str, str, str] | None:
    """(name of the month, day, year or "")"""
    match = _MONTH_FIRST.fullmatch(plain)
    if match:
        return match[1], match[2], match[3] or ""
    match = _DAY_FIRST.fullmatch(plain)
    return (match[2], match[1], match[3] or "") if match else None


def _latest(month: int, day: int, before: date) -> date:
    """The last day of that name not after `before`; 29 February may be up to eight years ago."""
    for year in range(before.year, before.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= before:
            return found
    raise ValueError(day)
