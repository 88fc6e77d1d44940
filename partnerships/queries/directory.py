"""What the directory of creators shows of this room, and how it narrows it (product.md, row 5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.prepared_rows import about_rows
from creators.models import Creator
from partnerships.enums import Tier
from partnerships.models import Partnership
from partnerships.queries.policies import brands

NO_TIER = "none"
# The filters that one partnership has to fit together, the first that is asked for narrows.
TIER, BRAND, OWNER = "tier", "brand", "owner"
TOGETHER = (TIER, BRAND, OWNER)


class Living(NamedTuple):
    """A living partnership as a cell of a list shows it."""

    public_id: str
    tier: str
    brand: str
    owner: str
    workspace: str


@about_rows("creator")
def _living() -> "QuerySet[Partnership, Any]":
    rows = Partnership.objects.living().order_by("tier", "brand__name", "pk")
    return rows.values_list(
        "creator_id", "public_id", "tier", "brand__name", "owner__name", "owner__email",
        "workspace__slug",
    )  # fmt: skip


def living(ids: Iterable[int]) -> Mapping[int, list[Living]]:
    """Creator id → living partnerships, best tier first; one query."""
    found: dict[int, list[Living]] = defaultdict(list)
    for pk, public_id, tier, brand, name, email, slug in _living(ids):
        found[pk].append(Living(public_id, tier, brand, name or email, slug))
    return found


def tier_choices() -> list[tuple[str, Any]]:
    return [*Tier.choices, (NO_TIER, _("No partnership"))]


def brand_choices() -> list[tuple[str, str]]:
    """One query."""
    return [(brand.public_id, brand.name) for brand in brands()]


def owner_choices() -> list[tuple[str, str]]:
    """Whoever owns a living partnership; one query."""
    owners = Partnership.objects.living().values("owner")
    return [(u.public_id, str(u)) for u in User.objects.filter(pk__in=owners).order_by("name")]


def narrow_to(
    creators: QuerySet[Creator], key: str, asked: Mapping[str, list[str]]
) -> QuerySet[Creator]:
    """Creators with one living partnership that fits everything `asked` of TOGETHER: a tier at a
    brand is the tier there. The first filter that is asked for does it for all."""
    if key != next(one for one in TOGETHER if one in asked):
        return creators
    rows = Partnership.objects.living()
    if BRAND in asked:
        rows = rows.filter(brand__public_id__in=asked[BRAND])
    without = ~Q(pk__in=rows.values("creator"))
    if OWNER in asked:
        rows = rows.filter(owner__public_id__in=asked[OWNER])
    tiers = asked.get(TIER, [])
    if not tiers:
        return creators.filter(pk__in=rows.values("creator"))
    fits = Q(pk__in=rows.filter(tier__in=tiers).values("creator"))
    if NO_TIER not in tiers:
        return creators.filter(fits)
    return creators.filter(without if tiers == [NO_TIER] else fits | without)
