"""Which partnerships have which rhythm, asked in the database."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from partnerships.enums import Cadence
from partnerships.models import Brand
from partnerships.queries.listing import cadences_of
from partnerships.rules.policies import effective_cadence

# (brand id, tier) → the policy's cadence, for all brands of the workspace.
Policies = Mapping[tuple[int, str], str]


def policies() -> Policies:
    """Two queries."""
    return cadences_of(Brand.objects.values_list("pk", flat=True))


def cadence_of(policies: Policies, brand_id: int, tier: str, override: str) -> Cadence:
    return effective_cadence(override, policies[brand_id, tier])


def has_cadence(policies: Policies, cadences: Iterable[str], prefix: str = "") -> Q:
    """Partnerships whose effective rhythm is one of `cadences`; `prefix` leads to them
    ("partnership__")."""
    wanted = {str(cadence) for cadence in cadences}
    own = Q(**{f"{prefix}cadence_override__in": wanted})
    brands: dict[str, list[int]] = {}
    for (brand_id, tier), cadence in policies.items():
        if cadence in wanted:
            brands.setdefault(tier, []).append(brand_id)
    by_policy = Q(pk__in=[])
    for tier, ids in brands.items():
        by_policy |= Q(**{f"{prefix}tier": tier, f"{prefix}brand__in": ids})
    return own | (Q(**{f"{prefix}cadence_override": ""}) & by_policy)
