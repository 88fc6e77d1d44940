"""Calendars of others, read with patience: what takes time, and answers to invitations.

    found = read_calendar(data, zone=ZoneInfo("Europe/Moscow"), first=…, last=…)
    found.busy      # merged UTC spans inside the window
    found.replies   # of a METHOD:REPLY
    found.problems  # in words, in the reader's language

Whatever the bytes are, this answers, in bounded time: an event that cannot be read is named among
the problems, and the others are read all the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from checkins.calendars.lines import Block, Problems, Property, blocks_of
from checkins.calendars.repeating import Budget, TooMuch, starts
from checkins.calendars.times import NoTime, is_skipped, length, moment, when
from checkins.calendars.zones import Zones, named
from checkins.rules.common_hours import Span, merged

_ANSWERS = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "maybe"}
# Nothing lasts longer; what says so is a slip of the pen.
_LONGEST = timedelta(days=366)
# Who answers an invitation is one person.
_MOST_ATTENDEES = 1000


@dataclass(frozen=True)
class Occurrence:
    """One time an event takes place; UTC. `busy`: whether it takes its owner's time."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    busy: bool = True


@dataclass(frozen=True)
class Reply:
    """An answer to an invitation: "yes", "no" or "maybe". `address` is lower case."""

    uid: str
    address: str
    answer: str
    sequence: int = 0
    comment: str = ""


@dataclass(frozen=True)
class Reading:
    method: str = ""
    events: list[Occurrence] = field(default_factory=list)
    busy: list[Span] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_calendar(data: bytes, *, zone: ZoneInfo, first: datetime, last: datetime) -> Reading:
    """What `data` says of the time from `first` to `last`. `zone` is the clock of times that name
    none. Never raises for what the bytes hold."""
    problems = Problems()
    blocks = blocks_of(data, problems)
    calendars = [block for block in blocks if block.name == "VCALENDAR"]
    loose = [block for block in blocks if block.name in ("VEVENT", "VFREEBUSY", "VTIMEZONE")]
    if not calendars:
        problems.say(_("This is no calendar file."))
    if loose:
        calendars.append(Block("VCALENDAR", blocks=loose))
    budget = Budget()
    events: list[Occurrence] = []
    spans: list[Span] = []
    replies: list[Reply] = []
    for calendar in calendars:
        zones = _zones(calendar, zone, problems)
        reader = _Reader(zones, problems, (first, last), budget)
        events += reader.events([b for b in calendar.blocks if b.name == "VEVENT"])
        spans += reader.taken([b for b in calendar.blocks if b.name == "VFREEBUSY"])
        if calendar.text("METHOD").upper() == "REPLY":
            replies += _replies(calendar)
    method = calendars[0].text("METHOD").upper()[:20] if calendars else ""
    spans += [(one.starts_at, one.ends_at) for one in events if one.busy]
    inside = [(max(start, first), min(end, last)) for start, end in spans]
    events.sort(key=lambda one: (one.starts_at, one.ends_at, one.title))
    return Reading(method, events, merged(inside), replies, problems.told())


def _zones(calendar: Block, zone: ZoneInfo, problems: Problems) -> Zones:
    said = calendar.text("X-WR-TIMEZONE")
    zones = Zones(calendar.blocks, zone, problems)
    if said:
        zones.fallback = named(said) or zones.of(said)
    return zones


class _Reader:
    def __init__(self, zones: Zones, problems: Problems, window: Span, budget: Budget) -> None:
        self.zones, self.problems = zones, problems
        self.first, self.last = window
        self.budget = budget

    def events(self, blocks: list[Block]) -> list[Occurrence]:
        found: list[Occurrence] = []
        moved = self._moved(blocks)
        for block in self._newest(blocks):
            try:
                found += list(self._times(block, moved))
            except (NoTime, OverflowError) as error:
                why = (
                    error.args[0] if isinstance(error, NoTime) else _("its dates are too far away")
                )
                self._say(block, why)
        return found

    def taken(self, blocks: list[Block]) -> list[Span]:
        """The spans of a VFREEBUSY that are not free."""
        found = []
        for prop in (prop for block in blocks for prop in block.all("FREEBUSY")):
            if prop.parameters.get("FBTYPE", "BUSY").upper() == "FREE":
                continue
            for part in prop.value.split(",")[:5000]:
                try:
                    found.append(self._period(part, prop.parameters))
                except (NoTime, OverflowError):
                    self.problems.say(_("“%(text)s” is no span of time") % {"text": part[:60]})
        return found

    def _period(self, text: str, parameters: dict[str, str]) -> Span:
        begins, _slash, rest = text.partition("/")
        start = moment(when(Property("", begins, parameters), self.zones), self.zones.fallback)
        if rest[:1] in "Pp+-":
            return start, start + length(rest)
        return start, moment(when(Property("", rest, parameters), self.zones), self.zones.fallback)

    def _times(self, block: Block, moved: dict[str, set[datetime]]) -> Iterator[Occurrence]:
        first, size = self._span(block)
        all_day = not isinstance(first, datetime)
        uid = block.text("UID")[:255]
        if isinstance(first, datetime) and is_skipped(first):
            self._say(
                block, _("the clocks skip the hour it begins in; it was read as an hour later")
            )
        cancelled = block.text("STATUS").upper() == "CANCELLED"
        if cancelled and block.first("RECURRENCE-ID") is not None:
            return
        busy = not cancelled and block.text("TRANSP").upper() != "TRANSPARENT"
        left_out = self._left_out(block)
        if block.first("RECURRENCE-ID") is None:
            left_out |= moved.get(uid, set())
        title = " ".join(block.text("SUMMARY").split())[:250]
        for start in self._starts(block, first, size):
            at = moment(start, self.zones.fallback)
            end = self._end(start, at, size)
            if at in left_out or end < self.first or at >= self.last:
                continue
            yield Occurrence(uid, title, at, end, all_day, busy and end > at)

    def _starts(
        self, block: Block, first: date | datetime, size: timedelta
    ) -> list[date | datetime]:
        rules = block.all("RRULE") if block.first("RECURRENCE-ID") is None else []
        found = {moment(first, self.zones.fallback): first}
        for rule in rules[:5]:
            times = self._repeated(block, rule.value, first, size)
            found.update({moment(at, self.zones.fallback): at for at in times})
        for prop in block.all("RDATE")[:500]:
            for text in prop.value.split(",")[:500]:
                one = when(Property("", text.partition("/")[0], prop.parameters), self.zones)
                found[moment(one, self.zones.fallback)] = one
        return [found[at] for at in sorted(found)]

    def _repeated(
        self, block: Block, rule: str, first: date | datetime, size: timedelta
    ) -> list[date | datetime]:
        """All of a series or none: half of it would be taken for the whole. The first time of the
        event stands in any case."""
        window = {"after": self.first - size, "before": self.last}
        try:
            return list(starts(first, rule, budget=self.budget, **window))
        except TooMuch:
            self.problems.say(
                _("The file repeats more than can be counted; some of it was left out.")
            )
        except NoTime as error:
            self._say(block, error.args[0])
        return []

    def _span(self, block: Block) -> tuple[date | datetime, timedelta]:
        """When it begins, and for how long."""
        start = block.first("DTSTART")
        if start is None:
            raise NoTime(_("it says no beginning"))
        first = when(start, self.zones)
        end, lasts = block.first("DTEND"), block.first("DURATION")
        if end is not None:
            return first, self._until(block, first, when(end, self.zones))
        if lasts is not None:
            size = length(lasts.value)
        elif isinstance(first, datetime):
            self._say(block, _("it says no end, so it takes no time"))
            size = timedelta(0)
        else:
            size = timedelta(days=1)
        return first, self._sane(block, size)

    def _until(self, block: Block, first: date | datetime, last: date | datetime) -> timedelta:
        if not isinstance(first, datetime) and not isinstance(last, datetime):
            if last == first:
                # Wrong, and so common that it need not be said: one day is meant.
                return timedelta(days=1)
            return self._sane(block, last - first)
        zone = self.zones.fallback
        return self._sane(block, moment(last, zone) - moment(first, zone))

    def _sane(self, block: Block, size: timedelta) -> timedelta:
        if size < timedelta(0):
            self._say(block, _("it ends before it begins, so it takes no time"))
            return timedelta(0)
        if size > _LONGEST:
            self._say(block, _("it lasts longer than a year; a year was read"))
        return min(size, _LONGEST)

    def _end(self, start: date | datetime, at: datetime, size: timedelta) -> datetime:
        # A day ends at the next midnight, whether it has 23, 24 or 25 hours.
        if isinstance(start, datetime):
            return at + size
        return moment(start + size, self.zones.fallback)

    def _left_out(self, block: Block) -> set[datetime]:
        found = set()
        for prop in block.all("EXDATE")[:1000]:
            for text in prop.value.split(",")[:1000]:
                try:
                    one = when(Property("", text, prop.parameters), self.zones)
                except NoTime as error:
                    self._say(block, error.args[0])
                    continue
                found.add(moment(one, self.zones.fallback))
        return found

    def _moved(self, blocks: list[Block]) -> dict[str, set[datetime]]:
        """Single times of a series that another event of the file stands for."""
        found: dict[str, set[datetime]] = defaultdict(set)
        for block in blocks:
            prop = block.first("RECURRENCE-ID")
            if prop is None:
                continue
            try:
                at = moment(when(prop, self.zones), self.zones.fallback)
            except (NoTime, OverflowError):
                continue
            found[block.text("UID")[:255]].add(at)
        return found

    def _newest(self, blocks: list[Block]) -> list[Block]:
        """One of each identity: the highest sequence, of equal ones the last."""
        kept: dict[tuple[str, str], Block] = {}
        for place, block in enumerate(blocks):
            again = block.first("RECURRENCE-ID")
            key = (block.text("UID") or f"\n{place}", again.value if again else "")
            there = kept.get(key)
            if there is not None:
                self._say(block, _("the same event stands in the file twice; the newest was read"))
            if there is None or _sequence(block) >= _sequence(there):
                kept[key] = block
        return list(kept.values())

    def _say(self, block: Block, why: str) -> None:
        title = " ".join((block.text("SUMMARY") or block.text("UID")).split())[:60]
        said = {"title": title or _("an event without a name"), "why": why}
        self.problems.say(_("“%(title)s”: %(why)s") % said)


def _sequence(block: Block) -> int:
    text = block.text("SEQUENCE")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _replies(calendar: Block) -> list[Reply]:
    found = []
    for block in (b for b in calendar.blocks if b.name == "VEVENT"):
        # Looked up once: each look goes through all the block holds.
        uid, comment = block.text("UID")[:255], block.text("COMMENT")[:2000]
        sequence = _sequence(block)
        for prop in block.all("ATTENDEE")[:_MOST_ATTENDEES] if uid else ():
            answer = _ANSWERS.get(prop.parameters.get("PARTSTAT", "").upper())
            address = prop.value.strip().lower().removeprefix("mailto:")[:320]
            if answer:
                found.append(Reply(uid, address, answer, sequence, comment))
    return found
