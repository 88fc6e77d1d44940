"""How free a creator is in a brief, growing with the partnership (product.md, row 39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partnerships.rules.maturity import Phase, phase_of, year_of

# From least to most freedom.
FREEDOM = ("script", "guided", "free", "owned")
_OF_PHASE = {Phase.FOUNDATION: "guided", Phase.DEEPENING: "free", Phase.EXPANSION: "owned"}


@dataclass(frozen=True)
class Suggestion:
    """`level` for the partnership's `year`; `had` the most they were given before ("": nothing).
    `kept`: they had more freedom already than the year alone gives, and it is not taken back."""

    level: str
    year: int
    had: str = ""
    kept: bool = False


def suggested(started_on: date, day: date, had: Sequence[str]) -> Suggestion:
    """The level for a campaign that begins on `day`; `had`: levels of briefs shared before."""
    year, _first, _last = year_of(started_on, day)
    level = _OF_PHASE[phase_of(year)]
    most = max((one for one in had if one in FREEDOM), key=FREEDOM.index, default="")
    kept = bool(most) and FREEDOM.index(most) > FREEDOM.index(level)
    return Suggestion(most if kept else level, year, most, kept)
