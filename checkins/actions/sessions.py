"""Sessions: prepared, changed, answered, called off (product.md, rows 52, 68, 69, 71).

Every act locks the session's row first, so what guests hear of is decided by one at a time. The
state is the guard against a second click: what has moved on is told as SessionMoved.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User, Workspace
from checkins.actions.session_invitations import reached, tell_change, tell_off
from checkins.actions.session_pay import follow_promise
from checkins.actions.session_rows import INVITED, guests_of, keep, locked
from checkins.actions.touches import log_touch
from checkins.enums import Direction, GuestAnswer, SessionKind, SessionState, TouchKind
from checkins.errors import ReasonMissing, Refused, SessionMoved, SessionOver
from checkins.models import Session, SessionGuest, SessionHost, SessionTime
from checkins.rules.sessions import asked_about
from core.audit import record
from core.money import Money
from core.once import insert_once
from core.versions import save_version
from creators.enums import ContactChannel
from partnerships.actions.changes import changed
from partnerships.models import Brand

LONGEST_NOTE = 2000
# What a calendar shows: a change of these is told to whoever has it in theirs.
_IN_CALENDARS = ("title", "minutes", "place")


def create_session(
    *,
    workspace: Workspace,
    kind: str,
    title: str,
    organizer: User,
    minutes: int,
    by: User,
    at: datetime,
    purpose: str = "",
    brand: Brand | None = None,
    hosts: Iterable[User] = (),
    place: str = "",
    fee: Money | None = None,
    public_id: str = "",
) -> Session:
    """A draft: nobody hears of it. The same `public_id` again gives what the first click made."""
    _check(title, fee)
    row = Session(
        workspace=workspace,
        kind=SessionKind(kind),
        title=title.strip(),
        purpose=purpose.strip(),
        brand=brand,
        organizer=organizer,
        minutes=minutes,
        place=place.strip(),
        created_at=at,
        **_money(fee),
    )
    with transaction.atomic():
        row, new = insert_once(row, public_id)
        if new:
            _set_hosts(row, hosts)
            told = {"kind": row.kind, "minutes": row.minutes, "fee": str(fee or "")}
            record(verb="session.created", obj=row, by=by, at=at, changes=told)
    return row


def change_session(
    *,
    session: Session,
    expected: int,
    title: str,
    purpose: str,
    organizer: User,
    minutes: int,
    place: str,
    fee: Money | None,
    by: User,
    at: datetime,
    brand: Brand | None = None,
    hosts: Iterable[User] = (),
) -> None:
    """EditConflict if `expected` is no longer the version. Where the time is fixed, what stands in
    the guests' calendars is brought up to date; a new usual fee goes to guests who had the old."""
    _check(title, fee)
    new: dict[str, Any] = {
        "title": title.strip(),
        "purpose": purpose.strip(),
        "brand": brand,
        "organizer": organizer,
        "minutes": minutes,
        "place": place.strip(),
        **_money(fee),
    }
    with transaction.atomic():
        row = locked(session, SessionState.DRAFT, *INVITED)
        differences = changed(row, new)
        old_fee = (row.fee, row.currency)
        told = row.state == SessionState.FIXED and any(n in differences for n in _IN_CALENDARS)
        if told:
            new["sequence"] = row.sequence + 1
        save_version(row, expected=expected, changes=new)
        _set_hosts(row, hosts)
        if differences:
            record(verb="session.changed", obj=row, by=by, at=at, changes=_said(differences))
        guests = guests_of(row)
        if "fee" in differences or "currency" in differences:
            _pass_on_fee(guests, old_fee, row, by=by, at=at)
        if told:
            tell_change(guests, at=at)
    session.refresh_from_db()


def write_notes(*, session: Session, expected: int, notes: str, by: User, at: datetime) -> None:
    """What was said, for the team. EditConflict if `expected` is no longer the version."""
    with transaction.atomic():
        row = locked(session, *SessionState.values)
        save_version(row, expected=expected, changes={"notes": notes.strip()})
        record(verb="session.noted", obj=row, by=by, at=at, changes={"length": len(row.notes)})
    session.refresh_from_db()


def cancel_session(*, session: Session, reason: str, by: User, at: datetime) -> int:
    """Off for good. Guests who have heard of it are told so with the reason; whose mail has not
    left gets none at all. Gives how many are told; without guests asked, `reason` may be empty."""
    reason = reason.strip()[:200]
    with transaction.atomic():
        row = locked(session, SessionState.DRAFT, *INVITED)
        if not reason and row.state != SessionState.DRAFT:
            words = _("Say why in a few words: the guests read it.")
            raise ReasonMissing(words)
        new = {
            "state": SessionState.CANCELLED,
            "cancelled_at": at,
            "cancel_reason": reason,
            "sequence": row.sequence + 1,
        }
        keep(row, session, "session.cancelled", by=by, at=at, new=new)
        guests = guests_of(row).values()
        told = sum(tell_off(guest, at=at) for guest in guests)
        for guest in guests:
            follow_promise(guest, by=by, at=at)
    return told


def record_answer(
    *,
    guest: SessionGuest,
    answer: str,
    by: User | None,
    at: datetime,
    suits: Iterable[SessionTime] = (),
    note: str = "",
    seen: str = "",
) -> bool:
    """What a guest says: on their page or by their calendar (`by` None), or told to a colleague.

    While a time is looked for, a yes names the times that suit. Another answer replaces the one
    before; the same again changes nothing and gives False. Raises SessionMoved once it is held or
    called off, or the guest is not asked any more, or it is not what was `seen` (asked_about);
    SessionOver once it has begun.
    """
    with transaction.atomic():
        session = locked(guest.session, *INVITED)
        row = guests_of(session, pk=guest.pk).get(guest.pk)
        if row is None or (by is None and not reached(row, at)):
            raise SessionMoved
        if session.starts_at is not None and session.starts_at <= at:
            raise SessionOver
        if seen and seen != asked_about(session.state, session.starts_at):
            raise SessionMoved(
                _("Something has changed since that mail. Here is how it stands now.")
            )
        times = _times(session, answer, suits)
        new: dict[str, Any] = {
            "answer": GuestAnswer(answer),
            "note": note.strip()[:LONGEST_NOTE],
        }
        before = set(row.suits.values_list("pk", flat=True))
        wanted = {time.pk for time in times}
        if not changed(row, new) and before == wanted:
            return False
        new |= {"answered_at": at, "answered_by": by}
        if row.invited_at is None or row.invited_at > at:
            # Told by a colleague, before any mail: they need none that asks.
            new["invited_at"] = at
        told = {"answer": new["answer"], "times": [time.starts_at for time in times]}
        save_version(row, expected=row.version, changes=new)
        row.suits.set(times)
        record(verb="session.answered", obj=row, by=by, at=at, changes=told)
        _log_answer(row, by=by, at=at)
        follow_promise(row, by=by, at=at)
    for name in (*new, "version"):
        setattr(guest, name, getattr(row, name))
    return True


def _times(session: Session, answer: str, suits: Iterable[SessionTime]) -> list[SessionTime]:
    if answer not in GuestAnswer.values:
        raise Refused(_("Say whether they come."), field="answer")
    if answer == GuestAnswer.NO or session.state == SessionState.FIXED:
        return []
    times = list(session.times.filter(pk__in=[time.pk for time in suits]))
    if not times:
        words = _("Choose at least one time that suits, or say that none does.")
        raise Refused(words, field="suits")
    return times


def _log_answer(row: SessionGuest, *, by: User | None, at: datetime) -> None:
    """Once for each round of asking: a mind that changes twice is one contact."""
    log_touch(
        partnership=row.partnership,
        kind=TouchKind.REPLY,
        direction=Direction.IN,
        at=at,
        by=by,
        subject=_("About “%(title)s”") % {"title": row.session.title},
        body=row.note,
        channel=ContactChannel.EMAIL,
        source_key=f"session:{row.public_id}:answer:{row.session.sequence}",
    )


def _check(title: str, fee: Money | None) -> None:
    if not title.strip():
        raise Refused(_("Give it a name that the guests understand."), field="title")
    if fee is not None and fee.amount <= 0:
        raise Refused(_("Type an amount above zero, or leave it empty."), field="fee")


def _money(fee: Money | None) -> dict[str, Any]:
    return {"fee": fee.amount if fee else None, "currency": fee.currency if fee else ""}


def _said(differences: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: [str(value) if name in ("brand", "organizer") else value for value in pair]
        for name, pair in differences.items()
    }


def _set_hosts(row: Session, hosts: Iterable[User]) -> None:
    wanted = {user.pk: user for user in hosts if user.pk != row.organizer_id}
    SessionHost.objects.filter(session=row).exclude(user__in=wanted).delete()
    there = set(SessionHost.objects.filter(session=row).values_list("user", flat=True))
    for pk, user in wanted.items():
        if pk not in there:
            SessionHost.objects.create(workspace_id=row.workspace_id, session=row, user=user)


def _pass_on_fee(
    guests: Mapping[int, SessionGuest],
    old: tuple[Any, str],
    row: Session,
    *,
    by: User,
    at: datetime,
) -> None:
    for guest in guests.values():
        if (guest.fee, guest.currency) == old:
            new = {"fee": row.fee, "currency": row.currency}
            save_version(guest, expected=guest.version, changes=new)
            follow_promise(guest, by=by, at=at)
