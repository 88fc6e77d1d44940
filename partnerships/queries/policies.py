"""Policies of brands and the places taken in their tiers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import PROTECT, Count, QuerySet

from partnerships.models import Brand, Partnership, TierPolicy
from partnerships.rules.capacity import Capacity
from partnerships.rules.policies import DEFAULT_POLICIES, DefaultPolicy


def new_policy(brand: Brand, default: DefaultPolicy) -> TierPolicy:
    """An unsaved row with the default values of a tier."""
    return TierPolicy(
        workspace_id=brand.workspace_id,
        brand=brand,
        tier=default.tier,
        capacity_from=default.capacity_from,
        capacity_to=default.capacity_to,
        cadence=default.cadence,
        budget_share=default.budget_share,
        campaigns_a_year=default.campaigns_a_year,
        most_in_a_year=default.most_in_a_year,
        requires=list(default.requires),
        least_score=default.least_score,
        least_campaigns=default.least_campaigns,
    )


def default_policy(brand: Brand, tier: str) -> TierPolicy:
    """What holds in a tier for which the brand has said nothing."""
    return next(new_policy(brand, each) for each in DEFAULT_POLICIES if each.tier == tier)


def policies_of(brand: Brand) -> dict[str, TierPolicy]:
    """Tier → policy, all three; one query. A tier without a row has the defaults."""
    found = {row.tier: row for row in TierPolicy.objects.filter(brand=brand)}
    return {d.tier.value: found.get(d.tier) or new_policy(brand, d) for d in DEFAULT_POLICIES}


def living_counts(brand_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """(brand id, tier) → partnerships that take a place; one query."""
    return counts_from(living_rows().filter(brand__in=list(brand_ids)))


def living_rows() -> "QuerySet[Partnership, Any]":
    """The question that `counts_from` takes the answer of, of all brands."""
    rows = Partnership.objects.living().order_by().values("brand_id", "tier")
    return rows.annotate(n=Count("pk"))


def counts_from(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], int]:
    return {(row["brand_id"], row["tier"]): row["n"] for row in rows}


def capacity_of(policy: TierPolicy, used: int) -> Capacity:
    return Capacity(used=used, low=policy.capacity_from, high=policy.capacity_to)


def capacity_in(brand: Brand, tier: str) -> Capacity:
    """Places of one tier of one brand as they are now; two queries."""
    used = Partnership.objects.living().filter(brand=brand, tier=tier).count()
    return capacity_of(policies_of(brand)[tier], used)


def policies_in(brands: Iterable[Brand]) -> dict[int, dict[str, TierPolicy]]:
    """Brand id → tier → policy, all three of each; one query, however many brands."""
    brands = list(brands)
    return policies_from(brands, TierPolicy.objects.filter(brand__in=brands))


def policies_from(
    brands: Iterable[Brand], found: Iterable[TierPolicy]
) -> dict[int, dict[str, TierPolicy]]:
    rows: dict[int, dict[str, TierPolicy]] = defaultdict(dict)
    for row in found:
        rows[row.brand_id][row.tier] = row
    return {
        brand.pk: {
            d.tier.value: rows[brand.pk].get(d.tier) or new_policy(brand, d)
            for d in DEFAULT_POLICIES
        }
        for brand in brands
    }


def places_under(
    policies: dict[int, dict[str, TierPolicy]],
) -> dict[int, dict[str, Capacity]]:
    """Brand id → tier → its places under these policies; one query."""
    return places_from(policies, living_counts(policies))


def places_from(
    policies: Mapping[int, Mapping[str, TierPolicy]], used: Mapping[tuple[int, str], int]
) -> dict[int, dict[str, Capacity]]:
    return {
        brand_id: {
            tier: capacity_of(policy, used.get((brand_id, tier), 0))
            for tier, policy in tiers.items()
        }
        for brand_id, tiers in policies.items()
    }


def capacities(brands: Iterable[Brand]) -> dict[int, dict[str, Capacity]]:
    """Brand id → tier → its places, for all tiers; two queries, however many brands."""
    return places_under(policies_in(brands))


def has_history(brand: Brand) -> bool:
    """Whether anything protects it from being deleted: partnerships, campaigns, budgets, money,
    business reviews; one query for each until one is found."""
    links = [link for link in Brand._meta.related_objects if link.on_delete is PROTECT]
    return any(
        link.related_model._default_manager.filter(**{link.field.name: brand}).exists()
        for link in links
    )


def brands(*, archived: bool = False) -> QuerySet[Brand]:
    """Brands in use, or those put away; by name."""
    return Brand.objects.filter(archived_at__isnull=not archived).order_by("name", "pk")
