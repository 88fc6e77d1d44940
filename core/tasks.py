"""Tasks of the ground floor: ids in, one action, harmless when repeated."""

import structlog
from celery import shared_task
from django.utils import timezone

from core.bulk.tasks import sweep_bulk, work_on_bulk
from core.exports.tasks import sweep_exports, work_on_export
from core.imports.tasks import sweep_imports, work_on_import
from core.mail.delivery import deliver
from core.mail.filing import file_one, waiting
from core.mail.sweep import sweep

log = structlog.get_logger(__name__)

__all__ = [
    "deliver_mail",
    "file_inbound",
    "sweep_bulk",
    "sweep_exports",
    "sweep_imports",
    "sweep_inbound",
    "sweep_mail",
    "work_on_bulk",
    "work_on_export",
    "work_on_import",
]


@shared_task(name="core.deliver_mail")
def deliver_mail(mail_id: int) -> str | None:
    """Rung for a mail on commit; a mail that is not due or not there any more is no error.

    Of a burst only the first mails ring, so the others are looked for here.
    """
    state = deliver(mail_id, at=timezone.now())
    sweep()
    return state


@shared_task(name="core.sweep_mail")
def sweep_mail() -> dict[str, int]:
    """The tick that finds what the doorbell missed; two at once do no harm."""
    return sweep()


@shared_task(name="core.file_inbound")
def file_inbound(inbound_id: int) -> bool:
    """Rung when a mail has come in."""
    return file_one(inbound_id)


@shared_task(name="core.sweep_inbound")
def sweep_inbound() -> int:
    """The tick that finds received mails whose task was lost; gives how many were filed. One that
    fails is logged, waits, and does not hold up the rest."""
    filed = 0
    for pk in waiting():
        try:
            filed += file_one(pk)
        except Exception:
            log.exception("mail.inbound_not_filed", inbound=pk)
    return filed
