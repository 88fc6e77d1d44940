"""Until when somebody is away, as their automatic answer says it. Pure.

Only what is clear: a date that may be two (05/06), or that lies in no near time, is nobody's.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "январ jan", "феврал feb", "март mar", "апрел apr", "ма мая май may", "июн jun",
            "июл jul", "август aug", "сентябр sep", "октябр oct", "ноябр nov", "декабр dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?P<{0}>январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-zа-яё]*\.?"
)
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|-?го|-?е)?"
_YEAR = r"(?:,?\s+(?P<{0}>20\d\d)(?:\s*г(?:\.|ода)?)?)?"
_SEP = r"\s*(?:по|до|и до|to|till|until|through|–|—|-)\s*(?:the\s+)?"
_ON = (
    r"(?:on\s+|the\s+|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|понедельник[аи]?,?\s+"
    r"|вторник[аи]?,?\s+|сред[ыу],?\s+|четверг[аи]?,?\s+|пятниц[ыу],?\s+){0,3}"
)


def _date(n: int) -> str:
    """One date in any of its forms, its groups ending in `n`."""
    day_month = (
        rf"{_DAY.format(f'd{n}')}\s+(?:of\s+)?{_MONTH.format(f'm{n}')}{_YEAR.format(f'y{n}')}"
    )
    month_day = rf"{_MONTH.format(f'M{n}')}\s+{_DAY.format(f'D{n}')}{_YEAR.format(f'Y{n}')}"
    numbers = (
        rf"(?P<a{n}>\d{{1,2}})(?P<s{n}>[./])(?P<b{n}>\d{{1,2}})(?:(?P=s{n})(?P<c{n}>20\d\d|\d\d))?"
    )
    iso = rf"(?P<i{n}>20\d\d-\d\d-\d\d)"
    return rf"(?:{iso}|{day_month}|{month_day}|{numbers})"


_SHORT = r"(?P<from>\d{1,2})(?:st|nd|rd|th|-?го)?"
_RANGE = re.compile(rf"\b(?:с|со|from|between)?\s*{_ON}{_date(1)}{_SEP}{_ON}{_date(2)}", re.I)
# "с 5 по 12 мая", "from 5 to 12 May": the month stands once.
_SAME_MONTH = re.compile(
    rf"\b{_SHORT}{_SEP}{_DAY.format('d2')}\s+(?:of\s+)?{_MONTH.format('m2')}{_YEAR.format('y2')}",
    re.I,
)
_SAME_MONTH_FIRST = re.compile(
    rf"\b{_MONTH.format('M2')}\s+{_SHORT}{_SEP}{_DAY.format('D2')}{_YEAR.format('Y2')}\b(?!:)", re.I
)
_BACK = re.compile(
    r"(?:вернусь|возвращаюсь|выйду|выхожу|(?:снова )?буду (?:на связи|на месте|в офисе|доступ\w+)"
    r"|отвечу(?: вам)?(?: после)?|на связи|return(?:ing|s)?|back|available again|reachable again"
    rf"|in the office)[^.\n\d]{{0,50}}?\b(?P<after>после\s+|after\s+)?{_ON}{_date(1)}",
    re.I,
)
_UNTIL = re.compile(
    rf"\b(?:до|по|until|till|through|thru|bis)\s+(?:and including\s+)?{_ON}{_date(1)}", re.I
)
_LONGEST = timedelta(days=366)
# Of dates without a year: this one, or the next.
_PAST = timedelta(days=60)


@dataclass(frozen=True)
class Away:
    """Both days included; `first` is the day of the mail where it says none."""

    first: date
    until: date


def away_from(subject: str, text: str, *, received: date) -> Away | None:
    """None where nothing clear is said, or it is over."""
    said = re.sub(r"\s+", " ", f"{subject}. {text[:3000]}")
    for pattern in (_RANGE, _SAME_MONTH, _SAME_MONTH_FIRST):
        for days in pattern.finditer(said):
            until = _read(days, 2, received)
            first = _read(days, 1, received) if pattern is _RANGE else _first(days, until)
            if until and first and first <= until:
                return _sane(first, until, received)
    if found := _BACK.search(said):
        day = _read(found, 1, received)
        if day is not None:
            until = day if found["after"] else day - timedelta(days=1)
            return _sane(received, until, received)
    if found := _UNTIL.search(said):
        day = _read(found, 1, received)
        return _sane(received, day, received) if day else None
    return None


def _sane(first: date, until: date, received: date) -> Away | None:
    if until < received or until > received + _LONGEST or until < first:
        return None
    return Away(first, until)


def _first(found: "re.Match[str]", until: date | None) -> date | None:
    try:
        return until.replace(day=int(found["from"])) if until else None
    except ValueError:
        return None


def _read(found: "re.Match[str]", n: int, received: date) -> date | None:
    said = found.groupdict()
    try:
        if iso := said.get(f"i{n}"):
            return date.fromisoformat(iso)
        if day := said.get(f"d{n}") or said.get(f"D{n}"):
            month = _month(said.get(f"m{n}") or said.get(f"M{n}") or "")
            year = said.get(f"y{n}") or said.get(f"Y{n}")
            return _in_year(int(year) if year else None, month, int(day), received)
        if first := said.get(f"a{n}"):
            return _of_numbers(said, n, int(first), received)
    except ValueError:
        return None
    return None


def _of_numbers(said: dict[str, str], n: int, first: int, received: date) -> date | None:
    """12.05 is the twelfth of May; 05/12 may be two days, unless one of them cannot be."""
    second, written = int(said[f"b{n}"]), said.get(f"c{n}")
    day, month = first, second
    if said[f"s{n}"] == "/":
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (second, first) if second > 12 else (first, second)
    year = None if not written else int(written) + (2000 if len(written) == 2 else 0)
    return _in_year(year, month, day, received)


def _in_year(year: int | None, month: int, day: int, received: date) -> date:
    if year is not None:
        return date(year, month, day)
    here = date(received.year, month, day)
    return here if here >= received - _PAST else date(received.year + 1, month, day)


def _month(word: str) -> int:
    word = word.lower()
    return next((number for name, number in _MONTHS.items() if word.startswith(name)), 0)
