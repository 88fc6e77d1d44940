"""Who takes part in a session, and for what fee (rows 68, 69)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from checkins.actions.session_invitations import tell_off
from checkins.actions.session_pay import correct_fee, follow_promise
from checkins.actions.session_rows import INVITED, guests_of, locked
from checkins.enums import SessionState
from checkins.errors import Refused, SessionMoved
from checkins.models import Session, SessionGuest
from checkins.queries.session_budget import pay_key
from core.audit import record
from core.money import Money
from core.versions import save_version
from partnerships.actions.commitments import release
from partnerships.models import Partnership


def add_guests(
    *, session: Session, partnerships: Iterable[Partnership], by: User, at: datetime
) -> list[SessionGuest]:
    """Each once, with the usual fee of the session. Nobody is asked by this: inviting is an act of
    its own. Gives those who are new."""
    with transaction.atomic():
        row = locked(session, SessionState.DRAFT, *INVITED)
        there = set(row.guests.values_list("partnership", flat=True))
        people = set(row.guests.values_list("partnership__creator", flat=True))
        made = []
        for partnership in partnerships:
            if partnership.pk in there or partnership.creator_id in people:
                continue
            people.add(partnership.creator_id)
            guest = SessionGuest.objects.create(
                workspace_id=row.workspace_id,
                session=row,
                partnership=partnership,
                fee=row.fee,
                currency=row.currency,
                created_at=at,
            )
            told = {"guest": str(partnership)}
            record(verb="session.guest_added", obj=row, by=by, at=at, changes=told)
            follow_promise(guest, by=by, at=at)
            made.append(guest)
    return made


def remove_guest(*, guest: SessionGuest, by: User, at: datetime) -> bool:
    """Their place is gone. True if they are told: whose invitation has not left never hears of it,
    and who said no is not told either. Not once the session was held."""
    with transaction.atomic():
        row = locked(guest.session, SessionState.DRAFT, *INVITED)
        mine = guests_of(row, pk=guest.pk).get(guest.pk)
        if mine is None:
            return False
        told = tell_off(mine, at=at)
        changes = {"guest": str(mine.partnership), "told": told, "answer": mine.answer}
        record(verb="session.guest_removed", obj=row, by=by, at=at, changes=changes)
        release(key=pay_key(mine), by=by, at=at)
        mine.delete()
    return told


def change_fee(
    *, guest: SessionGuest, expected: int, fee: Money | None, by: User, at: datetime
) -> None:
    """What this guest gets; after the session the payment follows while it is unpaid. EditConflict
    if `expected` is no longer the version, PaidAlready once the money has left."""
    if fee is not None and fee.amount <= 0:
        raise Refused(_("Type an amount above zero, or leave it empty."), field="fee")
    new = {"fee": fee.amount if fee else None, "currency": fee.currency if fee else ""}
    with transaction.atomic():
        row = locked(guest.session, SessionState.DRAFT, *INVITED, SessionState.HELD)
        mine = guests_of(row, pk=guest.pk).get(guest.pk)
        if mine is None:
            raise SessionMoved
        old = {"fee": mine.fee, "currency": mine.currency}
        save_version(mine, expected=expected, changes=new)
        if old == new:
            return
        told = {name: [old[name], new[name]] for name in new}
        record(verb="session.fee_changed", obj=mine, by=by, at=at, changes=told)
        if row.state == SessionState.HELD and mine.came:
            correct_fee(mine, by=by, at=at)
        else:
            follow_promise(mine, by=by, at=at)
