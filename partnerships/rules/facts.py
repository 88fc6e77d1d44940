"""What was done and measured, as values: reviews, audits, pace, growth and money are judged by it.

What nobody measured stays unknown (None), never zero; amounts of two currencies are never added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from core.money import Money
from partnerships.enums import Metric

N = TypeVar("N", int, Decimal)

# What an engagement rate is taken of, the best first.
BASES = ("reach", "views", "impressions")


@dataclass(frozen=True)
class Figures:
    """Sums over `rows` result rows. `sums`: metric → whole number; `shares`: base → (interactions,
    base) over the rows that know both; `revenue`: currency → amount."""

    rows: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    revenue: Mapping[str, Decimal] = field(default_factory=dict)

    def __add__(self, other: "Figures") -> "Figures":
        shares = {
            base: (
                self.shares.get(base, (0, 0))[0] + other.shares.get(base, (0, 0))[0],
                self.shares.get(base, (0, 0))[1] + other.shares.get(base, (0, 0))[1],
            )
            for base in BASES
            if base in self.shares or base in other.shares
        }
        return Figures(
            rows=self.rows + other.rows,
            sums=_added(self.sums, other.sums, 0),
            shares=shares,
            revenue=_added(self.revenue, other.revenue, Decimal(0)),
        )

    @property
    def monies(self) -> list[Money]:
        return [Money(amount, currency) for currency, amount in sorted(self.revenue.items())]

    def engagement(self, base: str = "") -> tuple[Decimal, str] | None:
        """(fraction, base): of the best base there is, or of `base` only."""
        for name in [base] if base else BASES:
            interactions, of = self.shares.get(name, (0, 0))
            if of:
                return Decimal(interactions) / Decimal(of), name
        return None

    def value(self, metric: str, currency: str = "") -> Decimal | None:
        """The figure of a `Metric`; revenue is that in `currency` alone. None: not known."""
        if metric == Metric.ENGAGEMENT_RATE:
            found = self.engagement()
            return found[0] if found else None
        if metric == Metric.CONVERSION_RATE:
            bought, clicks = self.sums.get("purchases"), self.sums.get("clicks")
            return Decimal(bought) / Decimal(clicks) if bought is not None and clicks else None
        if metric == Metric.REVENUE:
            return self.revenue.get(currency)
        known = self.sums.get(metric)
        return None if known is None else Decimal(known)


def _added(one: Mapping[str, N], other: Mapping[str, N], nothing: N) -> dict[str, N]:
    return {key: one.get(key, nothing) + other.get(key, nothing) for key in {**one, **other}}


@dataclass(frozen=True)
class WorkFacts:
    """One collaboration. Days are the creator's; `closed_on` is None while it is open.

    `answered_no` ones are not among the facts. `late` counts deliverables published after their
    day or past it unpublished; `revisions` how often a change was asked for.
    """

    partnership_id: int
    public_id: str
    campaign_id: str
    campaign: str
    sequence: int
    confirmed: bool
    starts_on: date
    ends_on: date
    closed_on: date | None
    fee: Money
    deliverables: int = 0
    published: int = 0
    late: int = 0
    revisions: int = 0
    by_market: Mapping[str, Figures] = field(default_factory=dict)
    # (kind of campaigns' LearningKind: worked, did_not, next_time; text)
    learnings: tuple[tuple[str, str], ...] = ()

    @property
    def finished(self) -> bool:
        return self.closed_on is not None

    @property
    def figures(self) -> Figures:
        """All markets together."""
        return added_up(self.by_market.values())


def added_up(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())
