"""The clock that a calendar names: an IANA name, a Windows name, a program's own, or none.

A name that says nothing is known by its VTIMEZONE: the zone whose clock does what it describes.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from checkins.calendars.lines import Block, Problems

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?$")
_BYDAY = re.compile(r"(-?\d)(SU|MO|TU|WE|TH|FR|SA)$")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Asked first, so that a clock many zones share gets the name that people know.
_KNOWN = (
    "Europe/London", "Europe/Berlin", "Europe/Helsinki", "Europe/Moscow", "America/New_York",
    "America/Chicago", "America/Denver", "America/Los_Angeles", "Asia/Dubai", "Asia/Kolkata",
    "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "America/Sao_Paulo",
)  # fmt: skip


class Zones:
    """Of one file. `fallback` is the clock of times that name none (X-WR-TIMEZONE, or whoever
    reads)."""

    def __init__(self, blocks: Iterable[Block], fallback: ZoneInfo, problems: Problems) -> None:
        self._described = {
            block.text("TZID"): block for block in blocks if block.name == "VTIMEZONE"
        }
        self._found: dict[str, tzinfo] = {}
        self.fallback: tzinfo = fallback
        self._problems = problems

    def of(self, name: str) -> tzinfo:
        name = name.strip().strip('"')[:200]
        if name not in self._found:
            if len(self._found) > 500:
                return self.fallback
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> tzinfo:
        block = self._described.get(name)
        hint = block.text("X-LIC-LOCATION") if block else ""
        by_name = named(name) or named(hint)
        if by_name is not None:
            return by_name
        described = _by_description(block) if block else None
        if described is None:
            said = {"name": name[:60], "zone": str(self.fallback)}
            self._problems.say(
                _("The time zone “%(name)s” is not known; times were read as %(zone)s.") % said
            )
            return self.fallback
        return described


def named(name: str) -> ZoneInfo | None:
    """`Europe/Moscow`, `Russian Standard Time`, `/some.program/Europe/Moscow`; None: no zone."""
    name = name.strip()
    if name in WINDOWS_TO_OLSON:
        return _zone(WINDOWS_TO_OLSON[name])
    parts = name.strip("/").split("/")
    for size in (3, 2, 1):
        if len(parts) >= size and (zone := _zone("/".join(parts[-size:]))):
            return zone
    return None


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    return ZoneInfo(name) if name in _names() else None


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _by_description(block: Block) -> tzinfo | None:
    standard = _last(block, "STANDARD")
    summer = _last(block, "DAYLIGHT")
    offset = _offset(standard) if standard else None
    if offset is None:
        return None
    if summer is None or not (summer.text("RRULE") and standard and standard.text("RRULE")):
        return timezone(offset)
    moved = _offset(summer)
    if moved is None:
        return timezone(offset)
    found = _alike(offset, moved, _month(summer), _month(standard))
    return found or timezone(offset)


def _last(block: Block, name: str) -> Block | None:
    parts = [part for part in block.blocks if part.name == name]
    return max(parts, key=lambda part: part.text("DTSTART"), default=None)


def _offset(part: Block) -> timedelta | None:
    hit = _OFFSET.match(part.text("TZOFFSETTO"))
    if hit is None or int(hit[2]) > 15 or int(hit[3]) > 59:
        return None
    size = timedelta(hours=int(hit[2]), minutes=int(hit[3]))
    return size if hit[1] == "+" else -size


def _month(part: Block) -> tuple[int, str]:
    """In which month, on which weekday of it, the clock moves to `part`; (0, "") if not said."""
    rule = dict(item.split("=", 1) for item in part.text("RRULE").upper().split(";") if "=" in item)
    month = rule.get("BYMONTH", "")
    return int(month) if month.isdecimal() and len(month) < 3 else 0, rule.get("BYDAY", "")


@lru_cache(maxsize=256)
def _alike(
    standard: timedelta, summer: timedelta, to_summer: tuple[int, str], back: tuple[int, str]
) -> ZoneInfo | None:
    """The zone that keeps these two offsets and moves in these weeks, this year."""
    year = datetime.now(UTC).year
    days = [_day(year, to_summer), _day(year, back)]
    if None in days:
        return None
    wanted = ((days[0], standard, summer), (days[1], summer, standard))
    for name in (*_KNOWN, *sorted(_names())):
        zone = ZoneInfo(name)
        if all(
            day is not None
            and _at(zone, day - timedelta(days=2)) == before
            and _at(zone, day + timedelta(days=2)) == after
            for day, before, after in wanted
        ):
            return zone
    return None


def _at(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _day(year: int, when: tuple[int, str]) -> datetime | None:
    month, byday = when
    hit = _BYDAY.match(byday)
    if hit is None or not 1 <= month <= 12 or not int(hit[1]):
        return None
    place, weekday = int(hit[1]), _DAYS.index(hit[2])
    if place > 0:
        first = datetime(year, month, 1, 12, tzinfo=UTC)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
    after = datetime(year + month // 12, month % 12 + 1, 1, 12, tzinfo=UTC) - timedelta(days=1)
    return after - timedelta(days=(after.weekday() - weekday) % 7 + 7 * (-place - 1))
