"""Shares of sales and bonuses, from what was measured (product.md, row 26).

After each campaign: all its results, whenever they were measured, by the terms of its first day.
Monthly or quarterly: results dated in the period's days under the agreement, by the terms of the
last of them. A period counts once it is over.

An amendment may change how often a share is settled. A day then belongs to the rhythm that held on
it: the period is cut short where its rhythm ends or begins, so that no result is paid twice and
none is lost between two. What a campaign settles is left out of the months that came after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    # The one market that its days count for; None: all markets of its terms.
    market: str | None = None


@dataclass(frozen=True)
class Measured:
    period: Period
    by_market: Mapping[str, Figures]
    # (collaboration, market) whose results are not among them: their campaign settles those.
    left_out: tuple[tuple[str, str], ...] = ()

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
    left_out: tuple[tuple[str, str], ...] = ()

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


def share_periods(chain: Sequence[PayTerms], today: date) -> list[Period]:
    """Months and quarters of shares that are over before `today`: for each market and rhythm only
    the days on which the terms had such a share."""
    rhythms = dict.fromkeys(
        (share.market, share.rhythm)
        for terms in chain
        for share in terms.shares
        if share.rhythm in (Rhythm.MONTH, Rhythm.QUARTER)
    )
    found: list[Period] = []
    for market, rhythm in rhythms:
        seen: dict[str, int] = {}
        for run in _runs(chain, market, rhythm):
            for period in calendar_periods(run, rhythm, today):
                # Left and taken up again within one quarter: two payments, two names.
                again = seen.get(period.key, 0)
                seen[period.key] = again + 1
                key = f"{period.key}-{again + 1}" if again else period.key
                found.append(replace(period, key=key, market=market))
    return found


def _runs(chain: Sequence[PayTerms], market: str, rhythm: str) -> list[list[PayTerms]]:
    """Stretches in a row whose terms share the revenue of `market` by `rhythm`."""
    runs: list[list[PayTerms]] = []
    going = False
    for terms in chain:
        has = any((one.market, one.rhythm) == (market, rhythm) for one in terms.shares)
        if has and going:
            runs[-1].append(terms)
        elif has:
            runs.append([terms])
        going = has
    return runs


def settled_by_campaign(began: PayTerms, share_market: str, market: str) -> bool:
    """Whether results in `market` of a campaign that began under `began` are left out of a later
    month's share of `share_market`: that campaign settles them itself. Not where both were agreed
    on together from the start, meant to add up."""
    whole = any(
        one.rhythm == Rhythm.CAMPAIGN and one.market in ("", market) for one in began.shares
    )
    beside = any(
        one.rhythm != Rhythm.CAMPAIGN and one.market == share_market for one in began.shares
    )
    return whole and not beside


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
                found.append(
                    EarnedShare(one.period, market, percent, revenue, figures.rows, one.left_out)
                )
    return found


def _percents(period: Period) -> Iterator[tuple[str, Decimal]]:
    """Two terms of one market add up."""
    sums: dict[str, Decimal] = {}
    for share in _of_rhythm(period.terms.shares, period.rhythm):
        if period.market is not None and share.market != period.market:
            continue
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
