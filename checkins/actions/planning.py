"""Planning check-ins: for a whole workspace at once, and anew for one partnership (row 42)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User, Workspace
from checkins.actions.standing import refresh_last_contacts
from checkins.enums import CheckInKind, CheckInState
from checkins.models import CheckIn
from checkins.queries.facts import CHECKPOINT_TIERS, Facts, facts_of, lacking
from checkins.queries.rhythm import Policies, policies
from checkins.rules.cadence import Plan, next_check_in, next_checkpoint
from checkins.rules.hours import Hours, moment_on
from partnerships.enums import Cadence
from partnerships.models import Partnership

# Why a planned check-in was closed for another date, or for none: `reason["closed"]["why"]`.
CONTACT, RHYTHM = "contact", "rhythm"
# Why the system holds one for a person: `reason["held"]`.
LATE, SLOT, WORDS = "late", "slot", "words"
_ADDED = ("closed", "held")
# Rows of one INSERT round; the partnerships of a workspace are walked in their order.
CHUNK = 5000
# An outage of a week is caught up by itself. What is later, somebody looks at before it goes out:
# a creator last spoken to a year ago is not sent a mail because a tier was changed.
CATCHES_UP = timedelta(days=7)
# A checkpoint that the planner slept through is still planned, not a quarter later.
CHECKPOINT_GRACE = timedelta(days=3)
ONE_DAY = timedelta(days=1)
# (day, hours of a creator) → the moment of sending.
Moments = dict[tuple[date, Hours], datetime]


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


def plan_for(facts: Facts, kind: str, at: datetime) -> Plan | None:
    """The next check-in of `kind` as things stand at `at`; None where there is to be none."""
    if not facts.living or facts.cadence == Cadence.NONE:
        return None
    market = facts.hours.market
    if kind == CheckInKind.CADENCE:
        return next_check_in(
            cadence=facts.cadence, basis=facts.basis, market=market, pause=facts.pause
        )
    if facts.tier not in CHECKPOINT_TIERS:
        return None
    earliest = max(facts.day_of(at) - CHECKPOINT_GRACE, facts.day_of(facts.created_at))
    if facts.last_checkpoint is not None:
        # Held before its day or long after: either way the quarter has had its talk.
        due_on, closed_at = facts.last_checkpoint
        earliest = max(earliest, due_on + ONE_DAY, facts.day_of(closed_at) + ONE_DAY)
    return next_checkpoint(not_before=earliest, market=market, pause=facts.pause)


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
    key = (plan.due_on, facts.hours)
    if key not in moments:
        moments[key] = moment_on(plan.due_on, facts.hours, at)
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


def replan_partnership(
    *, partnership: Partnership, by: User | None, at: datetime, why: str = RHYTHM
) -> dict[str, Replanned]:
    """Let the planned check-ins of one partnership follow what is so now: contact, rhythm, pause.

    A date that changes closes its row as MOVED, which keeps its history, and makes a new one. Two
    at once follow one another (the partnership is locked), so the later contact always counts.
    """
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
        if plan.reason != _plain(planned.reason):
            CheckIn.objects.filter(pk=planned.pk, state=CheckInState.PLANNED).update(
                reason={**plan.reason, **_added(planned.reason)}, slot=plan.slot
            )
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
        # Fixed: it stays where it is, however late, unless a pause has come over it.
        free_from = facts.pause.free_from
        if free_from is None or _raw(planned) >= free_from:
            return Plan(planned.due_on, planned.slot, _plain(planned.reason))
    return plan


def _raw(check_in: CheckIn) -> date:
    return date.fromisoformat(check_in.reason["raw"])


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
