"""What this room promises and pays, told to the ledger of the year (product.md, row 30). All run
inside the caller's transaction."""

from datetime import date, datetime

from accounts.models import User
from campaigns.enums import CollaborationState
from campaigns.models import Collaboration, Payment
from core.money import Money
from partnerships.actions.commitments import commit, release
from partnerships.enums import CommitmentKind
from partnerships.models import Commitment

_PROMISED = (CollaborationState.CONFIRMED, CollaborationState.CLOSED)


def fee_key(collaboration: Collaboration) -> str:
    return f"fee:{collaboration.public_id}"


def keep_fee(collaboration: Collaboration, *, by: User | None, at: datetime) -> Commitment | None:
    """The fee is promised while the creator is in: it counts for the first day of the campaign.
    Asked only, declined or without a fee it is not, or no longer."""
    key = fee_key(collaboration)
    if collaboration.state not in _PROMISED or not collaboration.fee_amount:
        release(key=key, by=by, at=at)
        return None
    return commit(
        partnership=collaboration.partnership,
        kind=CommitmentKind.FEE,
        key=key,
        on=collaboration.campaign.starts_on,
        money=Money(collaboration.fee_amount, collaboration.fee_currency),
        by=by,
        at=at,
    )


def forget_fee(collaboration: Collaboration, *, by: User | None, at: datetime) -> bool:
    """As if it had never been added."""
    return release(key=fee_key(collaboration), by=by, at=at)


def keep_payment(payment: Payment, *, on: date, by: User | None, at: datetime) -> Commitment:
    """What is owed is promised: it counts for the day `on`."""
    return commit(
        partnership=payment.partnership,
        kind=CommitmentKind(payment.kind),
        key=payment.key,
        on=on,
        money=Money(payment.amount, payment.currency),
        by=by,
        at=at,
    )
