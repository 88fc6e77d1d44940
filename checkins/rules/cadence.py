"""The next check-in and why it is on that day (product.md, row 42).

Counted from the last real contact, a month or a quarter on, moved to the creator's next working
day, never inside a pause or an absence. All dates are dates in the creator's zone.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from checkins.enums import CheckInKind
from checkins.rules.away import NEVER_AWAY, Spans, back_on
from core.workdays import why_not_working, working_day_from
from partnerships.enums import Cadence

MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3}
# Where there has been no contact yet, and where somebody decided to leave a check-in out.
START, SKIPPED = "start", "skipped"
# What moved a day, beside "weekend" and "holiday": `reason["adjusted"]`.
PAUSED, AWAY = "pause", "away"
_TUESDAY = 1
# Tuesdays of a quarter that checkpoints are spread over: its first six weeks.
WEEKS = 6


@dataclass(frozen=True)
class Basis:
    """What the next check-in is counted from: `kind` is a TouchKind, START or SKIPPED."""

    on: date
    kind: str


@dataclass(frozen=True)
class Pause:
    """`until`: the last day of a running pause (None: open). `resumed_on`: the day the last pause
    was ended. Nothing is planned inside, and what fell inside comes right after it."""

    running: bool = False
    until: date | None = None
    resumed_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.running and self.until is None

    @property
    def free_from(self) -> date | None:
        if self.running:
            return self.until and self.until + timedelta(days=1)
        return self.resumed_on


@dataclass(frozen=True)
class Plan:
    due_on: date
    slot: str
    reason: dict[str, Any]


NO_PAUSE = Pause()


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def slot_of(kind: str, cadence: str, day: date) -> str:
    """Of one slot at most one mail goes out by itself: "2026-04" monthly, else "2026-Q2"."""
    if kind == CheckInKind.CADENCE and cadence == Cadence.MONTHLY:
        return f"{day:%Y-%m}"
    year, quarter = quarter_of(day)
    return f"{year}-Q{quarter}"


@lru_cache(maxsize=4096)
def next_check_in(
    *,
    cadence: str,
    basis: Basis,
    market: str,
    pause: Pause = NO_PAUSE,
    away: Spans = NEVER_AWAY,
) -> Plan | None:
    """None where the rhythm is "none", or a pause or absence it falls into has no end. The day may
    lie in the past: then the check-in is overdue and says so, it is never left out silently.

    Equal questions get the same Plan (thousands of partnerships share a day): read it only.
    """
    months = MONTHS.get(Cadence(cadence))
    if months is None or pause.is_open:
        return None
    raw = add_months(basis.on, months)
    found = _adjusted(raw, market, pause, away)
    if found is None:
        return None
    due_on, moved = found
    return Plan(
        due_on=due_on,
        slot=slot_of(CheckInKind.CADENCE, cadence, due_on),
        reason={
            "rule": "cadence",
            "cadence": str(cadence),
            "from": basis.on.isoformat(),
            "from_kind": basis.kind,
            "raw": raw.isoformat(),
            "due": due_on.isoformat(),
            "market": market,
            **moved,
        },
    )


def week_of(number: int) -> int:
    """Which Tuesday of each quarter, 0 to 5, is the partnership's with this primary key.

    On one day for all, the talks of a book of twenty would be a working day and more; row 43
    promises four hours a week. The key is theirs for ever, so the day stays fixed (row 42) with
    nothing stored: no owner, tier or contact moves it. Keys are given one after another, so the
    partners whom an owner takes on together lie one to a week; a hash would clump them.
    """
    return number % WEEKS


def checkpoint_of(year: int, quarter: int, week: int) -> date:
    """A Tuesday of the quarter, 1 to 4: its first (`week` 0) to its sixth (5)."""
    first = date(year, 3 * quarter - 2, 1)
    return first + timedelta(days=(_TUESDAY - first.weekday()) % 7, weeks=week)


def quarter_end(day: date) -> date:
    year, quarter = quarter_of(day)
    return date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])


def checkpoint_on(
    raw: date,
    *,
    week: int | None,
    market: str,
    pause: Pause = NO_PAUSE,
    away: Spans = NEVER_AWAY,
) -> Plan | None:
    """The checkpoint of `raw`'s quarter. One that an absence covers comes right after it, within
    its quarter; None: it is left to the next one, as one that a pause covers always is.

    `week` is only told. None: planned when everybody's was the first Tuesday; so its reason says.
    """
    found = _adjusted(raw, market, NO_PAUSE, away)
    if pause.is_open or found is None:
        return None
    due_on, moved = found
    if due_on < (pause.free_from or due_on) or quarter_of(due_on) != quarter_of(raw):
        return None
    return Plan(
        due_on=due_on,
        slot=slot_of(CheckInKind.CHECKPOINT, "", raw),
        reason={
            "rule": "checkpoint",
            "raw": raw.isoformat(),
            "due": due_on.isoformat(),
            "market": market,
            **({} if week is None else {"week": week}),
            **moved,
        },
    )


@lru_cache(maxsize=4096)
def next_checkpoint(
    *,
    week: int,
    not_before: date,
    market: str,
    pause: Pause = NO_PAUSE,
    away: Spans = NEVER_AWAY,
    after: date | None = None,
    since: date | None = None,
) -> Plan | None:
    """The first quarterly checkpoint on or after `not_before`, on the Tuesday of `week`
    (`week_of`). Fixed: contact does not move it.

    `after`: the quarters up to this day have had their talk. One that an absence kept may be
    overdue by now: it is still planned within its quarter, unless it is older than `since`. None
    where a pause or absence has no end.
    """
    if pause.is_open:
        return None
    year, quarter = quarter_of(not_before)
    passed: dict[str, str] = {}
    while True:
        raw = checkpoint_of(year, quarter, week)
        if after is None or raw > after:
            if back_on(raw, away) is None:
                return None
            plan = checkpoint_on(raw, week=week, market=market, pause=pause, away=away)
            if plan is None and raw >= (since or not_before) and back_on(raw, away) != raw:
                passed = {"passed": raw.isoformat()}
            if plan is not None and plan.due_on >= _earliest(plan, not_before, since):
                return Plan(plan.due_on, plan.slot, {**plan.reason, **passed})
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)


def _earliest(plan: Plan, not_before: date, since: date | None) -> date:
    if since is not None and plan.reason["adjusted"] == AWAY:
        return min(since, not_before)
    return not_before


def _adjusted(
    raw: date, market: str, pause: Pause, away: Spans
) -> tuple[date, dict[str, str]] | None:
    """The working day to use instead of `raw`, and why: AWAY, "pause", "weekend", "holiday" or "".
    Several may move it one after another: whichever came last is told. None: no end is known."""
    day = working_day_from(raw, market)
    moved = {"adjusted": why_not_working(raw, market)}
    if pause.free_from is not None and raw < pause.free_from:
        day = working_day_from(pause.free_from, market)
        moved = {"adjusted": PAUSED, "free_from": pause.free_from.isoformat()}
    # The day that was asked for counts, and every one it is moved to.
    asked = raw if moved["adjusted"] != PAUSED else day
    while (free := back_on(asked, away)) != asked or (free := back_on(day, away)) != day:
        if free is None:
            return None
        moved = {"adjusted": AWAY, "free_from": free.isoformat()}
        asked = day = working_day_from(free, market)
    return day, moved
