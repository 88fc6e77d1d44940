"""When a repeating event takes place inside a window, in bounded time (RFC 5545, 3.8.5).

Days are looked at one by one, by the clock of the event, so what a rule costs is known before: a
rule that never comes true is as cheap as any other. Each day then becomes a moment: an event at
2:30 does not take place on the day whose clocks skip 2:30. Rules that no meeting has (each second,
a hundred times a day) are refused in words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from checkins.calendars.times import NoTime, is_skipped

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PERIODS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_ONE = timedelta(days=1)
# Of one event inside a window; more is no meeting.
MOST = 1500


class TooMuch(NoTime):
    """The rules of the file ask for more counting than there is."""


class Budget:
    """Days that all rules of a file may look at together, and times they may give."""

    def __init__(self, days: int = 300_000, times: int = 30_000) -> None:
        self.days, self.times = days, times

    def look(self, days: int) -> None:
        if days > self.days:
            raise TooMuch
        self.days -= days

    def give(self) -> None:
        if self.times <= 0:
            raise TooMuch
        self.times -= 1


@dataclass
class Rule:
    """`days`: weekday → which ones of its month or year; 0: each."""

    period: str
    interval: int = 1
    count: int = 0
    until: datetime | None = None
    week_starts: int = 0
    days: dict[int, set[int]] = field(default_factory=dict)
    months: set[int] = field(default_factory=set)
    month_days: set[int] = field(default_factory=set)
    year_days: set[int] = field(default_factory=set)
    weeks: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    hours: set[int] = field(default_factory=set)
    minutes: set[int] = field(default_factory=set)


def starts(
    first: date | datetime, text: str, *, after: datetime, before: datetime, budget: Budget
) -> Iterator[date | datetime]:
    """Starts of an event that begins at `first` (a date: whole days), about from `after` until
    `before` (UTC). Raises NoTime for a rule that is none, TooMuch for one that costs too much."""
    zone: Any = first.tzinfo if isinstance(first, datetime) else UTC
    begins = first.replace(tzinfo=None) if isinstance(first, datetime) else _midnight(first)
    rule = parsed(text, begins, zone)
    low = after.astimezone(zone).replace(tzinfo=None) - _ONE
    high = before.astimezone(zone).replace(tzinfo=None) + _ONE
    high = min(high, rule.until) if rule.until else high
    given = 0
    for at in _times(rule, begins, low, high, budget):
        if at < low:
            continue
        given += 1
        if given > MOST:
            raise NoTime(_("it repeats more often than a meeting does"))
        budget.give()
        if not isinstance(first, datetime):
            yield at.date()
        elif not is_skipped(found := at.replace(tzinfo=zone)):
            yield found


def _times(
    rule: Rule, begins: datetime, low: datetime, high: datetime, budget: Budget
) -> Iterator[datetime]:
    day = begins.date()
    if not rule.count:
        # What lies long back is not counted; a year more, for places inside a period.
        day = max(day, low.date() - 367 * _ONE)
    clocks = sorted(
        begins.time().replace(hour=hour, minute=minute)
        for hour in rule.hours or {begins.hour}
        for minute in rule.minutes or {begins.minute}
    )
    # Each time of a day is looked at, also of the days that are only counted.
    budget.look(max(0, (high.date() - day).days + 1) * max(1, len(clocks) // 4))
    left = rule.count or -1
    # From the beginning of a period: the first of them may be cut otherwise.
    period = _period(rule, begins.date())
    days = _matching(rule, _period_start(rule, day), high.date(), begins.date())
    for _number, group in groupby(days, key=period):
        times = [datetime.combine(one, clock) for one in group for clock in clocks]
        for at in _placed(times, rule.places):
            if at < begins:
                continue
            if at > high or left == 0:
                return
            left -= 1
            yield at


def _placed(times: list[datetime], places: set[int]) -> list[datetime]:
    if not places:
        return times
    wanted = {place - 1 if place > 0 else len(times) + place for place in places}
    return [at for number, at in enumerate(times) if number in wanted]


def _matching(rule: Rule, day: date, last: date, begins: date) -> Iterator[date]:
    period, origin = _period(rule, begins), _period(rule, begins)(begins)
    while day <= last:
        if (period(day) - origin) % rule.interval == 0 and _is_one(rule, day):
            yield day
        day += _ONE


def _period(rule: Rule, begins: date) -> Callable[[date], int]:
    """The number of the period that a day belongs to."""
    if rule.period == "YEARLY":
        return lambda day: day.year
    if rule.period == "MONTHLY":
        return lambda day: day.year * 12 + day.month
    if rule.period == "WEEKLY":
        return lambda day: (day.toordinal() - 1 - rule.week_starts) // 7
    return date.toordinal


def _period_start(rule: Rule, day: date) -> date:
    if rule.period == "YEARLY":
        return day.replace(month=1, day=1)
    if rule.period == "MONTHLY":
        return day.replace(day=1)
    return day - (day.weekday() - rule.week_starts) % 7 * _ONE if rule.period == "WEEKLY" else day


def _is_one(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not _from_both_ends(day.day, _month_length(day), rule.month_days):
        return False
    if rule.year_days:
        place, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
        if not _from_both_ends(place, length, rule.year_days):
            return False
    if rule.weeks and not _in_week(day, rule.weeks):
        return False
    return not rule.days or _is_day(rule, day)


def _from_both_ends(place: int, length: int, wanted: set[int]) -> bool:
    return place in wanted or place - length - 1 in wanted


def _month_length(day: date) -> int:
    after = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)
    return (after - _ONE).day


def _in_week(day: date, weeks: set[int]) -> bool:
    year, week, _weekday = day.isocalendar()
    return year == day.year and _from_both_ends(week, date(year, 12, 28).isocalendar()[1], weeks)


def _is_day(rule: Rule, day: date) -> bool:
    """However many days a rule names, a day is looked at once."""
    wanted = rule.days.get(day.weekday())
    if wanted is None:
        return False
    if 0 in wanted:
        return True
    if rule.period == "MONTHLY" or rule.months:
        place, length = day.day, _month_length(day)
    else:
        place, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    return (place - 1) // 7 + 1 in wanted or -((length - place) // 7 + 1) in wanted


def parsed(text: str, begins: datetime, zone: Any) -> Rule:
    """An RRULE, with what it leaves to the beginning of the event. Raises NoTime."""
    pairs = [item.partition("=") for item in text.upper().replace(" ", "").split(";") if item]
    said = {key: value for key, _equals, value in pairs}
    if said.get("FREQ") not in _PERIODS:
        words = {"text": said.get("FREQ", "")[:20] or "?"}
        raise NoTime(_("it repeats by “%(text)s”, which no meeting does") % words)
    rule = Rule(said["FREQ"], interval=_number(said.get("INTERVAL", "1")))
    rule.hours = _numbers(said.get("BYHOUR"), range(24))
    rule.minutes = _numbers(said.get("BYMINUTE"), range(60))
    often = max(1, len(rule.hours)) * max(1, len(rule.minutes)) > 48
    if often or "BYSECOND" in said or len(text) > 2000:
        raise NoTime(_("it repeats more often than a meeting does"))
    rule.months = _numbers(said.get("BYMONTH"), range(1, 13))
    rule.month_days = _numbers(said.get("BYMONTHDAY"), range(1, 32), both=True)
    rule.year_days = _numbers(said.get("BYYEARDAY"), range(1, 367), both=True)
    rule.weeks = _numbers(said.get("BYWEEKNO"), range(1, 54), both=True)
    rule.places = _numbers(said.get("BYSETPOS"), range(1, 367), both=True)
    for part in said.get("BYDAY", "").split(","):
        if part:
            weekday, which = _weekday(part)
            rule.days.setdefault(weekday, set()).add(which)
    if said.get("WKST") in _DAYS:
        rule.week_starts = _DAYS.index(said["WKST"])
    if "COUNT" in said:
        rule.count = _number(said["COUNT"])
    elif "UNTIL" in said:
        rule.until = _until(said["UNTIL"], zone)
    _fill(rule, begins)
    return rule


def _fill(rule: Rule, begins: datetime) -> None:
    """A weekly event is on the weekday it begins on, a yearly one on its day."""
    if rule.period == "DAILY" or rule.days or rule.month_days or rule.year_days:
        return
    if rule.period == "WEEKLY" or rule.weeks:
        rule.days = {begins.weekday(): {0}}
        return
    rule.month_days = {begins.day}
    if rule.period == "YEARLY" and not rule.months:
        rule.months = {begins.month}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _until(text: str, zone: Any) -> datetime:
    try:
        if len(text) == 8:
            day = datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC)
            return day.replace(tzinfo=None) + timedelta(days=1, seconds=-1)
        at = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        words = {"text": text[:20]}
        raise NoTime(_("it repeats until “%(text)s”, which is no day") % words) from None
    return (at.astimezone(zone) if text.endswith("Z") else at).replace(tzinfo=None)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise NoTime(_("it repeats “%(text)s” times, which is no number") % {"text": text[:20]})
    return int(text)


def _numbers(text: str | None, allowed: range, *, both: bool = False) -> set[int]:
    """`both`: also counted from the end, with a minus."""
    found = set()
    for part in (text or "").split(",")[:400]:
        if not part:
            continue
        number = int(part) if re.fullmatch(r"[+-]?\d{1,3}", part, re.ASCII) else None
        if number is None or (abs(number) if both else number) not in allowed:
            raise NoTime(_("it repeats on “%(text)s”, which is no day") % {"text": part[:20]})
        found.add(number)
    return found


def _weekday(text: str) -> tuple[int, int]:
    hit = _BYDAY.match(text)
    if hit is None or (hit[1] and not 1 <= abs(int(hit[1])) <= 53):
        raise NoTime(_("it repeats on “%(text)s”, which is no day") % {"text": text[:20]})
    return _DAYS.index(hit[2]), int(hit[1] or 0)
