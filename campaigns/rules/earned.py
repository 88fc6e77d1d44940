"""Shares of sales and bonuses, from what was measured (product.md, row 26).

After each campaign: all its results, whenever they were measured, by the terms of its first day.
Monthly or quarterly: results dated in the period's days under the agreement, by the terms of the
last of them. A period counts once it is over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.rules.pay_terms import Bonus, PayTerms, Share, month_of, quarter_of, terms_at
from core.money import Money
from partnerships.enums import Rhythm
from partnerships.rules.facts import Figures, added_up


@dataclass(frozen=True)
class Period:
    """A campaign, month or quarter that is over. `key` tells it from others: a collaboration's
    public id, "2026-11", "2026-Q3". `closed_on`: from when payment days count."""

    key: str
    rhythm: str
    first: date
    last: date
    closed_on: date
    terms: PayTerms
    campaign: str = ""


@dataclass(frozen=True)
class Measured:
    period: Period
    by_market: Mapping[str, Figures]

    def of(self, market: str) -> Figures:
        """Of one market, or of all ("")."""
        return (
            self.by_market.get(market, Figures()) if market else added_up(self.by_market.values())
        )


@dataclass(frozen=True)
class EarnedShare:
    period: Period
    market: str
    percent: Decimal
    revenue: Money
    rows: int

    @property
    def money(self) -> Money:
        amount = self.revenue.amount * self.percent / 100
        return Money(amount, self.revenue.currency).rounded()


@dataclass(frozen=True)
class EarnedBonus:
    period: Period
    bonus: Bonus
    value: Decimal
    rows: int


def calendar_periods(chain: Sequence[PayTerms], rhythm: str, today: date) -> list[Period]:
    """Months or quarters under the agreement that are over before `today`, in order."""
    span = month_of if rhythm == Rhythm.MONTH else quarter_of
    end = chain[-1].last
    found: list[Period] = []
    day = chain[0].first
    while True:
        whole_first, whole_last = span(day)
        first = max(whole_first, chain[0].first)
        last = min(whole_last, end) if end else whole_last
        terms = terms_at(chain, last) if first <= last else None
        if last >= today or terms is None:
            return found
        found.append(Period(_named(whole_first, rhythm), rhythm, first, last, last, terms))
        day = whole_last.fromordinal(whole_last.toordinal() + 1)


def _named(first: date, rhythm: str) -> str:
    if rhythm == Rhythm.MONTH:
        return f"{first:%Y-%m}"
    return f"{first.year}-Q{(first.month + 2) // 3}"


def earned_shares(measured: Sequence[Measured]) -> list[EarnedShare]:
    """One for each period, market of the terms and currency that brought revenue."""
    found = []
    for one in measured:
        for market, percent in _percents(one.period):
            figures = one.of(market)
            for currency, amount in sorted(figures.revenue.items()):
                revenue = Money(amount, currency)
                found.append(EarnedShare(one.period, market, percent, revenue, figures.rows))
    return found


def _percents(period: Period) -> Iterator[tuple[str, Decimal]]:
    """Two terms of one market add up."""
    sums: dict[str, Decimal] = {}
    for share in _of_rhythm(period.terms.shares, period.rhythm):
        sums[share.market] = sums.get(share.market, Decimal(0)) + share.percent
    yield from sums.items()


def _of_rhythm(shares: Sequence[Share], rhythm: str) -> list[Share]:
    return [share for share in shares if share.rhythm == rhythm]


def earned_bonuses(measured: Sequence[Measured]) -> list[EarnedBonus]:
    """Thresholds that were reached; what nobody measured reaches none."""
    found = []
    for one in measured:
        for bonus in one.period.terms.bonuses:
            if bonus.rhythm != one.period.rhythm:
                continue
            figures = one.of(bonus.market)
            value = figures.value(bonus.metric, bonus.money.currency)
            if value is not None and value >= bonus.threshold:
                found.append(EarnedBonus(one.period, bonus, value, figures.rows))
    return found
