"""Hours that suit everybody (product.md, row 52).

Best is what lies inside everybody's working hours. Where there is none (Moscow and Los Angeles
share no hour from 9 to 18), whoever must start early or stay late is strained as little as can be,
and the strain is spread: an hour of two each before two hours of one. Nobody is asked before 7,
after 22, in their quiet hours, on their weekend, holiday or leave, or while they are busy.
Spans are UTC, so that what daylight saving removes or repeats does no harm; a slot that touches
such an hour anywhere is not proposed at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.workdays import CLOSES, OPENS, is_working

EARLIEST, LATEST = time(7), time(22)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
# A slot next to one that is proposed already tells nothing new.
_APART = timedelta(hours=2)
_A_DAY = 2

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Person:
    """One who takes part. `busy` are UTC spans; `away` are days in `zone`, both ends included,
    None: no end known. One end of the quiet hours alone means midnight for the other."""

    name: str
    zone: ZoneInfo
    market: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None
    opens: time = OPENS
    closes: time = CLOSES
    busy: tuple[Span, ...] = ()
    away: tuple[tuple[date, date | None], ...] = ()
    key: str = ""

    def works_on(self, day: date) -> bool:
        return is_working(day, self.market) and not any(
            first <= day and (last is None or day <= last) for first, last in self.away
        )


@dataclass(frozen=True)
class There:
    """A slot as one person lives it: their clock, and how many minutes before their working hours
    it begins and after them it ends, for that is how long they get up earlier or stay."""

    person: Person
    starts: datetime
    ends: datetime
    early: int = 0
    late: int = 0


@dataclass(frozen=True)
class Slot:
    """`starts_at` is UTC. Slots sort from good to bad by `strain`."""

    starts_at: datetime
    minutes: int
    people: tuple[There, ...]

    @property
    def strain(self) -> tuple[int, int]:
        """Minutes outside working hours: of whoever has most, and of all together."""
        each = [there.early + there.late for there in self.people]
        return max(each, default=0), sum(each)

    @property
    def fits(self) -> bool:
        return self.strain == (0, 0)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.minutes * _MINUTE


@dataclass(frozen=True)
class Found:
    """`nothing` says why there is no slot: "far" (their bearable hours never meet), "days" (no day
    on which all work), "busy"; "" where there are some."""

    slots: tuple[Slot, ...] = ()
    nothing: str = ""
    fitting: bool = field(default=False)


def best_slots(
    people: Sequence[Person], *, minutes: int, first: datetime, last: datetime, limit: int = 6
) -> Found:
    """Up to `limit` slots of `minutes` between `first` and `last`, the best first; at most two of
    a day (the first person's), not beside each other."""
    if not people or minutes <= 0 or first >= last:
        return Found(nothing="days")
    length = minutes * _MINUTE
    step = _step(people, first, last)
    free = _shared([_bearable(person, first, last) for person in people], (first, last))
    starts = _starts(_without_busy(free, people), step, length)
    slots = [slot for at in starts if (slot := _slot(people, at, minutes)) is not None]
    if not slots:
        return Found(nothing=_why(people, free, first, last, length, step))
    chosen = _choose(sorted(slots, key=lambda s: (s.strain, s.starts_at)), limit)
    return Found(tuple(chosen), fitting=chosen[0].fits)


def is_open(person: Person, moment: datetime) -> bool:
    """Whether `moment` is a working hour of theirs, outside their quiet hours; for a grid."""
    local = moment.astimezone(person.zone)
    if not person.works_on(local.date()):
        return False
    return person.opens <= local.time() < person.closes and not _is_quiet(person, moment)


def is_bearable(person: Person, moment: datetime) -> bool:
    """Whether they may be asked at `moment` at all."""
    local = moment.astimezone(person.zone)
    return (
        person.works_on(local.date())
        and EARLIEST <= local.time() < LATEST
        and not _is_quiet(person, moment)
    )


def is_busy(person: Person, start: datetime, end: datetime) -> bool:
    return any(begins < ends and begins < end and start < ends for begins, ends in person.busy)


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, without overlaps; empty and reversed ones left out."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _step(people: Sequence[Person], first: datetime, last: datetime) -> timedelta:
    """Half hours of UTC, quarters where a clock runs :15 or :45 off it (Kathmandu)."""
    offsets = [at.astimezone(p.zone).utcoffset() for p in people for at in (first, last)]
    odd = any(offset is None or offset % timedelta(minutes=30) for offset in offsets)
    return timedelta(minutes=15 if odd else 30)


def _bearable(person: Person, first: datetime, last: datetime) -> list[Span]:
    spans: list[Span] = []
    day = first.astimezone(person.zone).date() - _DAY
    while day <= last.astimezone(person.zone).date():
        if person.works_on(day):
            open_ = (_utc(day, EARLIEST, person.zone), _utc(day, LATEST, person.zone))
            spans += _minus([open_], _quiet_spans(person, day))
        day += _DAY
    return merged(spans)


def _quiet_spans(person: Person, day: date) -> list[Span]:
    """Those that touch `day`: begun on it, or the evening before."""
    start, end = person.quiet_from, person.quiet_until
    if (start is None and end is None) or start == end:
        return []
    start, end = start or time.min, end or time.min
    longer = _DAY if end <= start else timedelta(0)
    return [
        (_utc(begun, start, person.zone), _utc(begun + longer, end, person.zone))
        for begun in (day - _DAY, day)
    ]


def _is_quiet(person: Person, moment: datetime) -> bool:
    day = moment.astimezone(person.zone).date()
    return any(start <= moment < end for start, end in _quiet_spans(person, day))


def _utc(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _minus(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    left = list(spans)
    for hole_start, hole_end in holes:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, hole_start)), (max(start, hole_end), end))
            if part[0] < part[1]
        ]
    return left


def _shared(each: Sequence[list[Span]], within: Span) -> list[Span]:
    found = [within]
    for spans in each:
        found = _meet(found, spans)
    return found


def _meet(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            pairs.append((start, end))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return pairs


def _without_busy(spans: Sequence[Span], people: Sequence[Person]) -> list[Span]:
    return _minus(spans, merged(span for person in people for span in person.busy))


def _starts(spans: Sequence[Span], step: timedelta, length: timedelta) -> Iterator[datetime]:
    origin = datetime(2000, 1, 1, tzinfo=UTC)
    for start, end in spans:
        at = start + (origin - start) % step
        while at + length <= end:
            yield at
            at += step


def _slot(people: Sequence[Person], at: datetime, minutes: int) -> Slot | None:
    there = [_there(person, at, minutes) for person in people]
    lived = [one for one in there if one is not None]
    return Slot(at, minutes, tuple(lived)) if len(lived) == len(people) else None


def _there(person: Person, at: datetime, minutes: int) -> There | None:
    """None where the clock of their zone is moved while it lasts, or shows its hour twice."""
    starts = at.astimezone(person.zone)
    ends = (at + minutes * _MINUTE).astimezone(person.zone)
    if starts.utcoffset() != ends.utcoffset() or _repeated(starts) or _repeated(ends):
        return None
    # Bearable hours do not pass midnight, so both ends are of one day.
    return There(
        person,
        starts,
        ends,
        early=max(0, _minutes(person.opens) - _minutes(starts.time())),
        late=max(0, _minutes(ends.time()) - _minutes(person.closes)),
    )


def _repeated(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _choose(slots: Sequence[Slot], limit: int) -> list[Slot]:
    chosen: list[Slot] = []
    for slot in slots:
        day = slot.people[0].starts.date()
        near = [one for one in chosen if abs(one.starts_at - slot.starts_at) < _APART]
        if near or sum(one.people[0].starts.date() == day for one in chosen) >= _A_DAY:
            continue
        chosen.append(slot)
        if len(chosen) == limit:
            break
    return chosen


def _why(
    people: Sequence[Person],
    free: Sequence[Span],
    first: datetime,
    last: datetime,
    length: timedelta,
    step: timedelta,
) -> str:
    """What would have to change: whether they meet on any ordinary weekday, on these days, or
    were it not for what else they do."""
    if any(_starts(free, step, length)):
        return "busy"
    ordinary = [replace(person, market="", away=(), busy=()) for person in people]
    # A week has every pair of weekdays in it.
    end = max(last, first + 7 * _DAY)
    spans = _shared([_bearable(person, first, end) for person in ordinary], (first, end))
    return "days" if any(_starts(spans, step, length)) else "far"
