"""Adding up results (product.md, rows 56, 61). What nobody measured stays unknown: it is None,
never zero. Amounts of two currencies are never added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from campaigns.models.result import METRICS
from core.money import Money

INTERACTIONS = ("likes", "comments", "shares", "saves")
# What an engagement rate is taken of, the best first.
BASES = ("reach", "views", "impressions")


@dataclass(frozen=True)
class Share:
    """Interactions and base over the rows that know both."""

    interactions: int
    base: int
    rows: int

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.interactions + other.interactions, self.base + other.base, self.rows + other.rows
        )


@dataclass(frozen=True)
class Engagement:
    """`rate` is a fraction of `base`: (likes + comments + shares + saves) ÷ base, over `rows`."""

    rate: float
    base: str
    rows: int


@dataclass(frozen=True)
class Tally:
    """Sums over `rows` result rows; a metric that no row knows is absent from `sums`."""

    rows: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    # Currency → amount.
    revenue: Mapping[str, Decimal] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            rows=self.rows + other.rows,
            sums=_joined(self.sums, other.sums),
            shares=_joined(self.shares, other.shares),
            revenue=_joined(self.revenue, other.revenue),
        )

    def known(self, metric: str) -> int | None:
        return self.sums.get(metric)

    @property
    def monies(self) -> list[Money]:
        return [Money(amount, currency) for currency, amount in sorted(self.revenue.items())]

    @property
    def interactions(self) -> int | None:
        known = [self.sums[m] for m in INTERACTIONS if m in self.sums]
        return sum(known) if known else None

    def engagement(self, base: str = "") -> Engagement | None:
        """Of the best base there is, or of `base` only (rates of two bases do not compare)."""
        for name in [base] if base else BASES:
            share = self.shares.get(name)
            if share is not None and share.base > 0:
                return Engagement(share.interactions / share.base, name, share.rows)
        return None


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(one)
    for key, value in other.items():
        joined[key] = joined[key] + value if key in joined else value
    return joined


def tally_of(row: Mapping[str, Any]) -> Tally:
    """The tally of one result row, given as a mapping of its fields."""
    sums = {metric: row[metric] for metric in METRICS if row.get(metric) is not None}
    interactions = [sums[metric] for metric in INTERACTIONS if metric in sums]
    shares = {
        base: Share(sum(interactions), sums[base], 1)
        for base in BASES
        if base in sums and interactions
    }
    amount = row.get("revenue_amount")
    revenue = {} if amount is None else {row["revenue_currency"]: amount}
    return Tally(rows=1, sums=sums, shares=shares, revenue=revenue)


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
