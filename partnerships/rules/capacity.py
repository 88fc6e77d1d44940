"""Places of a tier: how many are taken, free, too many (product.md, row 8)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Capacity:
    """`used` living partnerships against the policy's `low` and `high` (None: open)."""

    used: int
    low: int | None
    high: int | None

    @property
    def is_open(self) -> bool:
        return self.high is None

    @property
    def free(self) -> int | None:
        """Places left, never below 0; None where the tier is open."""
        return None if self.high is None else max(self.high - self.used, 0)

    @property
    def over(self) -> int:
        """Partnerships beyond the last place."""
        return 0 if self.high is None else max(self.used - self.high, 0)

    @property
    def is_full(self) -> bool:
        """One more goes over: warns and asks for a reason."""
        return self.free == 0

    @property
    def wanted(self) -> int:
        """Partnerships missing to the low end of the tier."""
        return 0 if self.low is None else max(self.low - self.used, 0)
