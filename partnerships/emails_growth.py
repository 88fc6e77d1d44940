"""Mails of growth: an offer to the creator (product.md, row 73)."""

from datetime import datetime

from core.models import OutgoingMail
from partnerships.letters import to_creator
from partnerships.models import Opportunity


def opportunity_offered(*, opportunity: Opportunity, at: datetime) -> OutgoingMail:
    """One mail for each offer, ever; the answer is a reply to it."""
    return to_creator(
        opportunity.partnership,
        key=f"opportunity:{opportunity.public_id}",
        kind="opportunity",
        context={"opportunity": opportunity},
        about=opportunity,
        at=at,
    )
