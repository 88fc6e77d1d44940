"""The mail that tells a guest what became of what was decided together (rows 68, 69)."""

from datetime import datetime

from checkins.models import SessionGuest
from checkins.queries.session_outcome import Outcome
from checkins.rules.hours import Hours, next_moment
from core.mail.outbox import queue_mail
from core.models import OutgoingMail

KIND = "session_outcome"


def outcome(*, guest: SessionGuest, told: Outcome, at: datetime) -> OutgoingMail:
    """In their language and working hours; the same outcome once to each. Raises NoAddress."""
    session, me = guest.session, guest.partnership.creator
    return queue_mail(
        workspace=session.workspace,
        key=f"{KIND}:{guest.public_id}:{told.digest}",
        kind=KIND,
        to=(me.email, me.name),
        language=me.language,
        template=f"checkins/mail/{KIND}",
        context={
            "greet": me.call_name,
            "session": session,
            "decisions": [
                {
                    "text": one.text,
                    "uses": [(use, use.creator == me.pk) for use in one.uses],
                }
                for one in told.decisions
            ],
            "used": told.used,
            "sender": session.organizer,
            "zone": me.zone,
        },
        from_name=session.organizer.name,
        reply_to=session.organizer.email,
        about=guest,
        at=at,
        due_at=next_moment(at, Hours(me.zone, me.market, me.quiet_from, me.quiet_until)),
    )
