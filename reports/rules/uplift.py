"""First, second, third and later campaigns, each creator against their own first (product.md, row
62; formula Uplift)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.rules.tallies import BASES
from core.charts import Chart
from partnerships.rules.fatigue import FIRST_COMPARED, IDEAL_PACE, TIRED_BELOW

# Interactions and base for each of BASES, in that order; None: no row knows both.
Shares = tuple[int | None, ...]
# Number of the campaign with the brand → what it brought; only finished ones.
Row = Mapping[int, Shares]
# The last step of the chart holds all later ones.
LAST = 6
THIRD = FIRST_COMPARED


@dataclass(frozen=True)
class Pair:
    """A creator's campaign beside their first: rates on one `base`; `change` is relative."""

    key: Any
    number: int
    base: str
    first: float
    later: float

    @property
    def change(self) -> float:
        return self.later / self.first - 1


@dataclass(frozen=True)
class Uplift:
    """The median of `n` creators' changes. None: nobody can be compared."""

    change: float | None
    n: int


@dataclass(frozen=True)
class Tired:
    """The last campaign of the third or a later one, far below the best before it."""

    key: Any
    number: int
    base: str
    best: float
    last: float

    @property
    def drop(self) -> float:
        return 1 - self.last / self.best


def rate(shares: Shares, base: str) -> float | None:
    place = BASES.index(base) * 2
    interactions, of = shares[place], shares[place + 1]
    return interactions / of if interactions is not None and of else None


def added(one: Shares | None, other: Shares) -> Shares:
    """Two markets of one campaign."""
    if one is None:
        return other
    return tuple(
        b if a is None else a if b is None else a + b for a, b in zip(one, other, strict=True)
    )


def pair(key: Any, first: Shares, later: Shares, number: int) -> Pair | None:
    """On the best base that both know; None without one, or where the first brought nothing."""
    for base in BASES:
        before, after = rate(first, base), rate(later, base)
        if before and after is not None:
            return Pair(key, number, base, before, after)
    return None


def pairs_at(rows: Mapping[Any, Row], number: int) -> list[Pair]:
    """Of everybody whose first campaign and `number`-th one compare; the last step takes the
    newest of `LAST` and later."""
    found = []
    for key, row in rows.items():
        there = number if number < LAST else max((n for n in row if n >= LAST), default=0)
        if 1 in row and there in row:
            one = pair(key, row[1], row[there], there)
            if one is not None:
                found.append(one)
    return found


def pairs_from(rows: Mapping[Any, Row], number: int = THIRD) -> list[list[Pair]]:
    """For each creator: all that compare of the `number`-th and later ones."""
    found = []
    for key, row in rows.items():
        if 1 not in row:
            continue
        later = (pair(key, row[1], row[n], n) for n in sorted(row) if n >= number)
        some = [one for one in later if one is not None]
        if some:
            found.append(some)
    return found


def uplift(pairs: Sequence[Pair]) -> Uplift:
    return Uplift(median(one.change for one in pairs) if pairs else None, len(pairs))


def uplift_from(several: Sequence[Sequence[Pair]]) -> Uplift:
    """Each creator once, by the median of their own later campaigns."""
    own = [median(one.change for one in some) for some in several]
    return Uplift(median(own) if own else None, len(own))


def tired(rows: Mapping[Any, Row]) -> list[Tired]:
    """The deepest fall first; the rule of partnerships' fatigue over plain rates."""
    found = [one for key, row in rows.items() if (one := _tired(key, row)) is not None]
    return sorted(found, key=lambda one: -one.drop)


def _tired(key: Any, row: Row) -> Tired | None:
    numbers = sorted(row)
    known = [n for n in numbers if any(rate(row[n], base) is not None for base in BASES)]
    if not known or numbers.index(known[-1]) < FIRST_COMPARED - 1:
        return None
    last = known[-1]
    for base in BASES:
        now = rate(row[last], base)
        before = [rate(row[n], base) for n in numbers if n < last]
        earlier = [one for one in before if one is not None]
        if now is None or not earlier:
            continue
        best = max(earlier)
        # Exactly a tenth is not over it, however a machine divides.
        if best and round(1 - now / best, 9) > float(TIRED_BELOW):
            return Tired(key, last, base, best, now)
        return None
    return None


@dataclass(frozen=True)
class Paces:
    """Partnerships by the campaigns that began in the last 12 months: below, within and above the
    ideal pace. Those without any are in none."""

    below: int
    within: int
    above: int

    @property
    def n(self) -> int:
        return self.below + self.within + self.above


def paces(campaigns: Iterable[int]) -> Paces:
    low, high = IDEAL_PACE
    counted = [n for n in campaigns if n]
    return Paces(
        below=sum(1 for n in counted if n < low),
        within=sum(1 for n in counted if low <= n <= high),
        above=sum(1 for n in counted if n > high),
    )


def step_name(number: int) -> str:
    """As a chart and a table call the n-th campaign."""
    if number == 1:
        return pgettext("campaign in order", "1st")
    if number == 2:
        return pgettext("campaign in order", "2nd")
    if number == THIRD:
        return pgettext("campaign in order", "3rd")
    if number >= LAST:
        return _("%(n)dth and later") % {"n": LAST}
    return _("%(n)dth") % {"n": number}


def uplift_chart(steps: Sequence[tuple[int, Uplift]], language: str) -> Chart | None:
    """The median change by number of the campaign, the first one being the ground."""
    known = [(number, one) for number, one in steps if one.change is not None]
    if not known:
        return None
    rows = [{"step": step_name(1), "change": 0.0}]
    rows += [
        {"step": f"{step_name(number)} (n = {one.n})", "change": one.change}
        for number, one in known
    ]
    return Chart(
        title=_("Engagement against the creator's own first campaign, median"),
        rows=rows,
        kind="bar",
        x="step",
        y="change",
        x_title=_("Campaign"),
        y_title=pgettext("uplift", "Change"),
        y_format="percent",
        language=language,
    )
