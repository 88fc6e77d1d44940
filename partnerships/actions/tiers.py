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
from partnerships.errors import OverCapacity, ReasonMissing, Refused, WrongState
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
) -> TierChange:
    """Move to another tier and keep why. `override`: decided by feeling against the evidence, and
    recorded as that. EditConflict if `expected` is no longer the version."""
    if partnership.stage == Stage.ENDED:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    if to_tier == partnership.tier:
        raise Refused(_("It is in this tier already."), field="to_tier")
    before = partnership.tier
    with transaction.atomic():
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
            over_capacity=full,
            over_capacity_reason=over_capacity_reason.strip() if full else "",
        )
        record(
            verb="partnership.tier_changed",
            obj=partnership,
            by=by,
            at=at,
            changes={"tier": [before, to_tier], "reason": reason.strip(), "override": override},
        )
        tell(signals.tier_changed, partnership, at=at)
    return change
