"""What was measured in each campaign and period of an agreement that is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.queries.work_facts import figures, figures_by_part, work
from campaigns.rules.earned import (
    Measured,
    Period,
    calendar_periods,
    settled_by_campaign,
    share_periods,
)
from campaigns.rules.pay_terms import PayTerms, terms_at
from partnerships.enums import Rhythm
from partnerships.models import Agreement
from partnerships.rules.facts import Figures, WorkFacts, added_up


@dataclass(frozen=True)
class Found:
    """What counts for shares, and what counts for bonuses, each in the order of its days."""

    for_shares: list[Measured]
    for_bonuses: list[Measured]


def measured(agreement: Agreement, chain: Sequence[PayTerms], today: date) -> Found:
    """One query for each month or quarter that terms count by, and one round for campaigns."""
    pk = agreement.partnership_id
    parts = work([pk]).get(pk, [])
    campaigns = _campaigns(parts, chain)
    return Found(
        _in_order(campaigns + _shares(pk, parts, chain, today)),
        _in_order(campaigns + _bonuses(pk, chain, today)),
    )


def _in_order(found: list[Measured]) -> list[Measured]:
    return sorted(found, key=lambda one: (one.period.closed_on, one.period.key))


def _bonuses(pk: int, chain: Sequence[PayTerms], today: date) -> list[Measured]:
    rhythms = {bonus.rhythm for terms in chain for bonus in terms.bonuses}
    return [
        Measured(period, figures([pk], period.first, period.last).get(pk, {}))
        for rhythm in (Rhythm.MONTH, Rhythm.QUARTER)
        if rhythm in rhythms
        for period in calendar_periods(chain, rhythm, today)
    ]


def _shares(
    pk: int, parts: Sequence[WorkFacts], chain: Sequence[PayTerms], today: date
) -> list[Measured]:
    began = {one.public_id: terms_at(chain, one.starts_on) for one in parts}
    read: dict[tuple[date, date], dict[str, dict[str, Figures]]] = {}
    found = []
    for period in share_periods(chain, today):
        days = period.first, period.last
        if days not in read:
            read[days] = figures_by_part(pk, *days)
        found.append(_open_still(period, read[days], began))
    return found


def _open_still(
    period: Period,
    by_part: Mapping[str, Mapping[str, Figures]],
    began: Mapping[str, PayTerms | None],
) -> Measured:
    """Without what its campaign settles by itself."""
    kept: dict[str, list[Figures]] = {}
    left_out = []
    for part, by_market in by_part.items():
        terms = began.get(part)
        for market, one in by_market.items():
            if terms and settled_by_campaign(terms, period.market or "", market):
                left_out.append((part, market))
            else:
                kept.setdefault(market, []).append(one)
    sums = {market: added_up(several) for market, several in kept.items()}
    return Measured(period, sums, tuple(sorted(left_out)))


def _campaigns(parts: Sequence[WorkFacts], chain: Sequence[PayTerms]) -> list[Measured]:
    """Closed ones that began under the agreement."""
    found = []
    for one in parts:
        terms = terms_at(chain, one.starts_on)
        if one.closed_on is None or terms is None:
            continue
        period = Period(
            key=one.public_id,
            rhythm=Rhythm.CAMPAIGN,
            first=one.starts_on,
            last=one.ends_on,
            closed_on=one.closed_on,
            terms=terms,
            campaign=one.campaign,
        )
        found.append(Measured(period, one.by_market))
    return found
