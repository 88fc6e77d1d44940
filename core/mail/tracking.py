"""What the provider tells of a mail afterwards: delivered, bounced, complained (Anymail's signal).

Providers repeat themselves and tell things out of order. An event is one row for its id, and a
state only ever moves up: sent < delivered < bounced < complained.
"""

import hashlib
from datetime import datetime
from typing import Any

import structlog
from anymail.signals import EventType, tracking
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.mail.message import METADATA_KEY
from core.mail.rows import all_mails
from core.mail.signals import tell_moved, tell_unsubscribed
from core.mail.suppression import suppress
from core.models import MailEvent, OutgoingMail
from core.models.mail import MailState

log = structlog.get_logger(__name__)

# What a provider's event makes of a mail. Opened and clicked are not asked for and not kept.
STATE_OF = {
    EventType.QUEUED: MailState.SENT,
    EventType.SENT: MailState.SENT,
    EventType.DELIVERED: MailState.DELIVERED,
    EventType.BOUNCED: MailState.BOUNCED,
    EventType.REJECTED: MailState.BOUNCED,
    EventType.FAILED: MailState.BOUNCED,
    EventType.COMPLAINED: MailState.COMPLAINED,
}
ONLY_NOTED = {EventType.DEFERRED, EventType.UNSUBSCRIBED, EventType.AUTORESPONDED}
RANKS = [MailState.SENT, MailState.DELIVERED, MailState.BOUNCED, MailState.COMPLAINED]
# Before any event: also those whose fate we did not know. A mail waiting for its second attempt
# that turns out to have arrived is not sent again.
OPEN = [MailState.QUEUED, MailState.SENDING, MailState.UNKNOWN, MailState.FAILED]
# A full mailbox or a blocked sender says nothing about the address.
HARD = {"invalid", "bounced"}


def connect() -> None:
    tracking.connect(on_tracking, dispatch_uid="core.mail.tracking")


def on_tracking(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Receiver of Anymail's `tracking`: raises on a database error, so the provider repeats it."""
    state = STATE_OF.get(event.event_type)
    if state is None and event.event_type not in ONLY_NOTED:
        return
    mail = mail_of(event)
    if mail is None:
        log.info("mail.event_of_no_mail", provider=esp_name, kind=event.event_type)
        return
    at = event.timestamp or timezone.now()
    with transaction.atomic():
        if not _note(mail, event, esp_name, at):
            return
        if event.event_type == EventType.UNSUBSCRIBED:
            tell_unsubscribed(mail)
        if state is not None and move_up(mail, state, at=at, detail=_detail(event)):
            tell_moved(mail)
        hard = state == MailState.BOUNCED and event.reject_reason in HARD
        if state is not None and (hard or state == MailState.COMPLAINED):
            suppress(email=mail.to_email, reason=state, detail=_detail(event), at=at)


def mail_of(event: Any) -> OutgoingMail | None:
    """By our own id in the metadata, the provider's id, or our Message-ID (brackets or not)."""
    own = (event.metadata or {}).get(METADATA_KEY)
    if own:
        return all_mails().filter(public_id=own).first()
    if not event.message_id:
        return None
    bare = str(event.message_id).strip("<>")
    return all_mails().filter(Q(provider_id=event.message_id) | Q(message_id=f"<{bare}>")).first()


def move_up(mail: OutgoingMail, state: MailState, *, at: datetime, detail: str) -> bool:
    """One compare-and-swap: True if the mail stood lower than `state`."""
    lower = [*OPEN, *RANKS[: RANKS.index(state)]]
    return bool(
        all_mails()
        .filter(pk=mail.pk, state__in=lower)
        .update(
            state=state,
            last_error=detail,
            sent_at=Coalesce("sent_at", "handed_over_at", Value(at, output_field=DateTimeField())),
        )
    )


def _note(mail: OutgoingMail, event: Any, esp_name: str, at: datetime) -> bool:
    """Keep the event; False if this very one is kept already."""
    told = f"{event.event_type}:{event.timestamp}:{event.recipient}"
    if event.event_id and esp_name != "Mailgun":
        # Mailgun's is that of the telling: the same told again has another.
        told = event.event_id
    digest = hashlib.sha256(f"{esp_name}:{event.event_type}:{told}".encode()).hexdigest()
    try:
        with transaction.atomic():
            MailEvent.objects.create(
                mail=mail, at=at, kind=event.event_type, detail=_detail(event), event_id=digest
            )
    except IntegrityError:
        return False
    return True


def _detail(event: Any) -> str:
    parts = [event.description, event.mta_response, event.reject_reason]
    return " · ".join(str(part) for part in parts if part)[:2000]
