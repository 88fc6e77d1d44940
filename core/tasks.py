"""Tasks of the ground floor: ids in, one action, harmless when repeated."""

from celery import shared_task
from django.utils import timezone

from core.bulk.tasks import sweep_bulk, work_on_bulk
from core.exports.tasks import sweep_exports, work_on_export
from core.imports.tasks import sweep_imports, work_on_import
from core.mail.delivery import deliver
from core.mail.sweep import sweep

__all__ = [
    "deliver_mail",
    "sweep_bulk",
    "sweep_exports",
    "sweep_imports",
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
