"""What guests hear of a session, and when. Runs in the transactions of the acts on sessions.

A guest is asked by one mail that stands with their row; while it has not left, a later change
takes it back and sends a fresh one, so nobody reads first what is wrong already.
`SessionGuest.invited_at` without a mail: the moment at which their turn comes (row 71).
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from checkins import session_emails as emails
from checkins.actions.touches import log_touch
from checkins.enums import Direction, GuestAnswer, SessionState, TouchKind
from checkins.models import SessionGuest
from core.audit import record
from core.mail.outbox import NoAddress, cancel_mail
from core.mail.suppression import suppression_of
from core.models import OutgoingMail
from core.models.mail import MailState
from core.versions import save_version
from creators.models import Creator

_NEVER_LEFT = (MailState.CANCELLED, MailState.FAILED, MailState.SUPPRESSED)


def unreachable(creator: Creator) -> str:
    """Why no mail reaches them, in words; "" if it does."""
    if creator.archived_at:
        return _("%(name)s is archived.") % {"name": creator}
    if not creator.email.strip():
        return _("No e-mail address is known: tell them another way.")
    if suppression_of(creator.email.strip()):
        return _("Mail to them bounced or was complained about: tell them another way.")
    return ""


def reached(guest: SessionGuest, at: datetime) -> bool:
    return guest.invited_at is not None and guest.invited_at <= at


def ask(guest: SessionGuest, *, by: User | None, at: datetime) -> bool:
    """Which times suit, or the invitation to the one that is fixed. False where no mail reaches
    them: then they stay uninvited, and the page says why."""
    new: dict[str, object] = {"invited_at": None, "mail": None}
    if not unreachable(guest.partnership.creator):
        polled = guest.session.state == SessionState.POLLED
        try:
            mail = (emails.poll if polled else emails.invitation)(guest=guest, at=at)
        except NoAddress:
            pass
        else:
            new = {"invited_at": at, "mail": mail}
            log_mail(guest, mail, by=by, at=at)
    done = new["mail"] is not None
    if done or guest.invited_at is not None or guest.mail is not None:
        save_version(guest, expected=guest.version, changes=new)
        verb = "session.invited" if done else "session.not_reached"
        record(verb=verb, obj=guest, by=by, at=at, changes={"session": guest.session})
    return done


def tell_change(guests: Mapping[int, SessionGuest], *, at: datetime) -> None:
    """Time, length, place or name are others now: told to everybody who comes or may come."""
    for guest in guests.values():
        if guest.answer == GuestAnswer.NO or not reached(guest, at):
            continue
        _tell_change(guest, at=at)


def _tell_change(guest: SessionGuest, *, at: datetime) -> None:
    left = stop_queued(guest, at=at)
    if unreachable(guest.partnership.creator):
        return
    if left:
        # An address that no server takes stops the change for nobody else.
        with suppress(NoAddress):
            emails.update(guest=guest, at=at)
    else:
        ask(guest, by=None, at=at)


def tell_off(guest: SessionGuest, *, at: datetime) -> bool:
    """It does not take place for them. True if they are told: who never heard of it, and who does
    not come anyway, is not."""
    heard = stop_queued(guest, at=at) or guest.answer == GuestAnswer.YES
    if not heard or guest.answer == GuestAnswer.NO or unreachable(guest.partnership.creator):
        return False
    try:
        emails.cancellation(guest=guest, at=at)
    except NoAddress:
        return False
    return True


def stop_queued(guest: SessionGuest, *, at: datetime) -> bool:
    """Take back what has not left; True if something has left before."""
    left = False
    for mail in _mails(guest):
        left |= not cancel_mail(mail, at=at, why="session changed")
    return left


def _mails(guest: SessionGuest) -> Iterable[OutgoingMail]:
    rows = OutgoingMail.objects.filter(
        about_type=SessionGuest._meta.label_lower, about_id=guest.public_id
    )
    return list(rows.exclude(state__in=_NEVER_LEFT))


def log_mail(
    guest: SessionGuest,
    mail: OutgoingMail,
    *,
    by: User | None,
    at: datetime,
    asks: bool | None = None,
) -> None:
    """An invitation asks for their time: without a fee it counts as an ask (row 46)."""
    log_touch(
        partnership=guest.partnership,
        kind=TouchKind.SESSION,
        direction=Direction.OUT,
        at=at,
        by=by,
        asks=not guest.fee if asks is None else asks,
        subject=mail.subject,
        mail=mail,
        source_key=mail.key,
    )
