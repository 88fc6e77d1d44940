"""What is owed for a collaboration; whether a payment of any kind is paid (product.md, row 31)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import changed, creator_day, lock, said
from campaigns.actions.ledger import fee_key, keep_fee
from campaigns.enums import CollaborationState, DeliverableState
from campaigns.errors import Refused
from campaigns.models import Campaign, Collaboration, Payment
from campaigns.rules.payments import payment_due
from core.audit import record
from core.versions import save_version
from partnerships.actions.commitments import spend, unspend
from partnerships.models import Agreement
from partnerships.queries.agreements import agreement_in_force


def agreement_of(collaboration: Collaboration, earned_on: date) -> Agreement | None:
    """The one that covers the end of the work, or at least its beginning."""
    for day in (earned_on, collaboration.campaign.starts_on):
        agreement = agreement_in_force(collaboration.partnership, day)
        if agreement is not None:
            return agreement
    return None


def payment_days(collaboration: Collaboration, earned_on: date) -> int:
    """As the agreement says; without one as the creator asks."""
    agreement = agreement_of(collaboration, earned_on)
    if agreement is not None:
        return agreement.payment_days
    return collaboration.partnership.creator.payment_days


def owe(
    collaboration: Collaboration, *, earned_on: date, by: User | None, at: datetime
) -> Payment | None:
    """The payment of a collaboration, due by the terms from `earned_on` (a date in the creator's
    zone); one ever. None for work without a fee. Runs inside the caller's transaction."""
    if not collaboration.fee_amount:
        return None
    agreement = agreement_of(collaboration, earned_on)
    creator = collaboration.partnership.creator
    days = agreement.payment_days if agreement else creator.payment_days
    terms = {
        "amount": collaboration.fee_amount,
        "currency": collaboration.fee_currency,
        "due_on": payment_due(earned_on, days),
    }
    payment, made = Payment.objects.get_or_create(
        collaboration=collaboration,
        defaults={
            "workspace_id": collaboration.workspace_id,
            "partnership_id": collaboration.partnership_id,
            "key": fee_key(collaboration),
            "agreement": agreement,
            "commitment": keep_fee(collaboration, by=by, at=at),
            "basis": {"earned_on": earned_on.isoformat(), "days": days},
            "created_at": at,
            **terms,
        },
    )
    if made:
        record(verb="payment.owed", obj=payment, by=by, at=at, changes=terms)
    return payment


def settle_if_complete(collaboration: Collaboration, *, by: User | None, at: datetime) -> None:
    """When all is published the payment starts, counted from the last publication; while it is
    unpaid and the campaign open, it follows a corrected time. Runs in the caller's transaction."""
    rows = list(collaboration.deliverables.values_list("state", "published_at"))
    if not rows or any(state != DeliverableState.PUBLISHED for state, _when in rows):
        return
    creator = collaboration.partnership.creator
    earned_on = max(creator_day(creator, when) for _state, when in rows if when)
    fresh = lock(collaboration)
    payment = owe(fresh, earned_on=earned_on, by=by, at=at)
    if payment is None or payment.paid_on or fresh.state == CollaborationState.CLOSED:
        return
    if fresh.campaign.reopened_at is not None:
        # The first closing made it due: opening again moves nobody's money.
        return
    days = payment_days(collaboration, earned_on)
    new: dict[str, Any] = {"due_on": payment_due(earned_on, days)}
    differences = changed(payment, new)
    if differences:
        new["basis"] = {"earned_on": earned_on.isoformat(), "days": days}
        save_version(payment, expected=payment.version, changes=new)
        record(verb="payment.moved", obj=payment, by=by, at=at, changes=differences)


def drop_unpaid(collaboration: Collaboration, *, by: User | None, at: datetime) -> None:
    """The reason to pay is gone. What is paid stays. Runs in the caller's transaction."""
    payment = Payment.objects.select_for_update().filter(collaboration=collaboration).first()
    if payment is not None and payment.paid_on is None:
        owed = {"amount": payment.amount, "currency": payment.currency, "due_on": payment.due_on}
        record(verb="payment.dropped", obj=payment, by=by, at=at, changes=owed)
        payment.delete()


def take_back_pay(collaboration: Collaboration, *, by: User | None, at: datetime) -> None:
    """Not all is published any more: the payment has not started yet, unless the campaign was
    closed once, which made it due. Runs in the caller's transaction."""
    rows = Campaign.objects.filter(pk=collaboration.campaign_id, reopened_at=None)
    if rows.exists():
        drop_unpaid(collaboration, by=by, at=at)


def mark_paid(*, payment: Payment, paid_on: date, by: User | None, at: datetime) -> bool:
    """The money left on `paid_on`, a date of the workspace. False if it is paid already."""
    if paid_on > at.astimezone(payment.workspace.zone).date():
        raise Refused(_("This day is still to come."), field="paid_on")
    return _set_paid(payment, paid_on, "payment.paid", by, at)


def unmark_paid(*, payment: Payment, by: User | None, at: datetime) -> bool:
    """It was marked by mistake: owed again. False if it is not paid."""
    return _set_paid(payment, None, "payment.unmarked", by, at)


def _set_paid(
    payment: Payment, paid_on: date | None, verb: str, by: User | None, at: datetime
) -> bool:
    with transaction.atomic():
        fresh = lock(payment)
        news = (fresh.paid_on is None) != (paid_on is None)
        if news:
            new = {"paid_on": paid_on, "paid_by": by if paid_on else None}
            record(verb=verb, obj=fresh, by=by, at=at, changes=said(changed(fresh, new)))
            save_version(fresh, expected=fresh.version, changes=new)
            if paid_on:
                spend(key=fresh.key, spent_on=paid_on, by=by, at=at)
            else:
                unspend(key=fresh.key, by=by, at=at)
    payment.paid_on, payment.version = fresh.paid_on, fresh.version
    return news
