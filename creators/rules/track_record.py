"""What a creator has done for the workspace, as the score and the checklist read it.

A room above knows it; creators/track_record.py is where it says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

# What an engagement rate may be a fraction of, the best first.
BASES = ("reach", "views", "impressions")


@dataclass(frozen=True)
class Results:
    """Of `campaigns` finished campaigns with results. `engagement`: base → (interactions, base);
    `revenue`: currency → amount. None: nobody measured it."""

    campaigns: int = 0
    engagement: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    purchases: int | None = None
    reach: int | None = None
    revenue: Mapping[str, Decimal] = field(default_factory=dict)

    def rate(self) -> tuple[str, Decimal] | None:
        """(base, engagement as a fraction of it), of the best base there is."""
        for base in BASES:
            interactions, whole = self.engagement.get(base, (0, 0))
            if whole:
                return base, Decimal(interactions) / Decimal(whole)
        return None

    def purchase_rate(self) -> Decimal | None:
        """Purchases ÷ reach, of all rows: a shop's file has the ones, the platform's the other."""
        if self.purchases is None or not self.reach:
            return None
        return Decimal(self.purchases) / Decimal(self.reach)


@dataclass(frozen=True)
class Deliveries:
    """Deliverables whose day has come: published by it, published later, still missing; and how
    often a revision was asked for, over all of them."""

    on_time: int = 0
    late: int = 0
    missing: int = 0
    revisions: int = 0

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.missing

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.on_time) / Decimal(self.total) if self.total else None
