"""Fees of sessions: promised while the guest is expected, owed once when they came (row 69). All
run inside the caller's transaction; each guest in their own currency."""

from datetime import datetime

from accounts.models import User
from campaigns.actions.by_hand import correct_payment, remove_payment
from campaigns.actions.owing import write_payment
from campaigns.models import Payment
from campaigns.rules.payments import payment_due
from checkins.enums import GuestAnswer, SessionState
from checkins.errors import PaidAlready
from checkins.models import SessionGuest
from checkins.queries.session_budget import pay_key
from core.money import Money
from core.versions import save_version
from partnerships.actions.commitments import commit, release
from partnerships.enums import CommitmentKind
from partnerships.queries.agreements import agreement_in_force


def fee_of(guest: SessionGuest) -> Money | None:
    return Money(guest.fee, guest.currency) if guest.fee else None


def expected(guest: SessionGuest) -> bool:
    """Whether the fee is promised: the time is fixed and they have not said no."""
    return guest.session.state == SessionState.FIXED and guest.answer != GuestAnswer.NO


def follow_promise(guest: SessionGuest, *, by: User | None, at: datetime) -> None:
    """The ledger of the year holds the fee of whoever is expected, for the day of the session."""
    if guest.payment_id is not None:
        return
    fee = fee_of(guest)
    if fee is None or not expected(guest):
        release(key=pay_key(guest), by=by, at=at)
        return
    assert guest.session.starts_at is not None
    zone = guest.partnership.creator.zone
    commit(
        partnership=guest.partnership,
        kind=CommitmentKind.SESSION,
        key=pay_key(guest),
        on=guest.session.starts_at.astimezone(zone).date(),
        money=fee,
        by=by,
        at=at,
    )


def owe_fee(guest: SessionGuest, *, by: User | None, at: datetime) -> Payment | None:
    """They came: one payment ever, due by the terms of the partnership from the day of the session
    where they live."""
    fee = fee_of(guest)
    if fee is None:
        return None
    session, partnership = guest.session, guest.partnership
    assert session.starts_at is not None
    day = session.starts_at.astimezone(partnership.creator.zone).date()
    agreement = agreement_in_force(partnership, day)
    days = agreement.payment_days if agreement else partnership.creator.payment_days
    payment = write_payment(
        partnership=partnership,
        kind=CommitmentKind.SESSION,
        key=pay_key(guest),
        money=fee,
        due_on=payment_due(day, days),
        by=by,
        at=at,
        agreement=agreement,
        days=(day, day),
        note=session.title,
    )
    if payment is None:
        payment = Payment.objects.get(key=pay_key(guest))
    save_version(guest, expected=guest.version, changes={"payment": payment})
    return payment


def drop_fee(guest: SessionGuest, *, by: User | None, at: datetime) -> None:
    """They did not come after all, or it costs nothing. PaidAlready once the money has left."""
    payment = guest.payment
    if payment is None:
        return
    if payment.paid_on is not None:
        raise PaidAlready
    save_version(guest, expected=guest.version, changes={"payment": None})
    remove_payment(payment=payment, by=by, at=at)


def correct_fee(guest: SessionGuest, *, by: User | None, at: datetime) -> None:
    """The guest's fee is another one since it was owed: the payment says so too."""
    payment, fee = guest.payment, fee_of(guest)
    if payment is None:
        owe_fee(guest, by=by, at=at)
        return
    if fee is None:
        drop_fee(guest, by=by, at=at)
        return
    if payment.paid_on is not None:
        raise PaidAlready
    correct_payment(
        payment=payment,
        expected=payment.version,
        note=payment.note,
        money=fee,
        due_on=payment.due_on,
        by=by,
        at=at,
    )
