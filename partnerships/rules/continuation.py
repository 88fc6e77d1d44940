"""Extend, adjust or stop (product.md, rows 17 and 60): a proposal with each of its reasons.

Every reason asks for one of the three by itself; the proposal is what the gravest of them asks
for. So nothing outweighs a bad figure, and a worse figure never makes the proposal better. What
nobody measured is unknown, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from partnerships.enums import Decision, Light
from partnerships.rules.facts import Figures, WorkFacts
from partnerships.rules.growth import quarter_after, quarter_of
from partnerships.rules.terms import KpiTerm

# Days after the first campaign is closed until somebody should have decided.
DECIDE_WITHIN = 7
# A first campaign closed longer ago, with others after it, was decided by doing.
ASKED_FOR = timedelta(days=90)
FIRST = "first_campaign"

_GRAVITY = {Decision.EXTEND: 0, Decision.ADJUST: 1, Decision.STOP: 2}


class Verdict(StrEnum):
    CONTINUE = "continue"
    DISCUSS = "discuss"
    END = "end"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Measured:
    """One agreed KPI beside what was measured; `n` result rows. `value` None: not measured."""

    market: str
    metric: str
    goal: Decimal
    floor: Decimal
    value: Decimal | None
    n: int
    currency: str = ""

    @property
    def verdict(self) -> Verdict:
        if self.value is None:
            return Verdict.UNKNOWN
        if self.value >= self.goal:
            return Verdict.CONTINUE
        return Verdict.DISCUSS if self.value >= self.floor else Verdict.END


@dataclass(frozen=True)
class Known:
    """What a proposal is made from. `short`: guaranteed campaigns that can hardly be met still or
    were missed; `lights`: item of the audit → light, "" where unknown."""

    kpis: tuple[Measured, ...] = ()
    short: int = 0
    tired: bool = False
    drop: Decimal | None = None
    over_used: bool = False
    in_last_year: int = 0
    most_in_a_year: int = 0
    lights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """`asks`: what it asks for alone."""

    key: str
    asks: Decision
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    decision: Decision
    reasons: tuple[Reason, ...]


def measured(kpis: Iterable[KpiTerm], by_market: Mapping[str, Figures]) -> tuple[Measured, ...]:
    """The agreed KPIs of each market beside the figures of that market alone."""
    found = []
    for kpi in kpis:
        figures = by_market.get(kpi.market, Figures())
        value = figures.value(kpi.metric, kpi.currency)
        found.append(
            Measured(kpi.market, kpi.metric, kpi.goal, kpi.floor, value, figures.rows, kpi.currency)
        )
    return tuple(found)


def propose(known: Known) -> Proposal:
    """At least one reason; the gravest first."""
    reasons = [*_of_kpis(known.kpis), *_of_work(known), *_of_lights(known.lights)]
    if not any(kpi.value is not None for kpi in known.kpis):
        reasons.append(_nothing_measured(known))
    reasons.sort(key=lambda reason: -_GRAVITY[reason.asks])
    return Proposal(reasons[0].asks, tuple(reasons))


def _of_kpis(kpis: Sequence[Measured]) -> list[Reason]:
    asked = {
        Verdict.CONTINUE: Decision.EXTEND,
        Verdict.DISCUSS: Decision.ADJUST,
        Verdict.END: Decision.ADJUST,
    }
    told = [
        Reason(
            f"kpi_{kpi.verdict}",
            asked[kpi.verdict],
            {
                "market": kpi.market,
                "metric": kpi.metric,
                "value": str(kpi.value),
                "goal": str(kpi.goal),
                "floor": str(kpi.floor),
                "currency": kpi.currency,
                "n": kpi.n,
            },
        )
        for kpi in kpis
        if kpi.verdict in asked
    ]
    known = [kpi for kpi in kpis if kpi.value is not None]
    if known and all(kpi.verdict == Verdict.END for kpi in known):
        # One market below its floor is a matter for that market; all of them, for both.
        told.append(Reason("all_below", Decision.STOP, {"n": len(known)}))
    return told


def _of_work(known: Known) -> list[Reason]:
    found = []
    if known.short:
        found.append(Reason("short", Decision.ADJUST, {"n": known.short}))
    if known.tired:
        found.append(Reason("tired", Decision.ADJUST, {"drop": str(known.drop or 0)}))
    if known.over_used:
        figures = {"n": known.in_last_year, "most": known.most_in_a_year}
        found.append(Reason("over_used", Decision.ADJUST, figures))
    return found


def _of_lights(lights: Mapping[str, str]) -> list[Reason]:
    asked = {Light.GREEN: Decision.EXTEND, Light.AMBER: Decision.EXTEND, Light.RED: Decision.ADJUST}
    found = [
        Reason(f"light_{light}", asked[Light(light)], {"item": item})
        for item, light in lights.items()
        if light
    ]
    red = sum(1 for light in lights.values() if light == Light.RED)
    if red > 1:
        found.append(Reason("two_red", Decision.STOP, {"n": red}))
    return found


def _nothing_measured(known: Known) -> Reason:
    """Without figures only good lights can carry a yes."""
    lights = [light for light in known.lights.values() if light]
    good = Light.GREEN in lights and Light.RED not in lights
    key = "kpis_unmeasured" if known.kpis else "no_kpis"
    asks = Decision.EXTEND if good and not known.kpis else Decision.ADJUST
    return Reason(key, asks, {"n": len(known.kpis)})


def first_finished(work: Sequence[WorkFacts], today: date) -> WorkFacts | None:
    """The campaign that a first decision is about, or None: nothing is closed yet, or it lies so
    far back, with others done since, that the question was answered by doing."""
    closed = [(one.closed_on, one.sequence, one) for one in work if one.closed_on is not None]
    done = sorted(closed, key=lambda one: one[:2])
    if not done:
        return None
    closed_on, _sequence, first = done[0]
    return None if len(done) > 1 and today - closed_on > ASKED_FOR else first


def quarter_before(today: date) -> tuple[date, date]:
    """First and last day of the quarter that is over."""
    this = quarter_of(today)
    return quarter_after(this, -1), this - timedelta(days=1)


def quarter_named(first: date) -> str:
    """ "2026-Q3": what tells a quarterly review from others."""
    return f"{first.year}-Q{(first.month + 2) // 3}"


def quarter_named_back(occasion: str) -> date | None:
    """The first day of the quarter that `occasion` names; None for any other occasion. Of two
    partnerships that became one the second is told apart by a number: "2026-Q3-2"."""
    year, _sign, rest = occasion.partition("-Q")
    number, _sign, _which = rest.partition("-")
    return date(int(year), int(number) * 3 - 2, 1) if number else None
