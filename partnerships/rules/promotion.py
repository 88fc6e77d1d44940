"""What a tier asks of whoever comes up into it, and what of that is met (product.md, rows 10, 11).

The policy of a brand says what it asks: answers of the checklist, a least potential score, finished
campaigns with the brand. Whatever is not met can be passed over as a gut feeling that is recorded
as one; only the gate of the first tier cannot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from creators.enums import VettingItem
from creators.rules.vetting import BEST_TIER, GATE, Checklist, is_barred, needs_checklist

SCORE, CAMPAIGNS = "score", "campaigns"


@dataclass(frozen=True)
class Asked:
    """A policy's wishes. `score` from 0 to 100, `campaigns` whole ones; 0 asks nothing."""

    requires: Sequence[str] = ()
    score: int = 0
    campaigns: int = 0


@dataclass(frozen=True)
class Standing:
    """What is known of a partnership. `score` None: too little is known to compute one.
    `campaigns` None: a partnership that is only being opened has done none, and is not asked."""

    checklist: Checklist
    score: int | None = None
    campaigns: int | None = None


@dataclass(frozen=True)
class Requirement:
    """One line of the checklist for a promotion. `key`: a VettingItem, SCORE or CAMPAIGNS; `has`
    and `wanted` are figures of the latter two."""

    key: str
    met: bool
    has: int | None = None
    wanted: int = 0

    @property
    def item(self) -> VettingItem | None:
        return VettingItem(self.key) if self.key in VettingItem.values else None

    @property
    def is_gate(self) -> bool:
        return self.key == GATE


@dataclass(frozen=True)
class Promotion:
    """The way up into `to_tier`; `barred`: the gate is shut and nothing overrides it."""

    to_tier: str
    requirements: list[Requirement]
    barred: bool = False

    @property
    def missing(self) -> list[Requirement]:
        return [one for one in self.requirements if not one.met]

    @property
    def open_items(self) -> list[VettingItem]:
        """Items of the checklist without the yes they need, in their order."""
        return [VettingItem(one.key) for one in self.missing if one.key in VettingItem.values]

    @property
    def short_of(self) -> dict[str, list[int | None]]:
        """SCORE, CAMPAIGNS → [has, wanted], for the figures that fall short."""
        figures = (one for one in self.missing if one.key in (SCORE, CAMPAIGNS))
        return {one.key: [one.has, one.wanted] for one in figures}

    @property
    def ready(self) -> bool:
        return not self.missing

    @property
    def met(self) -> int:
        return len(self.requirements) - len(self.missing)


def promotion(from_tier: str, to_tier: str, asked: Asked, standing: Standing) -> Promotion:
    """Down, and a first opening below the best tier, ask nothing."""
    if not needs_checklist(from_tier, to_tier):
        return Promotion(to_tier, [])
    found = [
        Requirement(item.value, standing.checklist.is_yes(item))
        for item in _items(asked.requires, to_tier)
    ]
    if asked.score:
        enough = standing.score is not None and standing.score >= asked.score
        found.append(Requirement(SCORE, enough, standing.score, asked.score))
    if asked.campaigns and standing.campaigns is not None:
        enough = standing.campaigns >= asked.campaigns
        found.append(Requirement(CAMPAIGNS, enough, standing.campaigns, asked.campaigns))
    return Promotion(to_tier, found, is_barred(standing.checklist, to_tier))


def _items(requires: Iterable[str], to_tier: str) -> list[VettingItem]:
    """In the order of the checklist; the gate is asked for the best tier whatever stands there."""
    wanted = {*requires, *([GATE.value] if to_tier == BEST_TIER else [])}
    return [item for item in VettingItem if item.value in wanted]
