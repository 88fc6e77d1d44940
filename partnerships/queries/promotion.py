"""What stands between partnerships and a higher tier (product.md, rows 10, 11 and 14)."""

from collections.abc import Iterable

from creators.models import Creator
from creators.queries.vetting import checklist_of
from partnerships.bookings import bookings
from partnerships.enums import Tier
from partnerships.models import Brand, Partnership, TierPolicy
from partnerships.queries.policies import policies_of
from partnerships.rules.promotion import Asked, Promotion, Standing, promotion


def asked_by(policy: TierPolicy) -> Asked:
    return Asked(tuple(policy.requires), policy.least_score, policy.least_campaigns)


def finished_campaigns(partnership_ids: Iterable[int]) -> dict[int, int]:
    """Partnership id → finished campaigns, for every id asked for; one query for each source of
    bookings."""
    booked = bookings(partnership_ids)
    return {pk: sum(one.delivered for one in found) for pk, found in booked.items()}


def promotion_of(
    creator: Creator, brand: Brand, from_tier: str, to_tier: str, partnership: Partnership | None
) -> Promotion:
    """The way up into one tier; without a partnership, of one that is being opened. Campaigns are
    counted only where the policy asks for them."""
    asked = asked_by(policies_of(brand)[to_tier])
    done = None
    if partnership is not None and asked.campaigns:
        done = finished_campaigns([partnership.pk])[partnership.pk]
    standing = Standing(checklist_of(creator), creator.potential, done)
    return promotion(from_tier, to_tier, asked, standing)


def ways_up(partnership: Partnership) -> list[Promotion]:
    """Into each tier above its own, the next one first; three queries."""
    above = [tier.value for tier in reversed(Tier) if tier.value < partnership.tier]
    if not above:
        return []
    standing = Standing(
        checklist_of(partnership.creator),
        partnership.creator.potential,
        finished_campaigns([partnership.pk])[partnership.pk],
    )
    policies = policies_of(partnership.brand)
    return [promotion(partnership.tier, tier, asked_by(policies[tier]), standing) for tier in above]
