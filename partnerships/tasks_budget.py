"""The ledger is looked over once a night."""

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from partnerships.actions.ledger import mend_ledger

log = structlog.get_logger(__name__)


@shared_task(name="partnerships.mend_ledgers")
def mend_ledgers() -> int:
    """The ledger of every workspace (row 30); gives in how many something was mended.

    One that fails is logged and does not hold up the rest."""
    mended = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            try:
                found = mend_ledger(by=None, at=timezone.now())
            except Exception:
                log.exception("ledger_not_mended", workspace=workspace.slug)
                continue
            if found.any:
                log.warning("ledger_mended", workspace=workspace.slug, found=found)
            mended += found.any
    return mended
