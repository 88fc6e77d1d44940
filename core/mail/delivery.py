"""Delivering one mail at most once, whatever dies on the way (architecture.md, Mail: a row first).

A worker *claims* a due row by compare-and-swap, asks the stop rules, commits `handed_over_at`
right before the mail leaves, sends, and settles. Every later write names the claim, so a worker
that lost it (frozen, thought dead) changes nothing. A claim that dies before the hand-over is
free again; one that dies after it makes the mail *unknown*, and a person decides.
"""

import random
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.errors import MessageError
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from core.mail.message import build_message
from core.mail.refusals import Ambiguous, Permanent, Temporary
from core.mail.rows import all_mails
from core.mail.signals import tell_moved
from core.mail.stop_rules import reason_to_stop
from core.mail.suppression import suppress, suppression_of
from core.mail.ways import Post
from core.models import MailEvent, OutgoingMail
from core.models.mail import MailState

log = structlog.get_logger(__name__)

# Longer than the timeouts of one sending; a dead worker's mail is listed as unknown after it.
LEASE = timedelta(seconds=90)
# Waits of 30 s, 1 min, 2 min … 1 h: fifty attempts are about two days.
FIRST_WAIT, LONGEST_WAIT, MAX_ATTEMPTS = 30, 3600, 50

# The ends of an attempt after which nobody can have the mail.
NEVER_LEFT = [
    MailState.BOUNCED,
    MailState.FAILED,
    MailState.SUPPRESSED,
    MailState.CANCELLED,
]


class Fenced(Exception):
    """The claim is somebody else's now: stop, and touch nothing."""


def deliver(mail_id: int, *, at: datetime, post: Post | None = None) -> str | None:
    """Try to deliver one mail that is due; its new state, or None if there was nothing to do.

    Not to be called inside a transaction: what it knows must be committed at each step.
    """
    mail = claim(mail_id, at=at)
    if mail is None:
        return None
    if post is not None:
        return _attempt(mail, post, at)
    with Post() as own:
        return _attempt(mail, own, at)


def claim(mail_id: int, *, at: datetime) -> OutgoingMail | None:
    """Take a due mail for the length of a lease; None if it is not due or another was quicker."""
    token = secrets.token_hex(16)
    with transaction.atomic(durable=True):
        won = (
            all_mails()
            .filter(pk=mail_id, state=MailState.QUEUED, due_at__lte=at)
            .update(
                state=MailState.SENDING,
                claim=token,
                lease_until=at + LEASE,
                handed_over_at=None,
                attempts=F("attempts") + 1,
            )
        )
    if not won:
        return None
    # Another may have taken it over since: then this finds nothing, and that is an answer.
    return all_mails().select_related("workspace").filter(pk=mail_id, claim=token).first()


def hand_over(mail: OutgoingMail, *, at: datetime) -> None:
    """Commit that from now on the recipient may have it. Raises Fenced if the claim is lost."""
    with transaction.atomic(durable=True):
        held = _held(mail).filter(state=MailState.SENDING).update(handed_over_at=at)
    if not held:
        raise Fenced
    mail.handed_over_at = at


def _attempt(mail: OutgoingMail, post: Post, at: datetime) -> str | None:
    try:
        stopped = _stopped(mail, at)
        if stopped is not None:
            return stopped
        provider_id = post.way_of(mail).send(
            _message(mail, at), hand_over=lambda: hand_over(mail, at=at)
        )
    except Fenced:
        log.warning("mail.fenced", mail=mail.public_id)
        return None
    except Exception as error:
        return _refused(mail, error, at)
    return settle_sent(mail, at=at, provider_id=provider_id)


def _message(mail: OutgoingMail, at: datetime) -> Any:
    try:
        return build_message(mail, at=at)
    except (ValueError, TypeError, LookupError, MessageError) as error:
        raise Permanent(f"cannot be written as a mail: {error}") from error


def _stopped(mail: OutgoingMail, at: datetime) -> str | None:
    suppression = suppression_of(mail.to_email)
    if suppression is not None:
        return settle(mail, MailState.SUPPRESSED, at=at, detail=suppression.reason)
    reason = reason_to_stop(mail, at=at)
    if reason is not None:
        return settle(mail, MailState.CANCELLED, at=at, detail=reason)
    return None


def _refused(mail: OutgoingMail, error: Exception, at: datetime) -> str | None:
    detail = str(error)[:2000] or type(error).__name__
    log.warning("mail.refused", mail=mail.public_id, kind=type(error).__name__, error=detail)
    known = isinstance(error, Temporary | Permanent)
    if isinstance(error, Ambiguous) or (mail.handed_over_at is not None and not known):
        # Also an error nobody thought of: after the hand-over it must not cause a second one.
        return settle(mail, MailState.UNKNOWN, at=at, detail=detail)
    if isinstance(error, Permanent):
        if not error.bad_address:
            return settle(mail, MailState.FAILED, at=at, detail=detail)
        suppress(email=mail.to_email, reason=MailState.BOUNCED, detail=detail, at=at)
        return settle(mail, MailState.BOUNCED, at=at, detail=detail)
    if mail.attempts >= MAX_ATTEMPTS:
        return settle(mail, MailState.FAILED, at=at, detail=detail)
    due = at + backoff(mail.attempts, wait=getattr(error, "wait", None))
    return settle(mail, MailState.QUEUED, at=at, detail=detail, due_at=due)


def backoff(attempts: int, *, wait: int | None = None) -> timedelta:
    """How long to wait after that many attempts: doubling, with jitter so that a crowd of mails
    does not come back as a crowd; never less than the `wait` (seconds) that was asked for."""
    planned = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT) * random.uniform(0.5, 1.5)
    return timedelta(seconds=max(planned, (wait or 0) * random.uniform(1, 1.1)))


def settle_sent(mail: OutgoingMail, *, at: datetime, provider_id: str) -> str | None:
    return settle(mail, MailState.SENT, at=at, sent_at=at, provider_id=provider_id)


def settle(
    mail: OutgoingMail, state: str, *, at: datetime, detail: str = "", **fields: Any
) -> str | None:
    """End this attempt: one write guarded by the claim, with its event. None if it was fenced.

    A mail that was given up as *unknown* meanwhile, and that nobody has decided over, still
    learns here what became of it.
    """

    def write() -> str | None:
        with transaction.atomic(durable=True):
            open_rows = _held(mail).filter(state__in=[MailState.SENDING, MailState.UNKNOWN])
            if open_rows.update(state=state, last_error=detail, lease_until=None, **fields):
                MailEvent.objects.create(mail=mail, at=at, kind=state, detail=detail)
                if state in NEVER_LEFT:
                    tell_moved(mail)
                return state
            if state == MailState.SENT:
                # The provider's own word ("delivered") was quicker than ours.
                _held(mail).filter(sent_at=None).update(lease_until=None, **fields)
            return None

    return _surely(write)


def _held(mail: OutgoingMail) -> Any:
    return all_mails().filter(pk=mail.pk, claim=mail.claim)


def _surely(write: Callable[[], str | None]) -> str | None:
    """What became of a mail is worth waiting for: a database that restarts is back in seconds."""
    for pause in (0.2, 1.0, 3.0, 6.0):
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
    return write()
