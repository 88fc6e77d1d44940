"""What nobody heard the doorbell for: due mails, and mails whose worker died."""

import random
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.mail.delivery import MAX_ATTEMPTS, deliver
from core.mail.rows import all_mails
from core.mail.signals import tell_moved
from core.mail.ways import Post
from core.models import MailEvent, OutgoingMail
from core.models.mail import MailState

BATCH = 50
# Half of the time between two ticks: the worker has other things to do as well.
TIME_BUDGET = timedelta(seconds=10)
# A way out that fails so often in a row is down: the rest waits for the next tick.
TROUBLE_LIMIT = 3


def sweep(*, budget: timedelta = TIME_BUDGET) -> dict[str, int]:
    """Recover dead claims, then deliver what is due; how many mails came to which state.

    Any number of sweeps may run at once: a mail belongs to whoever claims it.
    """
    counts: dict[str, int] = {}
    for state in recover_claims(at=timezone.now()):
        counts[f"recovered_{state}"] = counts.get(f"recovered_{state}", 0) + 1
    until = time.monotonic() + budget.total_seconds()
    trouble = 0
    with Post() as post:
        while trouble < TROUBLE_LIMIT and time.monotonic() < until:
            ids = due_mails(at=timezone.now(), limit=BATCH)
            if not ids:
                break
            for mail_id in ids:
                outcome = deliver(mail_id, at=timezone.now(), post=post) or "taken"
                counts[outcome] = counts.get(outcome, 0) + 1
                trouble = trouble + 1 if outcome in (MailState.QUEUED, MailState.UNKNOWN) else 0
                if trouble >= TROUBLE_LIMIT or time.monotonic() >= until:
                    break
    return counts


def due_mails(*, at: datetime, limit: int) -> list[int]:
    """Ids of the longest due mails, shuffled so that sweeps side by side rarely want the same."""
    ids = list(
        all_mails()
        .filter(state=MailState.QUEUED, due_at__lte=at)
        .order_by("due_at")
        .values_list("pk", flat=True)[:limit]
    )
    random.shuffle(ids)
    return ids


def recover_claims(*, at: datetime) -> list[str]:
    """End the claims whose lease is over; the states their mails came to.

    Not handed over: queued again. Handed over: unknown, for a person to decide.
    """
    dead = all_mails().filter(state=MailState.SENDING, lease_until__lt=at)
    return [state for mail in dead.order_by("pk")[:500] if (state := _recover(mail, at))]


def _recover(mail: OutgoingMail, at: datetime) -> str | None:
    if mail.handed_over_at is not None:
        # The claim stays: should its worker only have slept, it may still tell what became of it.
        changes = {"state": MailState.UNKNOWN, "last_error": "the sender died while sending"}
    elif mail.attempts >= MAX_ATTEMPTS:
        changes = {"state": MailState.FAILED, "claim": "", "last_error": "the sender dies of it"}
    else:
        changes = {"state": MailState.QUEUED, "claim": "", "last_error": "the sender died"}
    with transaction.atomic():
        held = all_mails().filter(
            pk=mail.pk,
            state=MailState.SENDING,
            claim=mail.claim,
            handed_over_at=mail.handed_over_at,
        )
        if not held.update(lease_until=None, **changes):
            return None
        MailEvent.objects.create(
            mail=mail, at=at, kind="lease_over", detail=str(changes["last_error"])
        )
        if changes["state"] == MailState.FAILED:
            tell_moved(mail)
    return str(changes["state"])
