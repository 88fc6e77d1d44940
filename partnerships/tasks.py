"""Jobs by the clock. Ids in, one action each; a tick lost or doubled does no harm."""

from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from partnerships.actions.advance import advance_agreement
from partnerships.actions.amendments import apply_due
from partnerships.actions.changes import today_of
from partnerships.actions.concerns import escalate_concern
from partnerships.actions.handover import tell_waiting
from partnerships.actions.partnerships import resume_partnership
from partnerships.actions.renewals import keep_renewals, steps_of, tell_expiry
from partnerships.errors import WrongState
from partnerships.queries.agreements import moved_by_date
from partnerships.queries.amendments import due_amendments
from partnerships.queries.concerns import still_open
from partnerships.queries.pauses import pauses_running_out
from partnerships.queries.renewals import expiring, renewing
from partnerships.tasks_budget import mend_ledgers as mend_ledgers
from partnerships.tasks_reviews import keep_reviews_everywhere as keep_reviews_everywhere
from partnerships.tasks_reviews import review as review

log = structlog.get_logger(__name__)


@shared_task(name="partnerships.advance_agreements")
def advance_agreements() -> int:
    """Every agreement, renewal and pause whose day has come, in all workspaces (rows 22 and 23).

    Gives how many moved. One that fails is logged and does not hold up the rest.
    """
    at = timezone.now()
    moved = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            moved += _advance(at) + _amend(at) + _renew(at) + _resume(at)
            _tell_expiries(at)
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


def _amend(at: datetime) -> int:
    """After `_advance`: what ended is not changed. Before renewals, which read the terms."""
    moved = 0
    for amendment in due_amendments():
        try:
            moved += apply_due(amendment=amendment, by=None, at=at)
        except WrongState:
            # Another worker, or a person, was faster.
            continue
        except Exception:
            log.exception("amendment_not_applied", amendment=amendment.public_id)
    return moved


def _renew(at: datetime) -> int:
    """After `_advance`: what came into force late renews in the same tick."""
    moved = 0
    for agreement in renewing():
        try:
            if steps_of(agreement, today_of(agreement.partnership, at)):
                moved += bool(keep_renewals(agreement=agreement, at=at))
        except Exception:
            log.exception("agreement_not_renewed", agreement=agreement.public_id)
    return moved


def _tell_expiries(at: datetime) -> None:
    for agreement in expiring(at):
        try:
            tell_expiry(agreement=agreement, at=at)
        except Exception:
            log.exception("expiry_not_told", agreement=agreement.public_id)


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


@shared_task(name="partnerships.escalate_concerns")
def escalate_concerns() -> int:
    """Concerns that stood open for the days of their path (row 53); gives the steps taken. One
    that fails is logged and does not hold up the rest."""
    at = timezone.now()
    taken = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            for concern in still_open():
                try:
                    taken += len(escalate_concern(concern=concern, at=at))
                except Exception:
                    log.exception("concern_not_escalated", concern=concern.public_id)
    return taken
