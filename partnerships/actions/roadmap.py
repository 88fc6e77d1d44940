"""Where it leads, what we give back, steps to another role (product.md, rows 74, 50, 73)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.once import insert_once
from core.versions import save_version
from partnerships.actions.changes import changed, move, today_of
from partnerships.enums import OpportunityState, PartnerRole, Stage
from partnerships.errors import ReasonMissing, Refused, WrongState
from partnerships.models import Opportunity, Partnership, RoadmapItem, RoleChange, Support
from partnerships.rules.growth import quarter_of

_ITEM = ("quarter", "kind", "text", "state", "outcome", "shared")


def add_item(
    *, partnership: Partnership, values: dict[str, Any], by: User | None, at: datetime
) -> RoadmapItem:
    """`values` as the fields are named; `public_id` where the page made one: sent twice is once."""
    new = {name: values[name] for name in _ITEM}
    _check_quarter(new["quarter"])
    row = RoadmapItem(
        workspace_id=partnership.workspace_id, partnership=partnership, created_at=at, **new
    )
    with transaction.atomic():
        row, made = insert_once(row, values.get("public_id", ""), partnership=partnership)
        if made:
            record(verb="roadmap.added", obj=row, by=by, at=at, changes=new)
    return row


def update_item(
    *, item: RoadmapItem, expected: int, values: dict[str, Any], by: User | None, at: datetime
) -> None:
    """EditConflict if `expected` is no longer the version."""
    new = {name: values[name] for name in _ITEM}
    _check_quarter(new["quarter"])
    differences = changed(item, new)
    with transaction.atomic():
        save_version(item, expected=expected, changes=new)
        if differences:
            record(verb="roadmap.updated", obj=item, by=by, at=at, changes=differences)


def remove_item(*, item: RoadmapItem, by: User | None, at: datetime) -> None:
    """Written by mistake; what it said stays in the audit."""
    with transaction.atomic():
        said = {name: getattr(item, name) for name in _ITEM}
        record(verb="roadmap.removed", obj=item, by=by, at=at, changes=said)
        item.delete()


def set_larger_goal(
    *, partnership: Partnership, expected: int, goal: str, by: User | None, at: datetime
) -> None:
    """What the roadmap builds toward. EditConflict if `expected` is outdated."""
    new = {"larger_goal": goal.strip()}
    differences = changed(partnership, new)
    with transaction.atomic():
        save_version(partnership, expected=expected, changes=new)
        if differences:
            record(verb="partnership.goal_set", obj=partnership, by=by, at=at, changes=differences)


def note_support(
    *, partnership: Partnership, values: dict[str, Any], by: User | None, at: datetime
) -> Support:
    """What we did for them, without asking for anything. `values`: kind, on, text, link."""
    if values["on"] > today_of(partnership, at):
        raise Refused(_("This day is still to come."), field="on")
    new = {name: values[name] for name in ("kind", "on", "text", "link")}
    row = Support(
        workspace_id=partnership.workspace_id, partnership=partnership, created_at=at, by=by, **new
    )
    with transaction.atomic():
        row, made = insert_once(row, values.get("public_id", ""), partnership=partnership)
        if made:
            record(verb="support.noted", obj=row, by=by, at=at, changes=new)
    return row


def remove_support(*, support: Support, by: User | None, at: datetime) -> None:
    with transaction.atomic():
        said: dict[str, str | date] = {"kind": support.kind, "on": support.on, "text": support.text}
        record(verb="support.removed", obj=support, by=by, at=at, changes=said)
        support.delete()


def change_role(
    *,
    partnership: Partnership,
    role: str,
    reason: str,
    terms: str,
    opportunity: Opportunity | None,
    by: User,
    at: datetime,
) -> RoleChange:
    """To ambassador or advisor, or back. An accepted offer that led to it is carried out by it."""
    if partnership.stage == Stage.ENDED:
        raise WrongState(_("The partnership has ended. Open it anew first."))
    if role == partnership.role:
        raise Refused(_("This is what they are already."), field="role")
    if not reason.strip():
        raise ReasonMissing
    before = PartnerRole(partnership.role)
    with transaction.atomic():
        move(partnership, verb="partnership.role_changed", new={"role": role}, by=by, at=at)
        row = RoleChange.objects.create(
            workspace_id=partnership.workspace_id,
            partnership=partnership,
            created_at=at,
            at=at,
            by=by,
            from_role=before,
            to_role=role,
            opportunity=opportunity,
            reason=reason.strip(),
            terms=terms.strip(),
        )
        if opportunity is not None and opportunity.state == OpportunityState.ACCEPTED:
            new = {"state": OpportunityState.DONE, "done_on": today_of(partnership, at)}
            save_version(opportunity, expected=opportunity.version, changes=new)
            record(verb="opportunity.done", obj=opportunity, by=by, at=at, changes=new)
    return row


def _check_quarter(day: date) -> None:
    if day != quarter_of(day):
        raise Refused(_("Choose a quarter."), field="quarter")
