"""Mails of continuation reviews: what was decided, to the creator (product.md, row 17)."""

from datetime import datetime

from accounts.models import User
from core.models import OutgoingMail
from partnerships.letters import to_creator
from partnerships.models import ContinuationReview


def review_shared(*, review: ContinuationReview, sender: User | None, at: datetime) -> OutgoingMail:
    """One for each decision: a changed mind is told anew."""
    decided = review.decided_at.isoformat() if review.decided_at else ""
    return to_creator(
        review.partnership,
        key=f"review:{review.public_id}:{decided}",
        kind="review_shared",
        context={"review": review},
        about=review,
        at=at,
        sender=sender,
    )
