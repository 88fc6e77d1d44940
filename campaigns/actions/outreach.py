"""Asking a creator to take part, and what they said: rows that retention is counted from
(product.md, rows 54, 63). Whether they take part then is `actions.collaborations`."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns import outreach_emails
from campaigns.actions.changes import lock
from campaigns.enums import Answer
from campaigns.errors import Refused, WrongState
from campaigns.models import Collaboration, Outreach
from core.audit import record
from core.mail.outbox import NoAddress, cancel_mail
from core.models import AuditEntry, OutgoingMail
from creators.enums import ContactChannel


class AlreadyAnswered(WrongState):
    """Somebody else wrote the answer down a moment earlier, or the creator gave it."""

    def __init__(self, outreach: Outreach) -> None:
        self.outreach = outreach
        words = {
            Answer.YES: _("It is answered already: they said yes."),
            Answer.NO: _("It is answered already: they said no."),
            Answer.NONE: _("The question was closed without an answer."),
        }
        super().__init__(words[Answer(outreach.answer)])


@dataclass(frozen=True)
class Ask:
    """How creators are asked. `channel` "": the one each is reached by best. `mail`: the
    invitation goes out with it, and the channel is mail. `answer_by`: a date in their zone."""

    channel: str = ""
    message: str = ""
    answer_by: date | None = None
    mail: bool = False


def begin_outreach(
    *, collaboration: Collaboration, ask: Ask, by: User | None, at: datetime
) -> Outreach:
    """Write down that they are asked. Runs inside the transaction of the caller, who holds the
    collaboration: at most one question is open."""
    best = collaboration.partnership.creator.contact_by
    row = Outreach.objects.create(
        workspace_id=collaboration.workspace_id,
        collaboration=collaboration,
        asked_at=at,
        asked_by=by,
        channel=ContactChannel.EMAIL if ask.mail else ask.channel or best,
        message=ask.message.strip(),
        answer_by=ask.answer_by,
        created_at=at,
    )
    said = {"channel": row.channel, "answer_by": row.answer_by}
    record(verb="outreach.asked", obj=row, by=by, at=at, changes=said)
    return row


def send_invitation(*, outreach: Outreach, at: datetime) -> OutgoingMail | None:
    """Queue the mail, once what is to be made stands; None: there is no address, and whoever asks
    does so in another way."""
    try:
        mail = outreach_emails.invitation(outreach=outreach, at=at)
    except NoAddress:
        return None
    outreach.mail = mail
    Outreach.objects.filter(pk=outreach.pk).update(mail=mail)
    return mail


def settle_outreach(
    *, collaboration: Collaboration, answer: str, note: str, by: User | None, at: datetime
) -> Outreach:
    """Keep the answer: on the open question; else a no takes back an earlier yes; else on a row of
    its own (they said so without being asked, or before this was written down).

    `by` None: the creator themselves. Runs inside the transaction of the caller.
    """
    rows = collaboration.outreaches.select_for_update(of=("self",)).select_related("mail")
    row = rows.filter(answer="").first()
    if row is None and answer != Answer.YES:
        row = rows.filter(answer=Answer.YES).order_by("-answered_at", "-pk").first()
    if row is None:
        row = begin_outreach(collaboration=collaboration, ask=Ask(), by=by, at=at)
    said = {"answer": [row.answer, answer], "note": note.strip()}
    row.answer, row.answered_at, row.answered_by = answer, at, by
    row.note = _joined(row.note, note)
    row.save(update_fields=["answer", "answered_at", "answered_by", "note"])
    record(verb="outreach.answered", obj=row, by=by, at=at, changes=said)
    if row.mail is not None:
        cancel_mail(row.mail, at=at, why="answered before it was sent")
    return row


def take_back_outreach(*, collaboration: Collaboration, by: User | None, at: datetime) -> bool:
    """As if the newest question had not been put; False if it cannot be: its mail is out, or they
    wrote."""
    rows = collaboration.outreaches.select_for_update(of=("self",)).select_related("mail")
    row = rows.order_by("-asked_at", "-pk").first()
    if row is None:
        return True
    if row.note or (row.mail and not cancel_mail(row.mail, at=at, why="the question taken back")):
        return False
    record(verb="outreach.taken_back", obj=row, by=by, at=at)
    row.delete()
    return True


def note_reply(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """They answered the invitation by mail: their words are kept on the question, for a person to
    read a yes or a no in. The same `source_key` again changes nothing."""
    with transaction.atomic():
        row = Outreach.objects.filter(mail=mail).first()
        if row is None or not text.strip():
            return False
        fresh = lock(row)
        seen = AuditEntry.objects.filter(
            verb="outreach.replied", object_id=fresh.public_id, changes__source=source_key
        )
        if not seen.exists():
            fresh.note = _joined(fresh.note, text)
            fresh.save(update_fields=["note"])
            said = {"source": source_key}
            record(verb="outreach.replied", obj=fresh, by=None, at=at, changes=said)
    return True


def change_answer_by(
    *, outreach: Outreach, answer_by: date, today: date, by: User | None, at: datetime
) -> None:
    """They asked for more time. `today` is the creator's date. AlreadyAnswered, Refused."""
    if answer_by < today:
        raise Refused(_("This day is over already."), field="answer_by")
    with transaction.atomic():
        fresh = lock(outreach)
        if fresh.answer:
            raise AlreadyAnswered(fresh)
        if fresh.answer_by == answer_by:
            return
        said = {"answer_by": [fresh.answer_by, answer_by]}
        fresh.answer_by = answer_by
        fresh.save(update_fields=["answer_by"])
        record(verb="outreach.more_time", obj=fresh, by=by, at=at, changes=said)


def _joined(note: str, more: str) -> str:
    return "\n\n".join(text for text in (note, more.strip()) if text)
