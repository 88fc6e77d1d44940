"""The partnership-potential score, 0 to 100 (product.md, row 13).

Each part is a number from 0 to 1, multiplied by its weight; weights make 100.

*Performance*: engagement over finished campaigns ÷ median of the peers (rules/peers.py), and the
same of purchases ÷ reach where both are known. Half of the points at the median, all of them at
twice the median; the mean of the two. Before any campaign that can be compared: the engagement of
the biggest channel that knows it, against channels of its size.
*Stability*: the mean of what is known of two: how even the audience moves (rules/steadiness.py),
and the deliverables published by their day ÷ those whose day has come.
*Fit*: the mean of people's ratings of values and culture, 1 to 5, as (mean − 1) ÷ 4.
*Growth*: of the biggest channel with figures of the last half year, in 30 days (rules/growth.py):
nothing at −1 % and below, everything at +3 % and above, even between.

**What is unknown does not count, neither for nor against.** The score is the points of the known
parts ÷ what these could give, × 100, and always says on how many parts it stands. With fewer than
two known parts there is none: one figure is no judgement. A part whose weight is 0 is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from creators.rules.growth import Growth, Reading, growth_of
from creators.rules.peers import Peers, Standard, band_of
from creators.rules.steadiness import STALE_DAYS, declines, spread, steadiness, steps_of
from creators.rules.track_record import Deliveries, Results

PERFORMANCE, STABILITY, FIT, GROWTH = "performance", "stability", "fit", "growth"
PARTS = (PERFORMANCE, STABILITY, FIT, GROWTH)
DEFAULT_WEIGHTS: Mapping[str, int] = {PERFORMANCE: 35, STABILITY: 20, FIT: 25, GROWTH: 20}
FEWEST_PARTS = 2
# Twice the median gives everything.
FULL_MARKS = Decimal(2)
GROWTH_FLOOR, GROWTH_TOP = Decimal("-0.01"), Decimal("0.03")
_ONE, _TENTH, _FINE = Decimal(1), Decimal("0.1"), Decimal("0.0001")

Facts = dict[str, Any]


@dataclass(frozen=True)
class Audience:
    """A channel with its snapshots. `engagement` is a fraction."""

    name: str
    followers: int | None
    engagement: Decimal | None
    readings: Sequence[Reading] = ()


@dataclass(frozen=True)
class Evidence:
    """Everything a score is made of. `ratings`: (values, culture) of each person."""

    today: date
    followers: int = 0
    channels: Sequence[Audience] = ()
    results: Results = field(default_factory=Results)
    deliveries: Deliveries = field(default_factory=Deliveries)
    ratings: Sequence[tuple[int, int]] = ()

    @property
    def growing(self) -> tuple[Audience, Growth] | None:
        """The biggest channel whose growth is known and fresh."""
        found = [(channel, growth_of(channel.readings)) for channel in self.by_size]
        for channel, growth in found:
            if growth and (self.today - growth.end.taken_on).days <= STALE_DAYS:
                return channel, growth
        return None

    @property
    def engaged(self) -> Audience | None:
        """The biggest channel whose engagement is known."""
        return next((c for c in self.by_size if c.engagement is not None and c.followers), None)

    @property
    def by_size(self) -> list[Audience]:
        return sorted(self.channels, key=lambda channel: -(channel.followers or 0))


@dataclass(frozen=True)
class Part:
    """`value` from 0 to 1, None where nothing is known; `facts` as JSON keeps them."""

    value: Decimal | None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """`score` None: too little is known. `parts`: part → {"value", "points", "of", "facts"}, the
    first two None where the part is unknown."""

    score: int | None
    parts: dict[str, Facts]


def assess(evidence: Evidence, peers: Peers) -> dict[str, Part]:
    """The four parts, whatever they weigh."""
    return {
        PERFORMANCE: performance(evidence, peers),
        STABILITY: stability(evidence),
        FIT: fit(evidence.ratings),
        GROWTH: growth(evidence),
    }


def weigh(parts: Mapping[str, Part], weights: Mapping[str, int]) -> Score:
    """Points of each part to a tenth, and the score they make."""
    told: dict[str, Facts] = {}
    points, of, known = Decimal(0), 0, 0
    for name in PARTS:
        part, weight = parts[name], weights[name]
        got = None if part.value is None else _round(part.value * weight, _TENTH)
        told[name] = {
            "value": None if part.value is None else str(part.value),
            "points": None if got is None else str(got),
            "of": weight,
            "facts": part.facts,
        }
        if got is not None and weight:
            points, of, known = points + got, of + weight, known + 1
    fewest = min(FEWEST_PARTS, sum(1 for name in PARTS if weights[name]))
    if known < fewest:
        return Score(None, told)
    return Score(int(_round(points * 100 / of, _ONE)), told)


def parts_of(stored: Mapping[str, Facts]) -> dict[str, Part]:
    """Parts as JSON kept them, to be weighed anew."""
    return {
        name: Part(
            None if stored[name]["value"] is None else Decimal(stored[name]["value"]),
            stored[name]["facts"],
        )
        for name in PARTS
    }


def performance(evidence: Evidence, peers: Peers) -> Part:
    band = band_of(evidence.followers)
    results = evidence.results
    facts: Facts = {"campaigns": results.campaigns}
    values = []
    if found := results.rate():
        base, rate = found
        if standard := peers.standard(base, band):
            values.append(against(rate, standard))
            facts |= {"base": base, "rate": _text(rate), "standard": _told(standard)}
    purchases = results.purchase_rate()
    if purchases is not None and (standard := peers.standard("purchases", band)):
        values.append(against(purchases, standard))
        facts |= {
            "purchases": results.purchases,
            "purchase_rate": _text(purchases, 6),
            "purchase_standard": _told(standard),
        }
    if values:
        facts["source"] = "campaigns"
        facts["revenue"] = {code: str(sum_) for code, sum_ in sorted(results.revenue.items())}
        return Part(_mean(values), facts)
    return _by_channel(evidence, peers, facts)


def _by_channel(evidence: Evidence, peers: Peers, facts: Facts) -> Part:
    channel = evidence.engaged
    standard = peers.channel_standard(band_of(channel.followers)) if channel else None
    if channel is None or channel.engagement is None or standard is None:
        return Part(None, facts)
    facts |= {
        "source": "channel",
        "channel": channel.name,
        "rate": _text(channel.engagement),
        "standard": _told(standard),
    }
    return Part(_fine(against(channel.engagement, standard)), facts)


def against(rate: Decimal, standard: Standard) -> Decimal:
    """0 at nothing, a half at the median, 1 at twice the median and above."""
    return _within(rate / standard.median / FULL_MARKS)


def stability(evidence: Evidence) -> Part:
    values, facts = [], Facts()
    for channel in evidence.by_size:
        if steps := steps_of(channel.readings, evidence.today):
            values.append(steadiness(steps))
            facts = {
                "channel": channel.name,
                "steps": len(steps),
                "spread": _text(spread(steps)),
                "declines": declines(steps),
            }
            break
    done = evidence.deliveries
    if done.share is not None:
        values.append(done.share)
        facts |= {"on_time": done.on_time, "late": done.late, "missing": done.missing}
    return Part(_mean(values) if values else None, facts)


def fit(ratings: Sequence[tuple[int, int]]) -> Part:
    if not ratings:
        return Part(None)
    mean = _fine(Decimal(sum(sum(pair) for pair in ratings)) / (2 * len(ratings)))
    return Part(_fine((mean - 1) / 4), {"people": len(ratings), "mean": str(mean)})


def growth(evidence: Evidence) -> Part:
    if not (found := evidence.growing):
        return Part(None)
    channel, grown = found
    value = _within((grown.rate - GROWTH_FLOOR) / (GROWTH_TOP - GROWTH_FLOOR))
    return Part(
        _fine(value),
        {
            "channel": channel.name,
            "rate": _text(grown.rate),
            "days": grown.days,
            "start": grown.start.followers,
            "end": grown.end.followers,
            "until": grown.end.taken_on.isoformat(),
            "declining": grown.is_declining,
        },
    )


def is_shrinking(parts: Mapping[str, Facts]) -> bool:
    """Row 13: a shrinking audience is flagged, however good the rest."""
    return bool(parts[GROWTH]["facts"].get("declining"))


# Figures of the others move a little every night; alone they are no news about a creator.
_DRIFTING = ("standard", "purchase_standard")


def is_same(one: Mapping[str, Facts], other: Mapping[str, Facts]) -> bool:
    """Whether two assessments say the same of the creator."""
    return _own(one) == _own(other)


def _own(parts: Mapping[str, Facts]) -> dict[str, Any]:
    return {
        name: (
            part["points"],
            part["of"],
            {key: fact for key, fact in part["facts"].items() if key not in _DRIFTING},
        )
        for name, part in parts.items()
    }


def _told(standard: Standard) -> Facts:
    return {"median": _text(standard.median, 6), "n": standard.n, "among": standard.among}


def _mean(values: Sequence[Decimal]) -> Decimal:
    return _fine(sum(values, Decimal(0)) / len(values))


def _within(value: Decimal) -> Decimal:
    return max(Decimal(0), min(_ONE, value))


def _fine(value: Decimal) -> Decimal:
    return _round(value, _FINE)


def _text(value: Decimal, places: int = 5) -> str:
    return str(_round(value, _ONE.scaleb(-places)))


def _round(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP)
