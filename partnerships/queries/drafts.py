"""Where the words of a new agreement come from."""

from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Workspace
from creators.models import Rate
from partnerships.enums import AgreementKind, Tier
from partnerships.models import Agreement, Partnership
from partnerships.queries.agreements import leading
from partnerships.queries.terms import terms_of, with_terms
from partnerships.rules.agreements import KEPT_STATES
from partnerships.rules.carrying import carried_on
from partnerships.rules.pace import anniversary
from partnerships.rules.terms import Terms


def suggested_terms(partnership: Partnership, workspace: Workspace, today: date) -> Terms:
    """What the form of a new agreement starts with: the words of the one before it, a year from
    the day after it; without one, the creator's rate card and payment days from `today`."""
    rows = list(Agreement.objects.filter(partnership=partnership))
    last = leading(rows)
    taken = [row.ends_on for row in rows if row.state in KEPT_STATES and row.ends_on]
    starts_on = max([today, *(day + timedelta(days=1) for day in taken)])
    ends_on = anniversary(starts_on, 1) - timedelta(days=1)
    if last is not None:
        before = terms_of(with_terms([last])[0])
        return carried_on(before, starts_on)
    currency, rates = _rate_card(partnership, workspace)
    standing = partnership.tier == Tier.T2
    return Terms(
        kind=AgreementKind.STANDING if standing else AgreementKind.ANNUAL,
        starts_on=starts_on,
        ends_on=ends_on,
        campaigns_a_year=4,
        currency=currency,
        rates=rates,
        payment_days=partnership.creator.payment_days,
    )


def _rate_card(
    partnership: Partnership, workspace: Workspace
) -> tuple[str, tuple[tuple[str, str, Decimal], ...]]:
    """Currency and current prices: the workspace's currency if the card has it, else the card's
    first. Each price stays in the currency it has on the card."""
    card = list(Rate.objects.filter(creator_id=partnership.creator_id, valid_until=None))
    currencies = [rate.currency for rate in card]
    currency = workspace.currency
    if currencies and currency not in currencies:
        currency = currencies[0]
    return currency, tuple((r.format, r.currency, r.amount) for r in card)
