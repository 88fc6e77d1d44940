"""Whether a collaboration was a win, or something to look at together: told from its figures,
beside the creator's own and the campaign's objectives (product.md, row 49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from campaigns.enums import DebriefKind
from campaigns.rules.objectives import Standing
from campaigns.rules.tallies import Tally

# Below a fifth of a difference nobody need celebrate, or look for what went otherwise.
CLEARLY = 0.20
# What a creator is measured by here; the rate tells of the work, the others of its reach and sales.
COMPARED = ("reach", "purchases")


class Beside(StrEnum):
    """What a figure stands beside."""

    OWN = "own"  # the creator's own median
    OBJECTIVE = "objective"


@dataclass(frozen=True)
class Reason:
    """One figure that speaks for a win (`good`) or for a debrief. `change`: relative to the median
    of `n` earlier campaigns (0.3: three tenths more); None for an objective."""

    beside: Beside
    what: str
    good: bool
    change: float | None = None
    n: int = 0


@dataclass(frozen=True)
class Proposal:
    """`kind` None: the figures say neither, or one thing here and another there."""

    kind: DebriefKind | None
    reasons: tuple[Reason, ...]


def proposal(
    now: Tally, history: Sequence[Tally], objectives: Sequence[tuple[str, Standing]] = ()
) -> Proposal:
    """A proposal, never a verdict: a person decides. `history`: the creator's earlier finished
    collaborations; `objectives`: (name, standing) of the campaign's."""
    reasons = [*_beside_own(now, history), *_beside_objectives(objectives)]
    tones = {reason.good for reason in reasons}
    kinds = {True: DebriefKind.WIN, False: DebriefKind.DEBRIEF}
    return Proposal(kinds[tones.pop()] if len(tones) == 1 else None, tuple(reasons))


def tone(change: float | None) -> DebriefKind | None:
    """What a difference from the own median says by itself."""
    if change is None or abs(change) < CLEARLY:
        return None
    return DebriefKind.WIN if change > 0 else DebriefKind.DEBRIEF


def _beside_own(now: Tally, history: Sequence[Tally]) -> list[Reason]:
    mine = now.engagement()
    found = []
    if mine is not None:
        rates = [one.engagement(mine.base) for one in history]
        found.append(_reason("engagement", mine.rate, [one.rate for one in rates if one]))
    for metric in COMPARED:
        known = [value for one in history if (value := one.known(metric)) is not None]
        found.append(_reason(metric, now.known(metric), known))
    return [reason for reason in found if reason is not None]


def _reason(what: str, now: float | None, earlier: Sequence[float]) -> Reason | None:
    usual = median(earlier) if earlier else 0
    if now is None or not usual:
        return None
    # To a hundredth of a percent: a fifth is a fifth, however it was divided.
    change = round(now / usual - 1, 4)
    found = tone(change)
    if found is None:
        return None
    return Reason(Beside.OWN, what, found == DebriefKind.WIN, change, len(earlier))


def _beside_objectives(objectives: Sequence[tuple[str, Standing]]) -> list[Reason]:
    """Of the campaign as a whole they speak only together: all reached, or all missed."""
    known = [one for one in objectives if one[1] in (Standing.REACHED, Standing.MISSED)]
    standings = {standing for _name, standing in known}
    if len(standings) != 1:
        return []
    good = standings == {Standing.REACHED}
    return [Reason(Beside.OBJECTIVE, name, good) for name, _standing in known]
