"""How fast an audience grows, from its snapshots (product.md, row 13: a shrinking one is flagged).

*Growth* = (followers at the end ÷ followers at the start) ^ (30 ÷ days between) − 1: a fraction
per 30 days, so that snapshots of any distance compare. The span ends at the newest snapshot and
starts at the oldest of the 92 days before it, or at the last one before that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WINDOW_DAYS = 92
# Less than a week apart, a normalised rate is mostly noise.
SHORTEST_DAYS = 7
# Losing more than half a per cent in 30 days is called a decline; less is the usual flutter.
DECLINE = Decimal("-0.005")


@dataclass(frozen=True)
class Reading:
    """One snapshot. `engagement` is a fraction: 0.0139 is 1.39 %."""

    taken_on: date
    followers: int
    engagement: Decimal | None = None


@dataclass(frozen=True)
class Growth:
    """`rate`: fraction per 30 days, of `days` between the two snapshots it is computed from."""

    rate: Decimal
    start: Reading
    end: Reading

    @property
    def days(self) -> int:
        return (self.end.taken_on - self.start.taken_on).days

    @property
    def is_declining(self) -> bool:
        return self.rate < DECLINE


def growth_of(readings: Sequence[Reading]) -> Growth | None:
    """Growth at the newest snapshot; None where there are not two snapshots a week apart."""
    if not readings:
        return None
    ordered = sorted(readings, key=lambda reading: reading.taken_on)
    end = ordered[-1]
    earlier = [r for r in ordered if _days(r, end) >= SHORTEST_DAYS and r.followers]
    if not earlier:
        return None
    recent = [r for r in earlier if _days(r, end) <= WINDOW_DAYS]
    start = recent[0] if recent else earlier[-1]
    return Growth(rate=rate_between(start, end), start=start, end=end)


def rate_between(start: Reading, end: Reading) -> Decimal:
    """Fraction per 30 days between two snapshots of different days, the first not empty."""
    ratio = Decimal(end.followers) / Decimal(start.followers)
    if not ratio:
        return Decimal(-1)
    return ratio ** (Decimal(30) / Decimal(_days(start, end))) - 1


def _days(start: Reading, end: Reading) -> int:
    return (end.taken_on - start.taken_on).days
