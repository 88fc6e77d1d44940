"""What a person decides over a mail that the post may not decide over by itself."""

from datetime import datetime
from typing import Any, cast

from django.db import transaction

from core.audit import record
from core.doorbell import ring
from core.mail.rows import all_mails
from core.mail.signals import tell_moved
from core.mail.suppression import lift
from core.models import MailEvent, OutgoingMail
from core.models.mail import MailState
from core.tasks import deliver_mail

# Surely not with the recipient: sending it again cannot double it.
REFUSED = [MailState.FAILED, MailState.SUPPRESSED, MailState.BOUNCED]


def resend_unknown(*, mail: OutgoingMail, by: Any, at: datetime) -> bool:
    """Send an unknown mail once more, knowing that it may arrive twice. False if it is not
    unknown (any more): two presses of the button are one decision."""
    return _send_again(mail, [MailState.UNKNOWN], by, at)


def resend_refused(*, mail: OutgoingMail, by: Any, at: datetime) -> bool:
    """Send a mail that was refused once more, and lift the suppression of its address."""
    with transaction.atomic():
        again = _send_again(mail, REFUSED, by, at)
        if again:
            lift(mail.to_email)
    return again


def mark_unknown_as_sent(*, mail: OutgoingMail, by: Any, at: datetime) -> bool:
    """The recipient has it, a person says; it is never sent again. False if not unknown."""
    with transaction.atomic():
        # Without its claim, a worker that wakes up late has nothing more to say.
        changes = {"state": MailState.SENT, "claim": "", "sent_at": mail.handed_over_at or at}
        if not _decide(mail, [MailState.UNKNOWN], changes):
            return False
        _keep(mail, "marked_as_sent", by, at)
    return True


def decide(*, mail: OutgoingMail, decision: str, by: Any, at: datetime) -> bool:
    """`decision` is "again" or "arrived"; False if the mail is none to decide over (any more)."""
    if decision == "arrived":
        return mark_unknown_as_sent(mail=mail, by=by, at=at)
    # Whichever of the two it stands in by now: the write itself asks.
    return resend_unknown(mail=mail, by=by, at=at) or resend_refused(mail=mail, by=by, at=at)


def _send_again(mail: OutgoingMail, states: list[MailState], by: Any, at: datetime) -> bool:
    with transaction.atomic():
        changes = {"state": MailState.QUEUED, "claim": "", "handed_over_at": None}
        if not _decide(mail, states, {**changes, "due_at": at, "attempts": 0}):
            return False
        _keep(mail, "sent_again", by, at)
        tell_moved(mail)
        transaction.on_commit(lambda: ring(deliver_mail, mail.pk))
    return True


def _decide(mail: OutgoingMail, states: list[MailState], changes: dict[str, Any]) -> bool:
    rows = all_mails().filter(pk=mail.pk, state__in=states)
    return bool(rows.update(lease_until=None, last_error="", **changes))


def _keep(mail: OutgoingMail, verb: str, by: Any, at: datetime) -> None:
    MailEvent.objects.create(mail=mail, at=at, kind=verb, detail=str(by or ""))
    mail.refresh_from_db()
    if mail.workspace_id is not None:
        # Not a WorkspaceModel, since some mails have none; this one has all that the row needs.
        record(verb=f"mail.{verb}", obj=cast(Any, mail), by=by, at=at)
