"""What fees of a session do to the year's budgets of the brands (rows 30, 69)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from checkins.enums import GuestAnswer, SessionState
from checkins.models import Session, SessionGuest
from core.money import Money
from partnerships.models import Brand, Partnership
from partnerships.queries.budget import budget_check
from partnerships.rules.budget import BudgetWarning


class Promise(NamedTuple):
    """`key`: of the promise that this one takes the place of; "" for a guest who is new."""

    partnership: Partnership
    fee: Money | None
    key: str


def pay_key(guest: SessionGuest) -> str:
    """What the ledger knows the promise and the payment by."""
    return f"session:{guest.public_id}"


def check_time(row: Session, starts_at: datetime) -> list[BudgetWarning]:
    """With the time fixed: all are promised their fee, but whose no stands. Another time than those
    that were asked about, or than the fixed one, asks everybody again."""
    guests = row.guests.select_related("partnership__brand", "partnership__creator")
    asked = row.state == SessionState.POLLED and row.times.filter(starts_at=starts_at).exists()
    if row.state == SessionState.DRAFT or asked:
        guests = guests.exclude(answer=GuestAnswer.NO)
    return _check((_promise(guest) for guest in guests), starts_at)


def check_added(row: Session, partnerships: Iterable[Partnership]) -> list[BudgetWarning]:
    """With more guests, for the usual fee; before a time is fixed nothing is promised."""
    if row.state != SessionState.FIXED or row.starts_at is None:
        return []
    fee = Money(row.fee, row.currency) if row.fee else None
    return _check((Promise(one, fee, "") for one in partnerships), row.starts_at)


def check_guest_fee(guest: SessionGuest, fee: Money | None) -> list[BudgetWarning]:
    """With another fee; a lower one is nothing to warn of."""
    row, before = guest.session, _promise(guest).fee
    promised = row.state == SessionState.FIXED and guest.answer != GuestAnswer.NO
    owed = row.state == SessionState.HELD and bool(guest.came)
    if fee is None or row.starts_at is None or not (promised or owed):
        return []
    if before is not None and before.currency == fee.currency and fee.amount <= before.amount:
        return []
    return _check([_promise(guest)._replace(fee=fee)], row.starts_at)


def _promise(guest: SessionGuest) -> Promise:
    fee = Money(guest.fee, guest.currency) if guest.fee else None
    return Promise(guest.partnership, fee, pay_key(guest))


def _check(promises: Iterable[Promise], starts_at: datetime) -> list[BudgetWarning]:
    """Of each brand and year; a day is that of the guest."""
    many: dict[tuple[Brand, int], list[tuple[date, Promise]]] = defaultdict(list)
    for one in promises:
        if one.fee is not None:
            day = starts_at.astimezone(one.partnership.creator.zone).date()
            many[(one.partnership.brand, day.year)].append((day, one))
    found = []
    for (brand, _year), rows in many.items():
        warning = budget_check(
            brand=brand,
            on=min(day for day, _one in rows),
            adding=[one.fee for _day, one in rows if one.fee is not None],
            but=[one.key for _day, one in rows if one.key],
        )
        if warning is not None:
            found.append(warning)
    return found
