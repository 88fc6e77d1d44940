"""Received mails on their way to the room that listens (core/mail/inbound.py keeps them)."""

from django.db import transaction
from django_scopes import scope

from core.mail.replies import handler_of
from core.mail.rows import all_inbound
from core.models import InboundState


def file_one(pk: int) -> bool:
    """Hand one received mail to the room that listens; False if somebody did, or nobody listens.

    The room's rows and the new state are one transaction: whoever comes again finds it filed.
    """
    with transaction.atomic():
        row = (
            all_inbound()
            .select_for_update(of=("self",))
            .filter(pk=pk, state=InboundState.RECEIVED)
            .first()
        )
        if row is None or row.answers is None:
            return False
        handler = handler_of(row.answers.kind)
        taken = False
        if handler is not None:
            with scope(workspace=row.workspace):
                source_key = f"inbound:{row.public_id}"
                taken = handler(row.answers, row.text, row.received_at, source_key)
        state = InboundState.FILED if taken else InboundState.UNHEARD
        all_inbound().filter(pk=pk).update(state=state)
    return taken


def waiting() -> list[int]:
    """Received and not filed yet, the oldest first."""
    rows = all_inbound().filter(state=InboundState.RECEIVED)
    return list(rows.order_by("received_at").values_list("pk", flat=True)[:500])
