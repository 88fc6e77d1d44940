"""Figures of the quarterly business review, as JSON: what a page and a paper show while it is open
and what is frozen when it is finished (product.md, row 67).

Amounts are text by currency, rates are fractions as text; what nobody measured is null, never 0.
Every figure says from how many rows it comes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.money import Money, totals
from partnerships.rules.continuation import Measured, Verdict
from partnerships.rules.facts import Figures, WorkFacts, added_up
from partnerships.rules.growth import quarter_after, quarter_of

# A quarter without a finished review is asked about from its end for so long.
REMIND_WITHIN = timedelta(days=21)
# What the table of markets shows; the engagement rate and revenue stand beside.
COUNTED = ("reach", "purchases", "new_customers")
_GRAVITY = {Verdict.END: 0, Verdict.DISCUSS: 1, Verdict.UNKNOWN: 2, Verdict.CONTINUE: 3}
_LIGHTS = {"red": 0, "amber": 1, "": 2, "green": 3}


def to_review(today: date) -> date:
    """The quarter that is over and has to be reviewed now."""
    return quarter_after(quarter_of(today), -1)


def is_asked_about(today: date) -> bool:
    """Whether Today still names reviews of the last quarter: within three weeks of its end."""
    return today < quarter_of(today) + REMIND_WITHIN


def sums(figures: Figures) -> dict[str, Any]:
    """One market, or all of them, of one quarter."""
    engagement = figures.engagement()
    return {
        "rows": figures.rows,
        **{name: figures.sums.get(name) for name in COUNTED},
        "engagement": str(engagement[0]) if engagement else None,
        "engagement_of": engagement[1] if engagement else "",
        "revenue": {code: str(amount) for code, amount in sorted(figures.revenue.items())},
    }


def markets(
    now: Iterable[Mapping[str, Figures]], before: Iterable[Mapping[str, Figures]]
) -> list[dict[str, Any]]:
    """One line for each market of either quarter, and of both `now` and `before`."""
    these, those = _by_market(now), _by_market(before)
    return [
        {
            "market": market,
            "now": sums(these.get(market, Figures())),
            "before": sums(those.get(market, Figures())),
        }
        for market in sorted({*these, *those})
    ]


def _by_market(found: Iterable[Mapping[str, Figures]]) -> dict[str, Figures]:
    gathered: dict[str, list[Figures]] = {}
    for by_market in found:
        for market, figures in by_market.items():
            gathered.setdefault(market, []).append(figures)
    return {market: added_up(parts) for market, parts in gathered.items()}


def work(facts: Iterable[WorkFacts], quarter: date) -> dict[str, Any]:
    """Campaigns that began in the quarter, and their fees by currency: what they cost."""
    last = quarter_after(quarter) - timedelta(days=1)
    began = [fact for fact in facts if quarter <= fact.starts_on <= last]
    return {
        "campaigns": len(began),
        "creators": len({fact.partnership_id for fact in began}),
        "published": sum(fact.published for fact in began),
        "late": sum(fact.late for fact in began),
        "fees": by_currency(fact.fee for fact in began),
    }


def by_currency(amounts: Iterable[Money]) -> dict[str, str]:
    return {money.currency: str(money.amount) for money in totals(amounts) if money.amount}


@dataclass(frozen=True)
class Whom:
    """The partnership a line is about, with what its link needs."""

    public_id: str
    name: str

    def line(self, **more: Any) -> dict[str, Any]:
        return {"partnership": self.public_id, "name": self.name, **more}


def kpi_lines(found: Sequence[tuple[Whom, Sequence[Measured]]]) -> list[dict[str, Any]]:
    """The worst first; what was not measured before what is well."""
    lines = [
        (
            _GRAVITY[one.verdict],
            whom.line(
                market=one.market,
                metric=one.metric,
                currency=one.currency,
                goal=str(one.goal),
                floor=str(one.floor),
                value=None if one.value is None else str(one.value),
                rows=one.n,
                verdict=str(one.verdict.value),
            ),
        )
        for whom, kpis in found
        for one in kpis
    ]
    return [line for _rank, line in sorted(lines, key=lambda pair: pair[0])]


def worst_lights_first(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of `lights`: item → light, "" where nothing is known."""
    return sorted(lines, key=lambda line: min(_LIGHTS[one] for one in line["lights"].values()))


def change(now: Any, before: Any) -> Decimal | None:
    """The fraction that a figure rose by (0.1: a tenth more) against the quarter before; None
    where either is not known or there was nothing to rise from."""
    if now is None or before is None or not Decimal(before):
        return None
    return Decimal(now) / Decimal(before) - 1
