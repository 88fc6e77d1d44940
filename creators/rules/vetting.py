"""The checklist and what it allows (product.md, rows 10 to 12).

*Easy to work with* is a gate: without yes there is no first tier, whatever the figures say. The
other four of row 11 may be passed over by a gut feeling that is recorded as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from creators.enums import Verdict, VettingItem

GATE = VettingItem.EASY
# Row 11: what a tier depends on. The three of row 12 inform, they hold nobody up.
DECIDING = (
    VettingItem.DELIVERS,
    VettingItem.RESPONSE,
    VettingItem.DIRECTION,
    VettingItem.STABLE,
    VettingItem.EASY,
)
BEST_TIER = "T1"


@dataclass(frozen=True)
class Checklist:
    """`verdicts`: item → its current answer; an item without one has none."""

    verdicts: Mapping[str, str]

    def is_yes(self, item: str) -> bool:
        return self.verdicts.get(item) == Verdict.YES

    @property
    def gate_is_open(self) -> bool:
        return self.is_yes(GATE)

    @property
    def open_items(self) -> list[VettingItem]:
        """Those of row 11 that are not answered with yes, in their order."""
        return [item for item in DECIDING if not self.is_yes(item)]

    @property
    def yes(self) -> int:
        return sum(self.is_yes(item) for item in VettingItem)

    @property
    def answered(self) -> int:
        return sum(item in self.verdicts for item in VettingItem)


def needs_checklist(from_tier: str, to_tier: str) -> bool:
    """Up always (T3 to T2, T2 to T1), down never; at the opening (`from_tier` "") for the best."""
    if not from_tier:
        return to_tier == BEST_TIER
    return to_tier < from_tier


def is_barred(checklist: Checklist, to_tier: str) -> bool:
    """The gate: nothing overrides it."""
    return to_tier == BEST_TIER and not checklist.gate_is_open
