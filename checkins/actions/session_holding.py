"""A session took place: who came, the contact that was, the fees that are owed (rows 68, 69)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from checkins.actions.planning import CONTACT, replan_partnership
from checkins.actions.session_pay import drop_fee, follow_promise, owe_fee
from checkins.actions.session_rows import guests_of, keep, locked
from checkins.actions.touches import log_touch
from checkins.enums import Direction, SessionState, TouchKind
from checkins.errors import Refused
from checkins.models import Session, SessionGuest, Touch
from core.audit import record
from core.versions import save_version
from creators.enums import ContactChannel


def hold_session(
    *,
    session: Session,
    expected: int,
    came: Collection[SessionGuest],
    by: User,
    at: datetime,
    notes: str | None = None,
) -> int:
    """Who of the guests came; each has had a contact both ways, and is owed their fee. Who did not
    come has had neither. Gives how many came. EditConflict if `expected` is outdated."""
    with transaction.atomic():
        row = locked(session, SessionState.FIXED)
        if row.starts_at is None or row.starts_at > at:
            raise Refused(_("It has not begun yet."))
        new: dict[str, object] = {"state": SessionState.HELD, "held_at": at}
        if notes is not None:
            new["notes"] = notes.strip()
        present = {guest.pk for guest in came}
        told = {"state": SessionState.HELD, "came": len(present)}
        keep(row, session, "session.held", by=by, at=at, new=new, told=told, expected=expected)
        guests = guests_of(row)
        for guest in guests.values():
            _note(guest, guest.pk in present, by=by, at=at)
    return len(present & guests.keys())


def change_attendance(*, guest: SessionGuest, came: bool, by: User, at: datetime) -> bool:
    """It was noted wrongly. The contact and the payment follow; PaidAlready where a fee that would
    fall away has been paid. False if it says so already."""
    with transaction.atomic():
        row = locked(guest.session, SessionState.HELD)
        mine = guests_of(row, pk=guest.pk).get(guest.pk)
        if mine is None or mine.came == came:
            return False
        _note(mine, came, by=by, at=at)
    guest.came = came
    return True


def _note(guest: SessionGuest, came: bool, *, by: User, at: datetime) -> None:
    save_version(guest, expected=guest.version, changes={"came": came})
    changes = {"came": came, "guest": str(guest.partnership)}
    record(verb="session.attendance", obj=guest, by=by, at=at, changes=changes)
    key = f"session:{guest.public_id}"
    if came:
        assert guest.session.starts_at is not None
        log_touch(
            partnership=guest.partnership,
            kind=TouchKind.SESSION,
            direction=Direction.BOTH,
            at=guest.session.starts_at,
            logged_at=at,
            by=by,
            subject=guest.session.title,
            channel=ContactChannel.CALL,
            source_key=key,
        )
        owe_fee(guest, by=by, at=at)
        return
    drop_fee(guest, by=by, at=at)
    follow_promise(guest, by=by, at=at)
    touch = Touch.objects.filter(source_key=key).first()
    if touch is not None:
        touch.delete()
        replan_partnership(partnership=guest.partnership, by=by, at=at, why=CONTACT)
