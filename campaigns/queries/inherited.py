"""What a brief inherits, as it stands now (product.md, rows 19 and 35)."""

from dataclasses import replace
from datetime import date

from campaigns.enums import CollaborationState
from campaigns.models import Collaboration
from campaigns.rules.inherited import Inherited, Piece
from core.money import Money
from partnerships.models import Agreement
from partnerships.queries.agreements import agreement_in_force
from partnerships.queries.terms import terms_on, with_terms
from partnerships.rules.terms import Terms


def agreement_of(collaboration: Collaboration) -> Agreement | None:
    """The one in force on the first day of the campaign, else on its last; two queries, four where
    none holds at first."""
    campaign, partnership = collaboration.campaign, collaboration.partnership
    found = agreement_in_force(partnership, campaign.starts_on)
    return found or agreement_in_force(partnership, campaign.ends_on)


def inherited_by(collaboration: Collaboration, agreement: Agreement | None) -> Inherited:
    """`agreement`: what `agreement_of` gave. Four queries."""
    campaign, creator = collaboration.campaign, collaboration.partnership.creator
    pieces = [
        Piece(row.title, row.platform, row.format, row.due_on)
        for row in sorted(collaboration.deliverables.all(), key=lambda d: (d.due_on, d.pk))
    ]
    fee = Money(collaboration.fee_amount, collaboration.fee_currency)
    day = max(campaign.starts_on, agreement.starts_on) if agreement else campaign.starts_on
    return Inherited(
        pieces=tuple(pieces),
        first=campaign.starts_on,
        last=campaign.ends_on,
        fee=fee if fee.amount else None,
        terms=_terms(agreement, day) if agreement else None,
        day=day,
        paid_within=None if agreement else creator.payment_days,
        also=tuple(_also(collaboration)),
    )


def _terms(agreement: Agreement, day: date) -> Terms:
    with_terms([agreement])
    # Notice moves the last day without an amendment.
    return replace(terms_on(agreement, day), ends_on=agreement.ends_on)


def _also(collaboration: Collaboration) -> list[str]:
    """Other creators of this campaign whom the creator may know of: those who said yes (row 37)."""
    rows = Collaboration.objects.filter(
        campaign=collaboration.campaign_id,
        state__in=[CollaborationState.CONFIRMED, CollaborationState.CLOSED],
    )
    names = rows.exclude(pk=collaboration.pk).order_by("partnership__creator__name", "pk")
    return list(names.values_list("partnership__creator__name", flat=True))
