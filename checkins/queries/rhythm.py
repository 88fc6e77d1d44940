"""Which partnerships have which rhythm, asked in the database."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from partnerships.enums import Cadence
from partnerships.models import Brand, TierPolicy
from partnerships.rules.policies import DEFAULT_POLICIES, effective_cadence

# (brand id, tier) → the policy's cadence, for all brands of the workspace.
Policies = Mapping[tuple[int, str], str]


_DEFAULTS = {default.tier.value: default.cadence.value for default in DEFAULT_POLICIES}


def policies() -> Policies:
    """One query; a tier of which a brand has no policy has the default's rhythm."""
    return policies_of(policy_rows())


def policy_rows(_mine: bool = False) -> "QuerySet[Brand, Any]":
    """The question that `policies_of` takes the answer of."""
    return Brand.objects.order_by().values("pk", "policies__tier", "policies__cadence")


def policies_of(rows: Iterable[Mapping[str, Any]]) -> Policies:
    told = [(row["pk"], row["policies__tier"], row["policies__cadence"]) for row in rows]
    found = {
        (pk, tier): cadence for pk, _tier, _cadence in told for tier, cadence in _DEFAULTS.items()
    }
    found.update({(pk, tier): cadence for pk, tier, cadence in told if tier})
    return found


def policy_cadence() -> Subquery:
    """The policy's rhythm beside each partnership of a short list; None where there is no row."""
    policy = TierPolicy.objects.filter(brand=OuterRef("brand"), tier=OuterRef("tier"))
    return Subquery(policy.values("cadence")[:1])


def cadence_beside(partnership: Any, policy: str | None) -> Cadence:
    """Of a partnership, or a row with its tier and override, and what `policy_cadence` gave."""
    return effective_cadence(partnership.cadence_override, policy or _DEFAULTS[partnership.tier])


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
