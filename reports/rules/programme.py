"""Results by market as rows and as a chart, in the language that is active (row 61)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.rules.tallies import Engagement, Tally
from core.charts import Chart
from core.money import Money
from creators.enums import Market
from reports.rules.charts import base_name


@dataclass(frozen=True)
class MarketRow:
    market: str
    label: str
    rows: int
    reach: int | None
    engagement: Engagement | None
    # What the engagement rate is taken of, in words.
    base: str
    purchases: int | None
    new_customers: int | None
    revenue: list[Money]


def market_rows(markets: Mapping[str, Tally]) -> list[MarketRow]:
    return [_row(market, tally, tally.engagement()) for market, tally in markets.items()]


def _row(market: str, tally: Tally, engagement: Engagement | None) -> MarketRow:
    return MarketRow(
        market=market,
        label=str(Market(market).label),
        rows=tally.rows,
        reach=tally.known("reach"),
        engagement=engagement,
        base=base_name(engagement.base) if engagement else "",
        purchases=tally.known("purchases"),
        new_customers=tally.known("new_customers"),
        revenue=tally.monies,
    )


def market_chart(rows: Sequence[MarketRow], language: str) -> Chart | None:
    """Engagement by market; only where at least two know it on the same base."""
    rated = [row for row in rows if row.engagement]
    bases = {row.engagement.base for row in rated if row.engagement}
    if len(rated) < 2 or len(bases) != 1:
        return None
    return Chart(
        title=_("Engagement by market"),
        rows=[{"market": row.label, "rate": row.engagement.rate} for row in rated],  # type: ignore[union-attr]
        kind="bar",
        x="market",
        y="rate",
        x_title=_("Market"),
        y_title=_("Engagement, of %(base)s") % {"base": base_name(bases.pop())},
        y_format="percent",
        language=language,
    )
