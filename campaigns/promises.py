"""What this room promises and pays, for the ledger of the year to be compared with (row 30)."""

from collections.abc import Iterator

from campaigns.enums import CollaborationState
from campaigns.models import Collaboration, Payment
from core.money import Money
from partnerships.enums import CommitmentKind
from partnerships.promises import Promise, Promises, register_promises

_PROMISED = (CollaborationState.CONFIRMED, CollaborationState.CLOSED)


def promises() -> Iterator[Promise]:
    """Fees of those who take part, and payments of every other kind; two queries."""
    parts = Collaboration.objects.filter(state__in=_PROMISED, fee_amount__gt=0)
    for part in parts.select_related(
        "campaign", "payment", "partnership__creator", "partnership__workspace"
    ):
        payment = getattr(part, "payment", None)
        yield Promise(
            key=f"fee:{part.public_id}",
            partnership=part.partnership,
            kind=CommitmentKind.FEE,
            on=part.campaign.starts_on,
            money=Money(part.fee_amount, part.fee_currency),
            spent_on=payment.paid_on if payment else None,
        )
    others = Payment.objects.exclude(kind=CommitmentKind.FEE)
    for payment in others.select_related("partnership__creator", "partnership__workspace"):
        yield Promise(
            key=payment.key,
            partnership=payment.partnership,
            kind=payment.kind,
            on=payment.last or payment.due_on,
            money=Money(payment.amount, payment.currency),
            spent_on=payment.paid_on,
        )


def register() -> None:
    # Retainer months to come are promised without a payment: their own job keeps them.
    complete = frozenset({CommitmentKind.FEE.value})
    register_promises("campaigns", Promises(promises, complete))
