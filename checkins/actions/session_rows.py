"""What the acts on sessions share: the locked row, its guests, one guarded save."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from checkins.enums import SessionState
from checkins.errors import SessionMoved
from checkins.models import Session, SessionGuest
from core.audit import record
from core.versions import save_version

# States in which guests know of it.
INVITED = (SessionState.POLLED, SessionState.FIXED)
_PATH = ("partnership__creator", "partnership__brand", "partnership__workspace", "mail", "payment")


def locked(session: Session, *states: str) -> Session:
    """The row as it is now, held until commit. SessionMoved if it is in none of `states`."""
    rows = Session.objects.select_related("workspace", "organizer", "brand")
    row = rows.select_for_update(of=("self",)).filter(pk=session.pk).first()
    if row is None or row.state not in states:
        raise SessionMoved
    return row


def guests_of(session: Session, **narrow: Any) -> dict[int, SessionGuest]:
    """Primary key → guest, each pointing at this very row of the session; one query."""
    rows = SessionGuest.objects.filter(session=session, **narrow).select_related(*_PATH)
    found = {guest.pk: guest for guest in rows.order_by("pk")}
    for guest in found.values():
        guest.session = session
    return found


def keep(
    row: Session,
    shown: Session,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    new: Mapping[str, Any],
    told: Mapping[str, Any] | None = None,
    expected: int | None = None,
) -> None:
    """Save `new` to the locked `row`, and carry it into the caller's object."""
    save_version(row, expected=row.version if expected is None else expected, changes=new)
    record(verb=verb, obj=row, by=by, at=at, changes=new if told is None else told)
    for name in (*new, "version"):
        setattr(shown, name, getattr(row, name))
