"""The clock of letters. Rows say what is due, so a tick lost or doubled does no harm."""

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from checkins.actions.letter_copies import going_out

log = structlog.get_logger(__name__)


@shared_task(name="checkins.send_letters")
def send_letters() -> int:
    """Letters that are due go on, in all workspaces; gives how many copies were written."""
    at = timezone.now()
    written = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            try:
                written += going_out(at)
            except Exception:
                log.exception("letters_not_sent", workspace=workspace.slug)
    return written
