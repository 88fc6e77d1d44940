"""Dates, times and lengths of a calendar. Each raises ValueError, with words, for what is none."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from checkins.calendars.lines import Property
from checkins.calendars.zones import Zones

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)$")
_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?([Zz])?$")
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$"
)
# Beyond these nobody keeps a calendar, and sums of dates overflow.
_YEARS = range(1900, 2200)


class NoTime(ValueError):
    """`args[0]` says what stands there."""


def when(prop: Property, zones: Zones) -> date | datetime:
    """A date for a whole day, however it is marked; else a moment with its zone."""
    text = prop.value.strip()
    if hit := _DATE.match(text):
        return _date(hit, text)
    hit = _TIME.match(text)
    if hit is None:
        raise NoTime(_("“%(text)s” is no date") % {"text": text[:40]})
    day = _date(hit, text)
    try:
        # A leap second is the one before it.
        clock = time(int(hit[4]), int(hit[5]), min(int(hit[6] or 0), 59))
    except ValueError:
        raise NoTime(_("“%(text)s” is no time") % {"text": text[:40]}) from None
    if hit[7]:
        return datetime.combine(day, clock, tzinfo=UTC)
    name = prop.parameters.get("TZID", "")
    return datetime.combine(day, clock, tzinfo=zones.of(name) if name else zones.fallback)


def length(text: str) -> timedelta:
    """`PT1H30M`, `P1W`."""
    hit = _LENGTH.match(text.strip().upper())
    if hit is None or not any(hit.groups()[1:]):
        raise NoTime(_("“%(text)s” is no length of time") % {"text": text[:40]})
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in hit.groups()[1:])
    size = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -size if hit[1] == "-" else size


def moment(value: date | datetime, zone: tzinfo) -> datetime:
    """UTC; a date begins at the midnight of `zone`. A time that the clock skips counts with the
    offset before it, as RFC 5545 wants."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min, tzinfo=zone)
    return value.astimezone(UTC)


def is_skipped(value: datetime) -> bool:
    """Whether no clock of its zone ever shows this time."""
    back = value.astimezone(UTC).astimezone(value.tzinfo)
    return back.replace(tzinfo=None) != value.replace(tzinfo=None)


def _date(hit: re.Match[str], text: str) -> date:
    try:
        found = date(int(hit[1]), int(hit[2]), int(hit[3]))
    except ValueError:
        raise NoTime(_("“%(text)s” is no day of a calendar") % {"text": text[:40]}) from None
    if found.year not in _YEARS:
        raise NoTime(_("“%(text)s” is too far away") % {"text": text[:40]})
    return found
