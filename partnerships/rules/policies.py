"""What a tier means until a brand says otherwise (product.md, rows 8 and 9)."""

from collections.abc import Iterable
from dataclasses import dataclass

from creators.rules.vetting import DECIDING
from partnerships.enums import Cadence, Tier


@dataclass(frozen=True)
class DefaultPolicy:
    """Capacity in creators (None: open), budget share in whole per cent.

    `campaigns_a_year` is what the tier is meant for, `most_in_a_year` the most in 12 months before
    fatigue. `requires`, `least_score` and `least_campaigns` are asked of whoever comes up into it
    (row 10); 0 asks nothing.
    """

    tier: Tier
    capacity_from: int | None
    capacity_to: int | None
    cadence: Cadence
    budget_share: int
    campaigns_a_year: int = 0
    most_in_a_year: int = 6
    requires: tuple[str, ...] = ()
    least_score: int = 0
    least_campaigns: int = 0


# Row 11, all five of it.
_CHECKLIST = tuple(item.value for item in DECIDING)

DEFAULT_POLICIES: tuple[DefaultPolicy, ...] = (
    DefaultPolicy(Tier.T1, 5, 8, Cadence.MONTHLY, 40, 6, 6, _CHECKLIST, least_campaigns=1),
    DefaultPolicy(Tier.T2, 15, 20, Cadence.QUARTERLY, 40, 4, 6, _CHECKLIST),
    DefaultPolicy(Tier.T3, None, None, Cadence.NONE, 20),
)


def effective_cadence(override: str, policy: str) -> Cadence:
    """The partnership's own rhythm if it has one, else that of its tier's policy (row 42)."""
    return Cadence(override or policy)


def shares_total(shares: Iterable[int]) -> int:
    """Whole per cent; a brand's shares are right when this is 100 (row 9)."""
    return sum(shares)
