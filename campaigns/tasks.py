"""Jobs of this room. Ids in, one action each; a tick lost or doubled does no harm."""

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from campaigns.actions.agreed_pay import keep_agreed_pay
from campaigns.queries.agreed_pay import paying_agreements

log = structlog.get_logger(__name__)


@shared_task(name="campaigns.keep_agreed_pay")
def keep_agreed_pay_everywhere() -> int:
    """Retainers, shares of sales and bonuses of every agreement in every workspace (rows 26, 27).

    Gives how many payments were written. One agreement that fails is logged and does not hold up
    the rest.
    """
    at = timezone.now()
    made = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            for agreement in paying_agreements():
                try:
                    made += keep_agreed_pay(agreement=agreement, at=at)
                except Exception:
                    log.exception("agreed_pay_not_kept", agreement=agreement.public_id)
    return made
