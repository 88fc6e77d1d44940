"""What became of a mail, for the rooms that keep something by it. Sent on commit, and only where it
may change whether anybody can have read the mail; the rows are the truth, so listeners also sweep.

mail_moved: `mail_id`, `workspace_id` (None for mails of the installation itself).
mail_unsubscribed: the same; a provider was told that they want no more mail of this kind.
"""

from typing import Any

import structlog
from django.db import transaction
from django.dispatch import Signal

mail_moved = Signal()
mail_unsubscribed = Signal()
log = structlog.get_logger(__name__)


def tell_moved(mail: Any) -> None:
    """A listener that fails fails alone: the mail's own row is written."""
    _tell(mail_moved, mail)


def tell_unsubscribed(mail: Any) -> None:
    _tell(mail_unsubscribed, mail)


def _tell(signal: Signal, mail: Any) -> None:
    def send() -> None:
        for _receiver, answer in signal.send_robust(
            sender=type(mail), mail_id=mail.pk, workspace_id=mail.workspace_id
        ):
            if isinstance(answer, Exception):
                log.error("mail.listener_failed", mail=mail.public_id, error=repr(answer))

    transaction.on_commit(send)
