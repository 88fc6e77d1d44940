"""One way to write a payment of any kind: once for each key, and in the ledger (row 31)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import User
from campaigns.actions.ledger import keep_payment
from campaigns.models import Payment
from core.audit import record
from core.money import Money
from partnerships.models import Agreement, Partnership


def write_payment(
    *,
    partnership: Partnership,
    kind: str,
    key: str,
    money: Money,
    due_on: date,
    by: User | None,
    at: datetime,
    agreement: Agreement | None = None,
    days: tuple[date, date] | None = None,
    basis: Mapping[str, Any] | None = None,
    note: str = "",
) -> Payment | None:
    """The payment, or None if one of this key is there: another worker, or a double click, was
    faster. `days`: the first and the last day it is for. Runs inside the caller's transaction."""
    first, last = days or (None, None)
    payment, made = Payment.objects.get_or_create(
        workspace_id=partnership.workspace_id,
        key=key,
        defaults={
            "partnership": partnership,
            "kind": kind,
            "agreement": agreement,
            "first": first,
            "last": last,
            "basis": dict(basis or {}),
            "note": note,
            "amount": money.amount,
            "currency": money.currency,
            "due_on": due_on,
            "created_at": at,
        },
    )
    if not made:
        return None
    payment.commitment = keep_payment(payment, on=last or due_on, by=by, at=at)
    payment.save(update_fields=["commitment"])
    told = {"kind": kind, "amount": money.amount, "currency": money.currency, "due_on": due_on}
    record(verb="payment.owed", obj=payment, by=by, at=at, changes=told)
    return payment
