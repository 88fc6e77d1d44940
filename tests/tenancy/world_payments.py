"""Payments, payment details and costs of the two workspaces."""

from datetime import UTC, datetime
from typing import Any

from accounts.models import User, Workspace
from campaigns.models import Payment
from core.models import BulkJob
from core.secrets import encrypt
from creators.models import PayoutDetails
from partnerships.models import AcquisitionCost

NOW = datetime.now(UTC)
TODAY = NOW.date()


def paying(ws: Workspace, owner: User, partnership: Any) -> dict[str, Any]:
    """A payment by hand, payment details, a cost of acquisition, payments marked paid at once."""
    by_hand = Payment.objects.create(
        workspace=ws, partnership=partnership, kind="session", key="session:1", note="Two hours",
        amount=250, currency="USD", due_on=TODAY,
    )  # fmt: skip
    payout = PayoutDetails.objects.create(
        workspace=ws, creator=partnership.creator, currency="USD", method="paypal",
        secret=encrypt('{"email": "kim@x.example"}'), hint="k…@…mple", updated_at=NOW,
    )  # fmt: skip
    cost = AcquisitionCost.objects.create(
        workspace=ws, partnership=partnership, kind="travel", amount=640, currency="USD", on=TODAY
    )
    paid = BulkJob.objects.create(
        workspace=ws, kind="payments.paid", selection=[by_hand.public_id], rows_total=1,
        counts={"done": 1}, state="done", back=f"/w/{ws.slug}/payments/", created_by=owner,
        options={"paid_on": TODAY.isoformat()},
    )  # fmt: skip
    return {
        "by_hand": by_hand.public_id,
        "payout": payout.public_id,
        "payout_currency": "USD",
        "cost": cost.public_id,
        "paid_many": paid.public_id,
    }
