"""Mail that still waits for its hour goes where the creator is reached by then, not where they were
when it was written: a letter over a weekend, an invitation in the night (product.md, what must
never happen)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from checkins import advice_emails, letter_emails, note_emails, session_outcome_emails
from checkins import survey_emails as surveys
from checkins.models import AdvisoryQuestion, LetterCopy, SessionGuest, SurveyInvite
from checkins.queries import session_mails
from core.audit import record
from core.mail.outbox import cancel_mail
from core.models import OutgoingMail
from core.models.mail import MailState
from partnerships.models import Partnership

# What the mails of a kind are about. Those that leave at once are not here.
_ABOUT: dict[str, Any] = {
    note_emails.KIND: Partnership,
    letter_emails.KIND: LetterCopy,
    surveys.ASK: SurveyInvite,
    surveys.REMIND: SurveyInvite,
    advice_emails.KIND: AdvisoryQuestion,
    session_mails.KIND: SessionGuest,
    session_outcome_emails.KIND: SessionGuest,
}
# These are between us and the creator, whoever writes for them otherwise.
_TO_CREATOR = (session_mails.KIND, session_outcome_emails.KIND)


def follow_addresses(*, at: datetime) -> int:
    """Queued mails with another address than their reader has by now, in the workspace of the
    scope, go to that one; where none is known any more they do not go. Gives how many it were."""
    moved = 0
    for kind, model in _ABOUT.items():
        waiting = list(OutgoingMail.objects.filter(kind=kind, state=MailState.QUEUED))
        if not waiting:
            continue
        whose = _partnerships(model, {mail.about_id for mail in waiting})
        for mail in waiting:
            if mail.about_id in whose:
                moved += _follow(mail, whose[mail.about_id], at)
    return moved


def _partnerships(model: Any, ids: set[str]) -> dict[str, Partnership]:
    """Public id of what a mail is about → whose it is; one query."""
    rows = model.objects.filter(public_id__in=ids)
    if model is Partnership:
        return {row.public_id: row for row in rows.select_related("creator")}
    rows = rows.select_related("partnership__creator")
    return {row.public_id: row.partnership for row in rows}


def _follow(mail: OutgoingMail, partnership: Partnership, at: datetime) -> bool:
    creator = partnership.creator
    to_creator = (creator.email, creator.name)
    address, name = to_creator if mail.kind in _TO_CREATOR else partnership.mail_to
    address = address.strip()
    if address.lower() == mail.to_email.lower():
        return False
    with transaction.atomic():
        if not address:
            done = cancel_mail(mail, at=at, why="no address of theirs is known any more")
        else:
            # Only what nobody has begun to send.
            rows = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.QUEUED)
            done = bool(rows.update(to_email=address, to_name=name))
        if done:
            changes = {"to": [mail.to_email, address], "subject": mail.subject}
            record(verb="mail.readdressed", obj=partnership, by=None, at=at, changes=changes)
    return done
