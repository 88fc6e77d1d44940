"""Fatigue against over-use (product.md, rows 15 and 62, formula Fatigue)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partnerships.rules.facts import BASES, WorkFacts
from partnerships.rules.pace import anniversary

# Engagement of a later campaign this far below the creator's best is a tired audience: a share of
# the best.
TIRED_BELOW = Decimal("0.10")
# From this campaign on: two alone are no row that falls.
FIRST_COMPARED = 3
# What is wholesome, campaigns a year (row 62).
IDEAL_PACE = (3, 4)


@dataclass(frozen=True)
class Fatigue:
    """`in_last_year` campaigns that began in the 12 months up to today, against `most`.

    `best` and `last` are engagement rates of the same `base` (fractions: 0.05 is 5 %); `drop` is
    what the last finished campaign lacks of the best one before it, as a share of the best, 0 or
    more. They are None where fewer than three campaigns were done or two cannot be compared. `n`:
    finished campaigns whose engagement is known on that base.
    """

    in_last_year: int
    most: int
    best: Decimal | None = None
    last: Decimal | None = None
    drop: Decimal | None = None
    base: str = ""
    n: int = 0
    best_campaign: str = ""
    last_campaign: str = ""

    @property
    def over_used(self) -> bool:
        return self.in_last_year > self.most

    @property
    def tired(self) -> bool:
        return self.drop is not None and self.drop > TIRED_BELOW

    @property
    def found(self) -> bool:
        return self.over_used or self.tired


def in_twelve_months(first_days: Sequence[date], day: date) -> int:
    """How many of these days lie in the 12 months that end with `day`."""
    since = anniversary(day, -1)
    return sum(1 for first in first_days if since < first <= day)


def fatigue(work: Sequence[WorkFacts], *, most_in_a_year: int, today: date) -> Fatigue:
    """`work`: one partnership's, in any order. A campaign still to come does not tire yet."""
    used = in_twelve_months([one.starts_on for one in work], today)
    finished = [one for one in work if one.finished]
    done = sorted(finished, key=lambda one: (one.starts_on, one.sequence))
    compared = _comparison(done)
    if compared is None:
        known = max((_known(done, base) for base in BASES), default=0)
        return Fatigue(used, most_in_a_year, n=known)
    best, last, base = compared
    best_rate, last_rate = _rate(best, base), _rate(last, base)
    assert best_rate is not None
    assert last_rate is not None
    drop = max((best_rate - last_rate) / best_rate, Decimal(0)) if best_rate else Decimal(0)
    return Fatigue(
        in_last_year=used,
        most=most_in_a_year,
        best=best_rate,
        last=last_rate,
        drop=drop,
        base=base,
        n=_known(done, base),
        best_campaign=best.campaign,
        last_campaign=last.campaign,
    )


def _comparison(done: list[WorkFacts]) -> tuple[WorkFacts, WorkFacts, str] | None:
    """(best before it, last, base): the last one measured, if it is the third or later, on the
    best base that it shares with one before."""
    for place in range(len(done) - 1, FIRST_COMPARED - 2, -1):
        last = done[place]
        if not any(_rate(last, base) is not None for base in BASES):
            continue
        for base in BASES:
            earlier = [one for one in done[:place] if _rate(one, base) is not None]
            if earlier and _rate(last, base) is not None:
                return max(earlier, key=lambda one: _rate(one, base) or Decimal(0)), last, base
        return None
    return None


def _rate(one: WorkFacts, base: str) -> Decimal | None:
    found = one.figures.engagement(base)
    return found[0] if found else None


def _known(done: list[WorkFacts], base: str) -> int:
    return sum(1 for one in done if _rate(one, base) is not None)
