"""What a tier means until a brand says otherwise (product.md, rows 8 and 9)."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.enums import Cadence, Tier


@dataclass(frozen=True)
class DefaultPolicy:
    """Capacity in creators (None: open), budget share in whole per cent."""

    tier: Tier
    capacity_from: int | None
    capacity_to: int | None
    cadence: Cadence
    budget_share: int


DEFAULT_POLICIES: tuple[DefaultPolicy, ...] = (
    DefaultPolicy(Tier.T1, 5, 8, Cadence.MONTHLY, 40),
    DefaultPolicy(Tier.T2, 15, 20, Cadence.QUARTERLY, 40),
    DefaultPolicy(Tier.T3, None, None, Cadence.NONE, 20),
)


def effective_cadence(override: str, policy: str) -> Cadence:
    """The partnership's own rhythm if it has one, else that of its tier's policy (row 42)."""
    return Cadence(override or policy)


def shares_total(shares: Iterable[int]) -> int:
    """Whole per cent; a brand's shares are right when this is 100 (row 9)."""
    return sum(shares)
