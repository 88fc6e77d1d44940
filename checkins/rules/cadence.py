"""The next check-in and why it is on that day (product.md, row 42).

Counted from the last real contact, a month or a quarter on, moved to the creator's next working
day, never inside a pause. All dates are dates in the creator's zone.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from checkins.enums import CheckInKind
from core.workdays import why_not_working, working_day_from
from partnerships.enums import Cadence

MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3}
# Where there has been no contact yet, and where somebody decided to leave a check-in out.
START, SKIPPED = "start", "skipped"
_TUESDAY = 1


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


def slot_of(kind: str, cadence: str, day: date) -> str:
    """Of one slot at most one mail goes out by itself: "2026-04" monthly, else "2026-Q2"."""
    if kind == CheckInKind.CADENCE and cadence == Cadence.MONTHLY:
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month + 2) // 3}"


@lru_cache(maxsize=4096)
def next_check_in(
    *, cadence: str, basis: Basis, market: str, pause: Pause = NO_PAUSE
) -> Plan | None:
    """None where the rhythm is "none" or a pause has no end. The day may lie in the past: then the
    check-in is overdue and says so, it is never left out silently.

    Equal questions get the same Plan (thousands of partnerships share a day): read it only.
    """
    months = MONTHS.get(Cadence(cadence))
    if months is None or pause.is_open:
        return None
    raw = add_months(basis.on, months)
    due_on, moved = _adjusted(raw, market, pause)
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


def checkpoint_of(year: int, quarter: int) -> date:
    """The first Tuesday of the quarter, 1 to 4."""
    first = date(year, 3 * quarter - 2, 1)
    return first + timedelta(days=(_TUESDAY - first.weekday()) % 7)


@lru_cache(maxsize=4096)
def next_checkpoint(*, not_before: date, market: str, pause: Pause = NO_PAUSE) -> Plan | None:
    """The first quarterly checkpoint on or after `not_before`. Fixed: contact does not move it, and
    one that a pause covers is left to the next quarter."""
    if pause.is_open:
        return None
    earliest = max(not_before, pause.free_from or not_before)
    year, quarter = earliest.year, (earliest.month + 2) // 3
    while True:
        raw = checkpoint_of(year, quarter)
        due_on, moved = _adjusted(raw, market, NO_PAUSE)
        if due_on >= earliest:
            break
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    return Plan(
        due_on=due_on,
        slot=slot_of(CheckInKind.CHECKPOINT, "", raw),
        reason={
            "rule": "checkpoint",
            "raw": raw.isoformat(),
            "due": due_on.isoformat(),
            "market": market,
            **moved,
        },
    )


def _adjusted(raw: date, market: str, pause: Pause) -> tuple[date, dict[str, str]]:
    """The working day to use instead of `raw`, and why: "pause", "weekend", "holiday" or ""."""
    free_from = pause.free_from
    if free_from is not None and raw < free_from:
        moved = {"adjusted": "pause", "free_from": free_from.isoformat()}
        return working_day_from(free_from, market), moved
    return working_day_from(raw, market), {"adjusted": why_not_working(raw, market)}
