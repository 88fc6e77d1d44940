"""What was measured in each campaign and period of an agreement that is over."""

from collections.abc import Sequence
from datetime import date

from campaigns.queries.work_facts import figures, work
from campaigns.rules.earned import Measured, Period, calendar_periods
from campaigns.rules.pay_terms import PayTerms, terms_at
from partnerships.enums import Rhythm
from partnerships.models import Agreement


def measured(agreement: Agreement, chain: Sequence[PayTerms], today: date) -> list[Measured]:
    """In the order of their days. One query for each month or quarter that terms count by."""
    rhythms = {share.rhythm for terms in chain for share in terms.shares}
    rhythms |= {bonus.rhythm for terms in chain for bonus in terms.bonuses}
    found: list[Measured] = []
    pk = agreement.partnership_id
    if Rhythm.CAMPAIGN in rhythms:
        found += _campaigns(pk, chain)
    for rhythm in (Rhythm.MONTH, Rhythm.QUARTER):
        if rhythm in rhythms:
            for period in calendar_periods(chain, rhythm, today):
                by_market = figures([pk], period.first, period.last).get(pk, {})
                found.append(Measured(period, by_market))
    return sorted(found, key=lambda one: (one.period.closed_on, one.period.key))


def _campaigns(partnership_id: int, chain: Sequence[PayTerms]) -> list[Measured]:
    """Closed ones that began under the agreement."""
    found = []
    for one in work([partnership_id]).get(partnership_id, []):
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
