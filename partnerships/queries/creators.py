"""What the pages of creators show of this room."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from creators.models import Creator
from partnerships.enums import Stage, Tier
from partnerships.models import Agreement, Partnership
from partnerships.queries.agreements import leading_of
from partnerships.queries.policies import brands

NO_TIER = "none"


def with_agreements(creator: Creator) -> list[tuple[Partnership, Agreement | None]]:
    """All partnerships of a creator, the living first, each with the agreement that stands for
    it; two queries."""
    rows = list(
        Partnership.objects.filter(creator=creator)
        .select_related("brand", "owner")
        .order_by("brand__name", "-started_on", "pk")
    )
    agreements = leading_of(row.pk for row in rows)
    rows.sort(key=lambda row: row.stage == Stage.ENDED)
    return [(row, agreements.get(row.pk)) for row in rows]


def living_by_creator(creator_ids: Iterable[int]) -> dict[int, list[Partnership]]:
    """Creator id → living partnerships, best tier first; one query."""
    found: dict[int, list[Partnership]] = defaultdict(list)
    rows = Partnership.objects.living().filter(creator__in=list(creator_ids))
    for row in rows.select_related("brand", "owner").order_by("tier", "brand__name", "pk"):
        found[row.creator_id].append(row)
    return dict(found)


def owner_names(partnerships: Iterable[Partnership]) -> list[str]:
    """Each owner once, in the order of the partnerships."""
    return list(dict.fromkeys(str(row.owner) for row in partnerships))


def tier_choices() -> list[tuple[str, Any]]:
    """Any brand: "T1"; one brand: its id, or "<id>:T1"; "none" for creators without a partnership.

    One query.
    """
    every = [(tier.value, tier.label) for tier in Tier]
    groups: list[tuple[str, Any]] = [
        (_("Any brand"), [*every, (NO_TIER, _("No partnership"))]),
    ]
    for brand in brands():
        whole = (brand.public_id, _("%(brand)s, any tier") % {"brand": brand.name})
        each = [(f"{brand.public_id}:{tier}", f"{brand.name}, {tier}") for tier in Tier.values]
        groups.append((brand.name, [whole, *each]))
    return groups


def in_tier(creators: QuerySet[Creator], value: str) -> QuerySet[Creator]:
    """Narrow creators to one of `tier_choices`."""
    living = Partnership.objects.living()
    if value == NO_TIER:
        return creators.exclude(pk__in=living.values("creator"))
    brand, _colon, tier = value.rpartition(":") if ":" in value else ("", "", value)
    if tier in Tier.values:
        living = living.filter(tier=tier)
    else:
        brand = tier
    if brand:
        living = living.filter(brand__public_id=brand)
    return creators.filter(pk__in=living.values("creator"))


def owner_choices() -> list[tuple[str, Any]]:
    """Whoever owns a living partnership; one query."""
    owners = Partnership.objects.living().values("owner")
    return [(u.public_id, str(u)) for u in User.objects.filter(pk__in=owners).order_by("name")]


def owned_by(creators: QuerySet[Creator], value: str) -> QuerySet[Creator]:
    living = Partnership.objects.living().filter(owner__public_id=value)
    return creators.filter(pk__in=living.values("creator"))
