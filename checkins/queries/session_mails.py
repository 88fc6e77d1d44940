"""What a guest of a session was told by mail."""

from datetime import datetime
from typing import Any

from checkins.calendars.building import calendar_type
from checkins.calendars.own import told_by
from checkins.enums import SessionState
from checkins.models import SessionGuest
from checkins.rules.session_mails import Told
from core.models import MailAttachment, OutgoingMail
from core.models.mail import MailState

KIND = "session"
_NEVER_LEFT = (MailState.CANCELLED, MailState.FAILED, MailState.SUPPRESSED)


def mails_of(guest: SessionGuest) -> Any:
    """All that were written to them about it, the first one first."""
    return OutgoingMail.objects.filter(
        kind=KIND, about_type=guest._meta.label_lower, about_id=guest.public_id
    ).order_by("pk")


def last_told(guest: SessionGuest) -> Told | None:
    """What their calendar holds; None where no invitation left. One query."""
    files = MailAttachment.objects.filter(
        mail__in=mails_of(guest).exclude(state__in=_NEVER_LEFT),
        content_type=calendar_type("REQUEST"),
    )
    newest = files.order_by("-pk").first()
    return told_by(bytes(newest.content)) if newest else None


def guest_of(mail: OutgoingMail) -> SessionGuest | None:
    """Whom a mail of this kind went to, unless their place is gone."""
    if mail.kind != KIND or mail.about_type != SessionGuest._meta.label_lower:
        return None
    return guest_rows().filter(public_id=mail.about_id).first()


def guest_rows() -> Any:
    """With all that a mail, a calendar or the page of a guest tells."""
    return SessionGuest.objects.select_related(
        "workspace", "session__workspace", "session__organizer", "partnership__creator"
    )


def reason_not_to_send(mail: OutgoingMail, at: datetime) -> str | None:
    """Stop rule: what is wrong by now does not go out; that it is off always does."""
    what = mail.key.split(":")[2]
    if what == "cancellation":
        return None
    guest = guest_of(mail)
    if guest is None:
        return "they are no guest any more"
    session = guest.session
    if session.state in (SessionState.CANCELLED, SessionState.HELD):
        return "the session is over or called off"
    if session.starts_at is not None and session.starts_at <= at:
        return "the session has begun"
    if what == "poll" and session.state != SessionState.POLLED:
        return "the time is fixed already"
    return None
