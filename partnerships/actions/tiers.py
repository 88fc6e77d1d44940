"""A partnership's tier: changed with a reason, its history kept (product.md, rows 8 and 10)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.versions import save_version
from partnerships import signals
from partnerships.actions.changes import tell
from partnerships.enums import Stage
from partnerships.errors import (
    GateClosed,
    OverCapacity,
    ReasonMissing,
    Refused,
    RequirementsOpen,
    WrongState,
)
from partnerships.models import Brand, Partnership, TierChange, TierPolicy
from partnerships.queries.policies import capacity_in
from partnerships.queries.promotion import promotion_of
from partnerships.rules.promotion import Promotion


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


def check_promotion(way: Promotion, *, override: bool, field: str = "to_tier") -> None:
    """GateClosed without a yes to "easy to work with" (also with `override`), RequirementsOpen
    where others of the tier's policy are not met and it is no override (rows 10 and 11).

    `field`: of the form, beside which the gate is told.
    """
    if way.barred:
        raise GateClosed(field=field)
    if not way.ready and not override:
        raise RequirementsOpen(way.open_items, way.short_of)


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
    recorded as that. Up needs what the policy asks (`check_promotion`). EditConflict if `expected`
    is no longer the version. `takes_back`: the change that this one undoes; giving back the place
    it took is no new decision, and nothing is asked."""
    if partnership.stage == Stage.ENDED:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    if to_tier == partnership.tier:
        raise Refused(_("It is in this tier already."), field="to_tier")
    before = partnership.tier
    with transaction.atomic():
        way = Promotion(to_tier, [])
        if not _undoes(takes_back, partnership.pk, before, to_tier):
            creator, brand = partnership.creator, partnership.brand
            way = promotion_of(creator, brand, before, to_tier, partnership)
            check_promotion(way, override=override)
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
            open_items=[item.value for item in way.open_items],
            short_of=way.short_of,
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
                "passed_over": change.open_items,
                **({"short_of": way.short_of} if way.short_of else {}),
            },
        )
        tell(signals.tier_changed, partnership, at=at)
    return change


def _undoes(change: TierChange | None, partnership_id: int, before: str, to_tier: str) -> bool:
    if change is None or change.partnership_id != partnership_id:
        return False
    return (change.from_tier, change.to_tier) == (to_tier, before)
