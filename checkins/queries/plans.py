"""What should be planned, from the facts of a partnership (product.md, row 42)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from checkins.enums import CheckInKind
from checkins.queries.facts import CHECKPOINT_TIERS, Facts
from checkins.rules.away import Spans, free_moment_on
from checkins.rules.cadence import (
    Plan,
    checkpoint_on,
    next_check_in,
    next_checkpoint,
    quarter_end,
    quarter_of,
)
from checkins.rules.hours import Hours, moment_on
from partnerships.enums import Cadence

# A checkpoint that the planner slept through is still planned, not a quarter later.
CHECKPOINT_GRACE = timedelta(days=3)


def plan_for(facts: Facts, kind: str, at: datetime) -> Plan | None:
    """The next check-in of `kind` as things stand at `at`; None where there is to be none."""
    if not facts.living or facts.cadence == Cadence.NONE:
        return None
    if kind == CheckInKind.CADENCE:
        plan = next_check_in(cadence=facts.cadence, basis=facts.basis, **_where(facts))
    elif facts.tier in CHECKPOINT_TIERS:
        plan = _checkpoint(facts, at)
    else:
        plan = None
    return _told(plan, facts)


def _checkpoint(facts: Facts, at: datetime) -> Plan | None:
    today, created = facts.day_of(at), facts.day_of(facts.created_at)
    after = None
    if facts.last_checkpoint is not None:
        # Held before its day or long after: either way the quarter has had its talk. Its day may
        # have been another Tuesday: before each had their own, or in a partnership merged into it.
        due_on, closed_at = facts.last_checkpoint
        after = max(quarter_end(due_on), facts.day_of(closed_at))
    year, quarter = quarter_of(today)
    return next_checkpoint(
        week=facts.week,
        not_before=max(today - CHECKPOINT_GRACE, created),
        after=after,
        since=max(date(year, 3 * quarter - 2, 1), created),
        **_where(facts),
    )


def checkpoint_in_quarter(facts: Facts, reason: Mapping[str, Any]) -> Plan | None:
    """A planned checkpoint's own as things stand now, from its `reason`: the day it was given
    stays, whichever Tuesday is theirs; None: it is left to the next quarter."""
    raw = date.fromisoformat(reason["raw"])
    return _told(checkpoint_on(raw, week=reason.get("week"), **_where(facts)), facts)


def _where(facts: Facts) -> dict[str, Any]:
    return {"market": facts.hours.market, "pause": facts.pause, "away": facts.away}


def _told(plan: Plan | None, facts: Facts) -> Plan | None:
    """With the zone that its day is of: a creator who lives elsewhere by now is found by it."""
    if plan is None:
        return None
    return replace(plan, reason={**plan.reason, "zone": str(facts.hours.zone)})


def send_at_of(day: date, hours: Hours, away: Spans, at: datetime) -> datetime:
    """When to send what is for `day`. While nobody knows when they are back, its own moment: the
    sending asks again."""
    return free_moment_on(day, hours, away, at) or moment_on(day, hours, at)
