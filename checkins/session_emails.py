"""Mails of sessions: to a guest, in their language, from the organizer (product.md, row 52).

Each is written to one guest alone, and so is the calendar in it: nobody reads in a list of guests
who else comes, or their address. The ORGANIZER of all calendars of a guest is one address, that of
the first mail to them: calendars take no update from another one, and answer to it by mail.

An invitation and the like go at once in a working hour of the guest, else in the next one; at once
too if that would leave less than a day (checkins/rules/session_mails.py).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from checkins.calendars import building
from checkins.models import Session, SessionGuest
from checkins.queries.session_mails import KIND, last_told, mails_of
from checkins.rules.hours import Hours
from checkins.rules.hours_words import city, clock_of, when_there
from checkins.rules.session_mails import Told, differences, mail_moment
from checkins.rules.sessions import ANSWER_WITHIN
from core.mail.addresses import reply_address
from core.mail.outbox import Attachment, queue_mail
from core.models import OutgoingMail
from core.money import Money
from core.reply_pages import make_token
from creators.models import Creator

# What the links of these mails are signed for.
PURPOSE = "session"


def poll(*, guest: SessionGuest, at: datetime) -> OutgoingMail:
    """Which of these times suit you? With the page that takes the answer. Raises NoAddress."""
    session = guest.session
    times = [time.starts_at for time in session.times.all()]
    with translation.override(_creator(guest).language):
        said = {"times": [clocks(guest, moment) for moment in times]}
    return _queue(guest, "poll", session.sequence, at, said, times)


def invitation(*, guest: SessionGuest, at: datetime) -> OutgoingMail:
    """It takes place then: will you come? With a calendar. Raises NoAddress."""
    now = _now(guest.session)
    return _queue(
        guest, "invitation", now.sequence, at, {}, [now.starts_at], _calendar(guest, now, at)
    )


def update(*, guest: SessionGuest, at: datetime) -> OutgoingMail:
    """What has changed since the last mail with a calendar that left. Raises NoAddress."""
    now, told = _now(guest.session), last_told(guest)
    if told is None:
        return invitation(guest=guest, at=at)
    with translation.override(_creator(guest).language):
        said = {"changed": differences(told, now), "before": _said(guest, told)}
    starts = [told.starts_at, now.starts_at]
    return _queue(guest, "update", now.sequence, at, said, starts, _calendar(guest, now, at))


def cancellation(*, guest: SessionGuest, at: datetime) -> OutgoingMail:
    """It is off, or takes place without them. Takes the event out of their calendar if it got
    there. Raises NoAddress."""
    session, told = guest.session, last_told(guest)
    if told is None:
        times = [time.starts_at for time in session.times.all()]
        starts = [session.starts_at] if session.starts_at else times
        return _queue(guest, "cancellation", session.sequence, at, {}, starts)
    sequence = max(session.sequence, told.sequence + 1)
    with translation.override(_creator(guest).language):
        said = {"before": _said(guest, told)}
    off = Told(sequence, told.starts_at, told.minutes, told.title, told.place)
    calendar = _calendar(guest, off, at, method="CANCEL")
    return _queue(guest, "cancellation", sequence, at, said, [told.starts_at], calendar)


def answer_url(guest: SessionGuest, at: datetime) -> str:
    return settings.SITE_URL + reverse("checkins:session_answer", args=[answer_token(guest, at)])


def answer_token(guest: SessionGuest, at: datetime) -> str:
    """Good until the day after the session, or after the last of the times that are asked about.
    It holds the sequence, so that the page knows what the mail had said."""
    session = guest.session
    ends = [time.starts_at for time in session.times.all()]
    if session.starts_at:
        ends = [session.starts_at + timedelta(minutes=session.minutes)]
    last = max(ends, default=at + ANSWER_WITHIN) + timedelta(days=1)
    ids = (session.workspace.public_id, guest.public_id, str(session.sequence))
    return make_token(PURPOSE, *ids, until=last.date())


def own_calendar(guest: SessionGuest, at: datetime) -> bytes:
    """To be put into one's own calendar by hand, from the page; needs a fixed time."""
    return building.published(_meeting(guest, _now(guest.session), at, building.Mailbox("", "")))


def _queue(
    guest: SessionGuest,
    what: str,
    sequence: int,
    at: datetime,
    said: dict[str, Any],
    starts: Sequence[datetime],
    calendar: Any = (),
) -> OutgoingMail:
    creator, session = _creator(guest), guest.session
    with translation.override(creator.language):
        context = {**_context(guest, at), **said}
    return queue_mail(
        workspace=session.workspace,
        key=f"session:{guest.public_id}:{what}:{sequence}",
        kind=KIND,
        to=(creator.email, creator.name),
        language=creator.language,
        template=f"checkins/mail/session_{what}",
        context=context,
        from_name=session.organizer.name,
        reply_to=session.organizer.email,
        about=guest,
        attachments=calendar,
        at=at,
        due_at=mail_moment(at, Hours.of(creator), *starts),
    )


def _context(guest: SessionGuest, at: datetime) -> dict[str, Any]:
    session = guest.session
    now = _now(session) if session.starts_at else None
    return {
        "greet": _creator(guest).call_name,
        "session": session,
        "purpose": session.purpose,
        "place": session.place,
        "minutes": session.minutes,
        "fee": Money(guest.fee, guest.currency) if guest.fee else None,
        "when": clocks(guest, now.starts_at) if now else None,
        "answered": guest.answer,
        "off": session.cancel_reason,
        "sender": session.organizer,
        "zone": _creator(guest).zone,
        "url": answer_url(guest, at),
    }


def clocks(guest: SessionGuest, moment: datetime) -> dict[str, str]:
    """Theirs, and the organizer's where it shows another hour; in the language that is on."""
    theirs, ours = _creator(guest).zone, guest.session.organizer.zone
    same = moment.astimezone(theirs).utcoffset() == moment.astimezone(ours).utcoffset()
    here = f"{clock_of(moment, ours)} {city(ours)}"
    return {"there": when_there(moment, theirs), "here": "" if same else here}


def _said(guest: SessionGuest, told: Told) -> dict[str, Any]:
    return {
        "when": clocks(guest, told.starts_at)["there"],
        "minutes": told.minutes,
        "place": told.place,
        "title": told.title,
    }


def _now(session: Session) -> Told:
    """As a calendar would hold it now."""
    assert session.starts_at is not None
    title = " ".join(building.clean(session.title).split())
    place = " ".join(building.clean(session.place).split())
    return Told(session.sequence, session.starts_at, session.minutes, title, place)


def _calendar(
    guest: SessionGuest, event: Told, at: datetime, method: building.Method = "REQUEST"
) -> Any:
    """Made of the mail itself: the address of its answers is the organizer's, unless an earlier
    mail of this guest has given one."""

    def files(mail: OutgoingMail) -> list[Attachment]:
        first = mails_of(guest).first() or mail
        organizer = guest.session.organizer
        box = building.Mailbox(organizer.name, reply_address(first) or organizer.email)
        write = building.request if method == "REQUEST" else building.cancellation
        content = write(_meeting(guest, event, at, box))
        return [Attachment(building.FILE_NAME, building.calendar_type(method), content)]

    return files


def _meeting(
    guest: SessionGuest, event: Told, at: datetime, organizer: building.Mailbox
) -> building.Meeting:
    creator = _creator(guest)
    with translation.override(creator.language):
        said = clocks(guest, event.starts_at)
    lines = [guest.session.purpose, "\n".join(filter(None, said.values())), event.place]
    link = event.place if event.place.startswith(("https://", "http://")) else ""
    return building.Meeting(
        uid=uid_of(guest),
        sequence=event.sequence,
        title=event.title,
        starts_at=event.starts_at,
        minutes=event.minutes,
        stamp=at,
        description="\n\n".join(line for line in lines if line),
        place=event.place,
        url=link if " " not in link else "",
        organizer=organizer if organizer.address else None,
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        guests=[building.Guest(creator.name, creator.email, guest.answer)],
    )


def uid_of(guest: SessionGuest) -> str:
    """Of their place, for ever. Who was taken off and is asked again has a new place, hence a new
    event: calendars hold the old one as cancelled by a higher SEQUENCE and take nothing lower."""
    return f"session-{guest.session.public_id}-{guest.public_id}@{settings.MAIL_DOMAIN}"


def _creator(guest: SessionGuest) -> Creator:
    return guest.partnership.creator
