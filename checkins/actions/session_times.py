"""Finding a time, fixing it, and whose turn it is to hear of it (rows 52, 71)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from checkins.actions.session_invitations import ask, reached, stop_queued, tell_change
from checkins.actions.session_pay import follow_promise
from checkins.actions.session_rows import INVITED, guests_of, keep, locked
from checkins.enums import GuestAnswer, SessionState
from checkins.errors import Refused, SessionMoved, SessionOver
from checkins.models import Session, SessionGuest, SessionTime
from checkins.rules.sessions import MOST_TIMES, OTHERS_AFTER, hears_at, top_first
from core.audit import record
from core.versions import save_version

_NOTHING = {"answer": "", "answered_at": None, "answered_by": None}


def ask_times(
    *,
    session: Session,
    times: Iterable[datetime],
    by: User,
    at: datetime,
    others_after: timedelta = OTHERS_AFTER,
) -> bool:
    """The guests are asked which of `times` suit; for planning, top partners at once and the others
    `others_after` them. Other times than before are asked anew. False if these were asked."""
    wanted = _checked(times, at)
    with transaction.atomic():
        row = locked(session, SessionState.DRAFT, SessionState.POLLED)
        guests = _somebody(row)
        there = {time.starts_at: time for time in row.times.all()}
        if row.state == SessionState.POLLED and set(there) == wanted:
            return False
        row.times.exclude(starts_at__in=wanted).delete()
        for moment in sorted(wanted - set(there)):
            SessionTime.objects.create(
                workspace_id=row.workspace_id, session=row, starts_at=moment, created_at=at
            )
        new: dict[str, Any] = {"state": SessionState.POLLED}
        if row.state == SessionState.POLLED:
            new["sequence"] = row.sequence + 1
        new["invited_at"] = row.invited_at or at
        told = {"times": sorted(wanted)}
        keep(row, session, "session.times_asked", by=by, at=at, new=new, told=told)
        _ask_again(guests, by=by, at=at)
        _first_wave(row, guests, others_after, by=by, at=at)
    return True


def _ask_again(guests: Mapping[int, SessionGuest], *, by: User, at: datetime) -> None:
    """Whoever was asked about other times: also who said that none of those suits."""
    for guest in guests.values():
        if reached(guest, at):
            stop_queued(guest, at=at)
            _forget_answer(guest)
            ask(guest, by=by, at=at)


def _forget_answer(guest: SessionGuest) -> None:
    if guest.answer:
        save_version(guest, expected=guest.version, changes=_NOTHING)
        guest.suits.clear()


def fix_time(
    *,
    session: Session,
    starts_at: datetime,
    by: User,
    at: datetime,
    others_after: timedelta = OTHERS_AFTER,
) -> bool:
    """It takes place then: guests are invited, or told of the new time. A yes stands where this
    time was among those that suit, a no where it was among those that were asked; everybody else
    is asked again. False if it is fixed for this moment already."""
    if starts_at <= at:
        raise Refused(_("This moment is over already."), field="starts_at")
    with transaction.atomic():
        row = locked(session, SessionState.DRAFT, *INVITED)
        before = row.state
        if before == SessionState.FIXED:
            if row.starts_at == starts_at:
                return False
            if row.starts_at is not None and row.starts_at <= at:
                raise SessionOver
        guests = _somebody(row)
        new: dict[str, Any] = {"state": SessionState.FIXED, "starts_at": starts_at}
        if before != SessionState.DRAFT:
            new["sequence"] = row.sequence + 1
        new["invited_at"] = row.invited_at or at
        told = {"starts_at": [row.starts_at, starts_at], "state": [before, row.state]}
        keep(row, session, "session.time_fixed", by=by, at=at, new=new, told=told)
        if before == SessionState.POLLED:
            _invite_polled(row, guests, by=by, at=at)
        elif before == SessionState.FIXED:
            for guest in guests.values():
                _forget_answer(guest)
            tell_change(guests, at=at)
        _first_wave(row, guests, others_after, by=by, at=at)
        for guest in guests.values():
            follow_promise(guest, by=by, at=at)
    return True


def _invite_polled(
    row: Session, guests: Mapping[int, SessionGuest], *, by: User, at: datetime
) -> None:
    asked = row.times.filter(starts_at__in=[row.starts_at]).first()
    suited = set(asked.suits.values_list("pk", flat=True)) if asked else set()
    for guest in guests.values():
        if guest.answer == GuestAnswer.NO and asked is not None:
            continue
        if guest.pk not in suited:
            _forget_answer(guest)
        if reached(guest, at):
            stop_queued(guest, at=at)
            ask(guest, by=by, at=at)


def _first_wave(
    row: Session,
    guests: Mapping[int, SessionGuest],
    others_after: timedelta,
    *,
    by: User,
    at: datetime,
) -> None:
    assert row.invited_at is not None
    after = others_after if top_first(row.kind) else timedelta(0)
    for guest in guests.values():
        if guest.invited_at is None and not guest.answer:
            _turn(guest, hears_at(guest.partnership.tier, row.invited_at, after), by=by, at=at)


def _turn(guest: SessionGuest, moment: datetime, *, by: User | None, at: datetime) -> bool:
    """Invited now, or when their turn comes."""
    if moment <= at:
        return ask(guest, by=by, at=at)
    save_version(guest, expected=guest.version, changes={"invited_at": moment})
    return False


def invite_now(
    *, session: Session, guests: Iterable[SessionGuest] | None = None, by: User | None, at: datetime
) -> int:
    """Whose turn has not come hears of it now, all of them or these. Gives how many are asked."""
    narrow = {} if guests is None else {"pk__in": [guest.pk for guest in guests]}
    with transaction.atomic():
        row = locked(session, *INVITED)
        if row.starts_at is not None and row.starts_at <= at:
            raise SessionOver
        waiting = guests_of(row, mail=None, answer="", **narrow).values()
        return sum(ask(guest, by=by, at=at) for guest in waiting)


def invite_later(*, guest: SessionGuest, moment: datetime, by: User, at: datetime) -> None:
    """Their turn comes at `moment`. An invitation that has not left yet is taken back."""
    if moment <= at:
        raise Refused(_("This moment is over already."), field="moment")
    with transaction.atomic():
        row = locked(guest.session, *INVITED)
        if row.starts_at is not None and moment >= row.starts_at:
            raise Refused(_("By then it has begun."), field="moment")
        mine = guests_of(row, pk=guest.pk).get(guest.pk)
        if mine is None or mine.answer or stop_queued(mine, at=at):
            raise SessionMoved(_("They have heard of it already."))
        # A mail's key holds the sequence: the one that was taken back is never sent.
        keep(row, guest.session, "session.waits", by=by, at=at, new={"sequence": row.sequence + 1})
        new = {"invited_at": moment, "mail": None}
        save_version(mine, expected=mine.version, changes=new)
        record(verb="session.invited_later", obj=mine, by=by, at=at, changes={"on": moment})


def invite_due(*, guest: SessionGuest, at: datetime) -> bool:
    """For the clock: one guest whose turn has come. Late or doubled it does no harm."""
    with transaction.atomic():
        try:
            row = locked(guest.session, *INVITED)
        except SessionMoved:
            return False
        if row.starts_at is not None and row.starts_at <= at:
            return False
        found = guests_of(row, pk=guest.pk, mail=None, answer="", invited_at__lte=at)
        return any(ask(one, by=None, at=at) for one in found.values())


def _checked(times: Iterable[datetime], at: datetime) -> set[datetime]:
    wanted = set(times)
    if not wanted:
        raise Refused(_("Choose at least one time."), field="times")
    if len(wanted) > MOST_TIMES:
        words = ngettext(
            "At most %(n)d time: nobody reads more.", "At most %(n)d times: nobody reads more.",
            MOST_TIMES,
        )  # fmt: skip
        raise Refused(words % {"n": MOST_TIMES}, field="times")
    if min(wanted) <= at:
        raise Refused(_("One of these times is over already."), field="times")
    return wanted


def _somebody(row: Session) -> dict[int, SessionGuest]:
    guests = guests_of(row)
    if not guests:
        raise Refused(_("Choose first who takes part."))
    return guests
