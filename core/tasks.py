"""Tasks of the ground floor: ids in, one action, harmless when repeated."""

from celery import shared_task
from django.utils import timezone

from core.mail.delivery import deliver
from core.mail.sweep import sweep


@shared_task(name="core.deliver_mail")
def deliver_mail(mail_id: int) -> str | None:
    """Rung for each mail on commit; a mail that is not due or not there any more is no error."""
    return deliver(mail_id, at=timezone.now())


@shared_task(name="core.sweep_mail")
def sweep_mail() -> dict[str, int]:
    """The tick that finds what the doorbell missed; two at once do no harm."""
    return sweep()
