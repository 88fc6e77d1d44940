"""A guest answers a mail about a session: in words, or by the buttons of their calendar (row 52).

Calendars answer to the ORGANIZER with a METHOD:REPLY; that sets the answer, and needs no reply from
us. Words are a contact that waits for an answer, and stand with the guest.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from checkins.actions.session_words import keep_words
from checkins.actions.sessions import record_answer
from checkins.calendars.lines import MOST_BYTES
from checkins.calendars.reading import Reply, read_calendar
from checkins.enums import GuestAnswer, SessionState
from checkins.errors import Refused
from checkins.models import SessionGuest
from checkins.queries.session_mails import KIND, guest_of, last_told, reason_not_to_send
from checkins.replies import to_touch
from checkins.session_emails import uid_of
from core.mail.replies import register_reply
from core.mail.stop_rules import register_stop_rule
from core.models import InboundMail, OutgoingMail

log = structlog.get_logger(__name__)
_ANSWERS = {"yes": GuestAnswer.YES, "no": GuestAnswer.NO}


def to_session(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """Set the answer that a calendar gives; else file the words. The same mail again changes
    nothing."""
    guest = guest_of(mail)
    if guest is None:
        return to_touch(mail, text, at, source_key)
    reply = _calendar_reply(guest, source_key)
    if reply is not None and _taken(guest, reply, text, at):
        return True
    keep_words(guest=guest, text=text, at=at)
    return to_touch(mail, text, at, source_key)


def _taken(guest: SessionGuest, reply: Reply, text: str, at: datetime) -> bool:
    """False for an answer that a person must read: a "maybe", one to a time that is no longer it,
    one that comes too late."""
    told, answer = last_told(guest), _ANSWERS.get(reply.answer)
    if answer is None or told is None or reply.sequence < told.sequence:
        return False
    if guest.session.state != SessionState.FIXED:
        return False
    try:
        note = reply.comment or text
        record_answer(guest=guest, answer=answer, note=note, by=None, at=at)
    except Refused as refused:
        log.info("session.calendar_answer_refused", guest=guest.public_id, why=str(refused))
        return False
    return True


def _calendar_reply(guest: SessionGuest, source_key: str) -> Reply | None:
    """The answer to this very event, in a file of the mail."""
    _kind, _colon, public_id = source_key.partition(":")
    inbound = InboundMail.objects.filter(public_id=public_id).first()
    uid = uid_of(guest)
    for file in inbound.files.all() if inbound else ():
        for reply in _read(file):
            if reply.uid == uid:
                return reply
    return None


def _read(file: Any) -> list[Reply]:
    is_calendar = file.content_type.startswith("text/calendar") or file.name.lower().endswith(
        ".ics"
    )
    if not (is_calendar and file.content) or file.size > MOST_BYTES:
        return []
    with file.content.open("rb") as content:
        data = content.read(MOST_BYTES)
    now = datetime.now(UTC)
    window = {"first": now, "last": now + timedelta(days=1)}
    return read_calendar(data, zone=ZoneInfo("UTC"), **window).replies


def register() -> None:
    register_reply(KIND, to_session)
    register_stop_rule(KIND, reason_not_to_send)
