"""Jobs by the clock. Ids in, one action each; a tick lost or doubled does no harm."""

from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from partnerships.actions.advance import advance_agreement
from partnerships.actions.changes import today_of
from partnerships.actions.handover import tell_waiting
from partnerships.actions.partnerships import resume_partnership
from partnerships.errors import WrongState
from partnerships.queries.agreements import moved_by_date
from partnerships.queries.pauses import pauses_running_out

log = structlog.get_logger(__name__)


@shared_task(name="partnerships.advance_agreements")
def advance_agreements() -> int:
    """Every agreement and pause whose day has come, in all workspaces (row 23).

    Gives how many moved. One that fails is logged and does not hold up the rest.
    """
    at = timezone.now()
    moved = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            moved += _advance(at) + _resume(at)
    return moved


def _advance(at: datetime) -> int:
    moved = 0
    for agreement in moved_by_date(at):
        try:
            moved += bool(advance_agreement(agreement=agreement, by=None, at=at))
        except WrongState:
            # Another worker, or a person, was faster.
            continue
        except Exception:
            log.exception("agreement_not_advanced", agreement=agreement.public_id)
    return moved


def _resume(at: datetime) -> int:
    moved = 0
    for partnership in pauses_running_out(at):
        until = partnership.paused_until
        if until is None or today_of(partnership, at) <= until:
            continue
        try:
            resume_partnership(partnership=partnership, by=None, at=at)
            moved += 1
        except WrongState:
            continue
        except Exception:
            log.exception("pause_not_ended", partnership=partnership.public_id)
    return moved


@shared_task(name="partnerships.tell_handovers")
def tell_handovers() -> int:
    """Creators of a large handover who were not told at once (row 6); gives the number of mails."""
    at = timezone.now()
    told = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            told += tell_waiting(at=at)
    return told
