"""Jobs by the clock. Ids in, one action each; a tick lost or doubled does no harm."""

from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from checkins.actions.addresses import follow_addresses
from checkins.actions.briefs import log_brief
from checkins.actions.closing import take_by_hand
from checkins.actions.debriefs import log_debrief
from checkins.actions.ideas import log_idea, log_told
from checkins.actions.planning import SLOT, WORDS, plan_check_ins, replan_partnership
from checkins.actions.rounds import log_round
from checkins.actions.sending import send_check_in
from checkins.actions.session_times import invite_due
from checkins.actions.standing import rebuild_last_contacts
from checkins.actions.syncs import log_sync
from checkins.errors import BrokenTemplate, MissingWords, Refused, SlotTaken
from checkins.models import CheckIn
from checkins.queries.drift import (
    briefs_without_touch,
    debriefs_without_touch,
    drifted,
    stopped_mails,
    syncs_without_touch,
)
from checkins.queries.idea_drift import answers_without_touch, ideas_without_touch, told_in
from checkins.queries.reach import to_send
from checkins.queries.rhythm import policies
from checkins.queries.rounds import rounds_without_touch
from checkins.queries.session_guests import turn_has_come

log = structlog.get_logger(__name__)
# Of one workspace in one tick; the next tick goes on, so that none starves another.
AT_ONCE = 500


@shared_task(name="checkins.plan")
def plan() -> int:
    """What is lacking is planned, what has drifted is planned anew, in all workspaces (row 42).

    Gives how many check-ins were planned.
    """
    at = timezone.now()
    planned = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            try:
                _catch_up(at)
                here = plan_check_ins(workspace=workspace, at=at)
                planned += here
                if here:
                    rebuild_last_contacts(workspace)
            except Exception:
                log.exception("check_ins_not_planned", workspace=workspace.slug)
    return planned


@shared_task(name="checkins.mend_last_contacts")
def mend_last_contacts() -> int:
    """What a lost signal or a row written past the actions left wrong is put right (row 55)."""
    mended = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            try:
                mended += rebuild_last_contacts(workspace)
            except Exception:
                log.exception("last_contacts_not_mended", workspace=workspace.slug)
    return mended


def _catch_up(at: datetime) -> None:
    for version in briefs_without_touch(at):
        log_brief(version=version, at=at)
    for idea in ideas_without_touch(at):
        log_idea(idea=idea, at=at)
    for mail in answers_without_touch(at):
        if ideas := told_in(mail):
            log_told(mail=mail, ideas=ideas, at=at)
    for note in syncs_without_touch(at):
        log_sync(note=note, at=at)
    for submission in rounds_without_touch(at):
        log_round(submission=submission, at=at)
    for debrief in debriefs_without_touch(at):
        log_debrief(debrief=debrief, at=at)
    follow_addresses(at=at)
    for partnership in [*drifted(policies()), *stopped_mails(at)]:
        replan_partnership(partnership=partnership, by=None, at=at)


@shared_task(name="checkins.send_due")
def send_due() -> int:
    """Send what goes out by itself now, in all workspaces; gives how many mails were queued."""
    at = timezone.now()
    sent = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            due = to_send(at).select_related("partnership__creator", "workspace")
            sent += sum(_send(check_in, at) for check_in in due[:AT_ONCE])
    return sent


def _send(check_in: CheckIn, at: datetime) -> bool:
    try:
        return send_check_in(check_in=check_in, by=None, at=at).mail is not None
    except (SlotTaken, BrokenTemplate) as refused:
        _hold(check_in, _why_held(refused), at)
    except Refused as refused:
        # Another worker or a person was faster, or the address went away: Today shows what is left.
        log.info("check_in_not_sent", check_in=check_in.public_id, why=str(refused))
    except Exception:
        log.exception("check_in_not_sent", check_in=check_in.public_id)
    return False


def _why_held(refused: Refused) -> str:
    if isinstance(refused, SlotTaken):
        return SLOT
    # Which variables nobody knows the value of, so that Today can name them.
    return ":".join([WORDS, *refused.names]) if isinstance(refused, MissingWords) else WORDS


def _hold(check_in: CheckIn, why: str, at: datetime) -> None:
    try:
        take_by_hand(check_in=check_in, by=None, at=at, why=why)
    except Refused:
        log.info("check_in_not_held", check_in=check_in.public_id)


@shared_task(name="checkins.invite_guests")
def invite_guests() -> int:
    """Guests of sessions whose turn to hear of it has come (row 71); gives how many are asked."""
    at = timezone.now()
    invited = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            for guest in turn_has_come(at)[:AT_ONCE]:
                try:
                    invited += invite_due(guest=guest, at=at)
                except Exception:
                    log.exception("guest_not_invited", guest=guest.public_id)
    return invited
