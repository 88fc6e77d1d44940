"""Payments written by hand: sessions and whatever else was agreed on (product.md, rows 31, 69)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import changed, lock
from campaigns.actions.ledger import keep_payment
from campaigns.actions.owing import write_payment
from campaigns.errors import Refused, WrongState
from campaigns.models import Payment
from core.audit import record
from core.money import Money
from core.versions import save_version
from partnerships.actions.changes import today_of
from partnerships.actions.commitments import release
from partnerships.enums import CommitmentKind
from partnerships.models import Partnership
from partnerships.queries.agreements import agreement_in_force

BY_HAND = (CommitmentKind.SESSION, CommitmentKind.OTHER)


def add_payment(
    *,
    partnership: Partnership,
    kind: str,
    note: str,
    money: Money,
    due_on: date,
    asked: str,
    by: User | None,
    at: datetime,
) -> bool:
    """A session or something else, due on a day of the creator. `asked` is the form's own id: the
    same one again (a double click) writes nothing and gives False."""
    _check(kind, note, money)
    with transaction.atomic():
        payment = write_payment(
            partnership=partnership,
            kind=kind,
            key=f"{kind}:{asked}",
            money=money,
            due_on=due_on,
            by=by,
            at=at,
            agreement=agreement_in_force(partnership, today_of(partnership, at)),
            note=note.strip(),
        )
    return payment is not None


def correct_payment(
    *,
    payment: Payment,
    expected: int,
    note: str,
    money: Money,
    due_on: date,
    by: User | None,
    at: datetime,
) -> None:
    """What was written by hand and is not paid. EditConflict if `expected` is outdated."""
    _check(payment.kind, note, money)
    new = {
        "note": note.strip(),
        "amount": money.amount,
        "currency": money.currency,
        "due_on": due_on,
    }
    with transaction.atomic():
        fresh = lock(payment)
        if fresh.paid_on is not None:
            raise WrongState(_("It is paid already. Take the payment back first."))
        differences = changed(fresh, new)
        save_version(payment, expected=expected, changes=new)
        if differences:
            keep_payment(payment, on=payment.last or due_on, by=by, at=at)
            record(verb="payment.corrected", obj=payment, by=by, at=at, changes=differences)


def remove_payment(*, payment: Payment, by: User | None, at: datetime) -> bool:
    """It was never owed: gone, what it said stays in the audit. False if it is gone already."""
    if payment.kind not in BY_HAND:
        raise Refused(_("This one follows from what was agreed. Change it there."))
    with transaction.atomic():
        fresh = Payment.objects.select_for_update().filter(pk=payment.pk).first()
        if fresh is None:
            return False
        if fresh.paid_on is not None:
            raise WrongState(_("It is paid already. Take the payment back first."))
        owed = {
            "amount": fresh.amount,
            "currency": fresh.currency,
            "due_on": fresh.due_on,
            "note": fresh.note,
        }
        record(verb="payment.removed", obj=fresh, by=by, at=at, changes=owed)
        fresh.delete()
        release(key=fresh.key, by=by, at=at)
    return True


def _check(kind: str, note: str, money: Money) -> None:
    if kind not in BY_HAND:
        raise Refused(_("This one follows from what was agreed. Change it there."))
    if money.amount <= 0:
        raise Refused(_("Type an amount above zero."), field="amount")
    if not note.strip():
        raise Refused(_("Say in a few words what it is for: the creator reads it."), field="note")
