"""Planning check-ins: for a whole workspace at once, and anew for one partnership (row 42)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User, Workspace
from checkins.actions.standing import refresh_last_contacts
from checkins.enums import CheckInKind, CheckInState
from checkins.models import CheckIn, Snooze
from checkins.queries.facts import Facts, facts_of, lacking
from checkins.queries.plans import checkpoint_in_quarter, plan_for, send_at_of
from checkins.queries.rhythm import Policies, policies
from checkins.rules.away import Spans
from checkins.rules.cadence import Plan
from checkins.rules.hours import Hours
from partnerships.models import Partnership

# Why a planned check-in was closed for another date, or for none: `reason["closed"]["why"]`.
CONTACT, RHYTHM, AWAY, HOURS = "contact", "rhythm", "away", "hours"
# Why the system holds one for a person: `reason["held"]`.
LATE, SLOT, WORDS = "late", "slot", "words"
_ADDED = ("closed", "held")
# Rows of one INSERT round; the partnerships of a workspace are walked in their order.
CHUNK = 5000
# An outage of a week is caught up by itself. What is later, somebody looks at before it goes out:
# a creator last spoken to a year ago is not sent a mail because a tier was changed.
CATCHES_UP = timedelta(days=7)
# (day, hours and absences of a creator) → the moment of sending.
Moments = dict[tuple[date, Hours, Spans], datetime]


def plan_check_ins(*, workspace: Workspace, at: datetime) -> int:
    """Plan what is lacking: for each living partnership with a rhythm its next check-in, and for T1
    and T2 the next quarterly checkpoint. Inside the workspace's scope.

    Two queries for each kind where nothing is lacking, a handful more for every 5,000 that lack
    one. Two at once plan nothing twice: one planned check-in of a kind is a constraint. Gives how
    many were offered to the database.
    """
    known = policies()
    wanted = {kind: set(lacking(known, kind)) for kind in CheckInKind.values}
    ids = sorted(set().union(*wanted.values()))
    return sum(
        _plan_some(workspace, ids[start : start + CHUNK], wanted, known, at)
        for start in range(0, len(ids), CHUNK)
    )


def _plan_some(
    workspace: Workspace, ids: list[int], wanted: dict[str, set[int]], known: Policies, at: datetime
) -> int:
    moments: Moments = {}
    drafts = []
    for facts in facts_of(Partnership.objects.filter(pk__in=ids), known):
        for kind, lack_it in wanted.items():
            plan = plan_for(facts, kind, at) if facts.pk in lack_it else None
            if plan is not None:
                drafts.append(_row(workspace.pk, facts, kind, plan, at, moments=moments))
    # Plain rows of ids that this scope has just given: the guard would ask for each of them.
    CheckIn._base_manager.bulk_create(drafts, batch_size=2000, ignore_conflicts=True)
    return len(drafts)


def _row(
    workspace_id: int,
    facts: Facts,
    kind: str,
    plan: Plan,
    at: datetime,
    before: CheckIn | None = None,
    moments: Moments | None = None,
) -> CheckIn:
    """An unsaved check-in; what was decided over `before` (by hand) goes on.

    A checkpoint is a talk, so it always waits for a person. `moments` remembers the hours of
    sending: thousands of creators share a few days and zones.
    """
    moments = {} if moments is None else moments
    key = (plan.due_on, facts.hours, facts.away)
    if key not in moments:
        moments[key] = send_at_of(plan.due_on, facts.hours, facts.away, at)
    late = kind == CheckInKind.CADENCE and plan.due_on < facts.day_of(at) - CATCHES_UP
    by_hand = before.by_hand if before else late or kind == CheckInKind.CHECKPOINT
    return CheckIn(
        workspace_id=workspace_id,
        partnership_id=facts.pk,
        kind=kind,
        due_on=plan.due_on,
        send_at=moments[key],
        reason={**plan.reason, "held": LATE} if late and by_hand else plan.reason,
        slot=plan.slot,
        by_hand=by_hand,
        created_at=at,
    )


@dataclass(frozen=True)
class Replanned:
    """What stands planned now; None where there is nothing to plan."""

    check_in: CheckIn | None
    moved: bool


_put_off: ContextVar[bool] = ContextVar("plans are put off", default=False)


@contextmanager
def plans_put_off() -> Iterator[None]:
    """While a history of years is written at once: nobody keeps a plan of days long gone.
    `replan_partnership` of each must follow."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def replan_partnership(
    *, partnership: Partnership, by: User | None, at: datetime, why: str = RHYTHM
) -> dict[str, Replanned]:
    """Let the planned check-ins of one partnership follow what is so now: contact, rhythm, pause,
    absence, zone.

    A date that changes closes its row as MOVED, which keeps its history, and makes a new one. Two
    at once follow one another (the partnership is locked), so the later contact always counts.
    """
    if _put_off.get():
        return {}
    with transaction.atomic():
        lock(partnership)
        try:
            planned = _replan(partnership, by=by, at=at, why=why)
        except IntegrityError:
            # The planner, which locks nothing, put one there in this very moment: follow that one.
            planned = _replan(partnership, by=by, at=at, why=why)
        # Whatever made the plan follow is what lists are ordered by.
        refresh_last_contacts([partnership.pk])
    return planned


def _replan(
    partnership: Partnership, *, by: User | None, at: datetime, why: str
) -> dict[str, Replanned]:
    with transaction.atomic():
        [facts] = facts_of(Partnership.objects.filter(pk=partnership.pk), policies())
        planned = {
            row.kind: row
            for row in CheckIn.objects.filter(partnership=partnership, state=CheckInState.PLANNED)
        }
        return {
            kind: _follow(partnership, facts, kind, planned.get(kind), by=by, at=at, why=why)
            for kind in CheckInKind.values
        }


def lock(partnership: Partnership) -> None:
    """One at a time for a partnership: its contacts and its check-ins."""
    list(
        Partnership.objects.filter(pk=partnership.pk)
        .select_for_update(no_key=True)
        .values_list("pk")
    )


def _follow(
    partnership: Partnership,
    facts: Facts,
    kind: str,
    planned: CheckIn | None,
    *,
    by: User | None,
    at: datetime,
    why: str,
) -> Replanned:
    plan = _wanted(facts, kind, planned, at)
    if planned is not None and plan is not None and plan.due_on == planned.due_on:
        _tell_anew(planned, plan, facts, at=at, why=why)
        return Replanned(planned, moved=False)
    if planned is not None:
        _close_as_moved(planned, by=by, at=at, why=why)
    if plan is None:
        return Replanned(None, moved=planned is not None)
    row = _row(partnership.workspace_id, facts, kind, plan, at, before=planned)
    row.partnership = partnership
    if planned is not None and why != CONTACT:
        # A line written before a contact may be out of date; it stays readable in the old row.
        row.personal_line = planned.personal_line
    row.save(force_insert=True)
    return Replanned(row, moved=planned is not None)


def _wanted(facts: Facts, kind: str, planned: CheckIn | None, at: datetime) -> Plan | None:
    plan = plan_for(facts, kind, at)
    if kind == CheckInKind.CHECKPOINT and planned is not None and plan is not None:
        # Fixed: it stays on its day, however late, unless a pause or absence keeps it from it.
        kept = checkpoint_in_quarter(facts, planned.reason)
        if kept is not None:
            passed = {k: v for k, v in planned.reason.items() if k == "passed"}
            return replace(kept, reason={**kept.reason, **passed})
    return plan


def _tell_anew(planned: CheckIn, plan: Plan, facts: Facts, *, at: datetime, why: str) -> None:
    """The day stays; the reason may be another one, and the moment where their hours are."""
    new: dict[str, Any] = {}
    if plan.reason != _plain(planned.reason):
        new = {"reason": {**plan.reason, **_added(planned.reason)}, "slot": plan.slot}
    moved = planned.reason.get("zone", plan.reason["zone"]) != plan.reason["zone"]
    if moved or why in (AWAY, HOURS):
        day = _day_to_send(planned, facts, at, why)
        moment = send_at_of(day, facts.hours, facts.away, at)
        if moment != planned.send_at:
            new["send_at"] = moment
    if new:
        CheckIn.objects.filter(pk=planned.pk, state=CheckInState.PLANNED).update(**new)
        for name, value in new.items():
            setattr(planned, name, value)


def _day_to_send(planned: CheckIn, facts: Facts, at: datetime, why: str) -> date:
    """The day that it was to go out on where they lived then: somebody may have put it off. After
    an absence that is its own day again, unless it rests."""
    if (
        why == AWAY
        and not Snooze.objects.filter(
            key=f"checkin:{planned.public_id}", until__gt=facts.day_of(at)
        ).exists()
    ):
        return planned.due_on
    zone = planned.reason.get("zone")
    return planned.send_at.astimezone(ZoneInfo(zone) if zone else facts.hours.zone).date()


def _plain(reason: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in reason.items() if key not in _ADDED}


def _added(reason: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in reason.items() if key in _ADDED}


def _close_as_moved(check_in: CheckIn, *, by: User | None, at: datetime, why: str) -> None:
    CheckIn.objects.filter(pk=check_in.pk, state=CheckInState.PLANNED).update(
        state=CheckInState.MOVED,
        reason={**check_in.reason, "closed": {"why": why}},
        closed_by=by,
        closed_at=at,
        version=F("version") + 1,
    )
