"""A partnership's tier: changed with a reason, its history kept (product.md, rows 8 and 10)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.versions import save_version
from creators.models import Creator
from creators.queries.vetting import checklist_of
from creators.rules.vetting import is_barred, needs_checklist
from partnerships import signals
from partnerships.actions.changes import tell
from partnerships.enums import Stage
from partnerships.errors import (
    ChecklistOpen,
    GateClosed,
    OverCapacity,
    ReasonMissing,
    Refused,
    WrongState,
)
from partnerships.models import Brand, Partnership, TierChange, TierPolicy
from partnerships.queries.policies import capacity_in


def check_capacity(brand: Brand, tier: str, over_capacity_reason: str) -> bool:
    """Whether one more goes over the tier's capacity; OverCapacity if that lacks a reason (row 8).

    Inside the caller's transaction: the policy row is locked, so two who take the last place at
    once are counted one after the other.
    """
    list(TierPolicy.objects.select_for_update().filter(brand=brand, tier=tier))
    places = capacity_in(brand, tier)
    if not places.is_full:
        return False
    if not over_capacity_reason.strip():
        raise OverCapacity(used=places.used, places=places.high or 0)
    return True


def check_vetting(creator: Creator, from_tier: str, to_tier: str, *, override: bool) -> list[str]:
    """The items of the checklist that an `override` passes over, [] where none had to be.

    GateClosed without a yes to "easy to work with" (also with `override`), ChecklistOpen where
    others lack theirs and it is no override. Down is free (rows 10 and 11).
    """
    if not needs_checklist(from_tier, to_tier):
        return []
    checklist = checklist_of(creator)
    if is_barred(checklist, to_tier):
        raise GateClosed(field="to_tier" if from_tier else "tier")
    if checklist.open_items and not override:
        raise ChecklistOpen(checklist.open_items)
    return [item.value for item in checklist.open_items]


def change_tier(
    *,
    partnership: Partnership,
    expected: int,
    to_tier: str,
    reason: str,
    by: User,
    at: datetime,
    override: bool = False,
    over_capacity_reason: str = "",
    takes_back: TierChange | None = None,
) -> TierChange:
    """Move to another tier and keep why. `override`: decided by feeling against the evidence, and
    recorded as that. Up needs the checklist (`check_vetting`). EditConflict if `expected` is no
    longer the version. `takes_back`: the change that this one undoes; giving back the place it
    took is no new decision, and the checklist is not asked."""
    if partnership.stage == Stage.ENDED:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    if to_tier == partnership.tier:
        raise Refused(_("It is in this tier already."), field="to_tier")
    before = partnership.tier
    with transaction.atomic():
        passed_over = []
        if not _undoes(takes_back, partnership.pk, before, to_tier):
            passed_over = check_vetting(partnership.creator, before, to_tier, override=override)
        full = check_capacity(partnership.brand, to_tier, over_capacity_reason)
        save_version(partnership, expected=expected, changes={"tier": to_tier})
        change = TierChange.objects.create(
            workspace_id=partnership.workspace_id,
            partnership=partnership,
            at=at,
            by=by,
            from_tier=before,
            to_tier=to_tier,
            reason=reason.strip(),
            override=override,
            open_items=passed_over,
            over_capacity=full,
            over_capacity_reason=over_capacity_reason.strip() if full else "",
        )
        record(
            verb="partnership.tier_changed",
            obj=partnership,
            by=by,
            at=at,
            changes={
                "tier": [before, to_tier],
                "reason": reason.strip(),
                "override": override,
                "passed_over": passed_over,
            },
        )
        tell(signals.tier_changed, partnership, at=at)
    return change


def _undoes(change: TierChange | None, partnership_id: int, before: str, to_tier: str) -> bool:
    if change is None or change.partnership_id != partnership_id:
        return False
    return (change.from_tier, change.to_tier) == (to_tier, before)
