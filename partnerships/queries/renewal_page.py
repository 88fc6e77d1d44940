"""One renewal as its page shows it (row 22)."""

from dataclasses import dataclass
from datetime import date

from creators.enums import ContentFormat
from partnerships.enums import AmendmentState, RenewalState
from partnerships.models import Amendment, Renewal
from partnerships.queries.renewals import SoFar, days_of, so_far
from partnerships.queries.terms import terms_on
from partnerships.rules.pace import anniversary
from partnerships.rules.renewals import RenewalDays
from partnerships.rules.tenure import AgreedPrice, prices_on


@dataclass(frozen=True)
class TermLine:
    """A price now and in the year to come."""

    now: AgreedPrice | None
    later: AgreedPrice | None

    @property
    def format_label(self) -> str:
        one = self.now or self.later
        return str(ContentFormat(one.format).label) if one else ""

    @property
    def moves(self) -> bool:
        return (self.now and self.now.money) != (self.later and self.later.money)


@dataclass(frozen=True)
class RenewalPage:
    days: RenewalDays
    # Still to be adjusted and to be prevented.
    in_window: bool
    prices: list[TermLine]
    # Campaigns a year: (now, later).
    campaigns: tuple[int, int]
    so_far: SoFar
    # A change that comes into force on the anniversary, in any state but withdrawn.
    amendment: Amendment | None


def renewal_page(renewal: Renewal, today: date) -> RenewalPage:
    """`today`: the creator's. A fixed number of queries."""
    agreement, days = renewal.agreement, days_of(renewal)
    before = anniversary(agreement.starts_on, renewal.year - 2)
    # Of a year that has begun "now" is the last day before it.
    held = min(today, anniversary(agreement.starts_on, renewal.year - 1))
    terms, coming = terms_on(agreement, held), terms_on(agreement, days.renews_on)
    return RenewalPage(
        days=days,
        in_window=renewal.state == RenewalState.OPEN and today <= days.closes_on,
        prices=_beside(prices_on(terms, held), prices_on(coming, days.renews_on)),
        campaigns=(terms.campaigns_a_year, coming.campaigns_a_year),
        so_far=so_far(agreement.partnership, before, days.renews_on),
        amendment=Amendment.objects.filter(agreement=agreement, effective_on=days.renews_on)
        .exclude(state=AmendmentState.WITHDRAWN)
        .first(),
    )


def _beside(now: list[AgreedPrice], later: list[AgreedPrice]) -> list[TermLine]:
    keyed = [{(one.format, one.money.currency): one for one in prices} for prices in (now, later)]
    return [TermLine(keyed[0].get(key), keyed[1].get(key)) for key in {**keyed[0], **keyed[1]}]
