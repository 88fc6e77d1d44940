"""What happens here when something happened below. The plan task finds whatever is missed."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from django_scopes import scope

from accounts.models import User, Workspace
from campaigns.models import (
    BriefVersion,
    Collaboration,
    Debrief,
    Deliverable,
    Idea,
    Submission,
    SyncNote,
)
from campaigns.signals import (
    brief_shared,
    campaign_closed,
    campaign_reopened,
    debrief_shared,
    deliverable_published,
    idea_received,
    ideas_told,
    round_told,
    sync_held,
    work_changed,
)
from checkins.actions.addresses import follow_addresses
from checkins.actions.briefs import log_brief
from checkins.actions.debriefs import log_debrief
from checkins.actions.ideas import log_idea, log_told
from checkins.actions.introducing import pass_on
from checkins.actions.planning import HOURS, replan_partnership
from checkins.actions.rounds import log_round
from checkins.actions.standing import refresh_last_contacts
from checkins.actions.syncs import log_sync
from checkins.models import Touch
from checkins.queries.drift import BRIEF_PATH, DEBRIEF_PATH, SYNC_PATH
from checkins.queries.idea_drift import IDEA_PATH, told_in
from checkins.queries.rounds import ROUND_PATH
from core.mail.signals import mail_moved
from core.models import OutgoingMail
from core.models.mail import MailState
from creators.models import Creator
from creators.signals import profile_changed
from partnerships.models import Handover, Partnership
from partnerships.signals import (
    handed_over,
    partnership_changed,
    partnership_opened,
    tier_changed,
)


def on_partnership(
    sender: Any, workspace_id: int, partnership_id: int, at: datetime, **kwargs: Any
) -> None:
    """Opened, paused, resumed, ended, another tier or rhythm: the plan follows."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        partnership = Partnership.objects.select_related("creator", "brand").get(pk=partnership_id)
        replan_partnership(partnership=partnership, by=None, at=at)
        follow_addresses(at=at)


# What the day and the hour of a check-in are made of.
_HOURS = {"zone", "market", "quiet_from", "quiet_until"}


def on_creator(
    sender: Any,
    workspace_id: int,
    creator_id: int,
    fields: list[str],
    at: datetime,
    **kwargs: Any,
) -> None:
    """They live elsewhere, or have other quiet hours: days and hours follow (row 42). They have
    another address: what waits goes there."""
    if "email" in fields:
        with scope(workspace=Workspace.objects.get(pk=workspace_id)):
            follow_addresses(at=at)
    if _HOURS.isdisjoint(fields):
        return
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        rows = Partnership.objects.living().filter(creator=creator_id)
        for partnership in rows.select_related("creator", "brand").order_by("pk"):
            replan_partnership(partnership=partnership, by=None, at=at, why=HOURS)


def on_brief(
    sender: Any, workspace_id: int, brief_version_id: int, at: datetime, **kwargs: Any
) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        version = BriefVersion.objects.select_related(*BRIEF_PATH).get(pk=brief_version_id)
        log_brief(version=version, at=at)


def on_sync(sender: Any, workspace_id: int, sync_note_id: int, at: datetime, **kwargs: Any) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        note = SyncNote.objects.select_related(*SYNC_PATH).get(pk=sync_note_id)
        log_sync(note=note, at=at)


def on_idea(sender: Any, workspace_id: int, idea_id: int, at: datetime, **kwargs: Any) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        idea = Idea.objects.select_related(*IDEA_PATH).get(pk=idea_id)
        log_idea(idea=idea, at=at)


def on_ideas_told(
    sender: Any, workspace_id: int, mail_id: int, at: datetime, **kwargs: Any
) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        mail = OutgoingMail.objects.get(pk=mail_id)
        log_told(mail=mail, ideas=told_in(mail), at=at)


def on_round(
    sender: Any, workspace_id: int, submission_id: int, at: datetime, **kwargs: Any
) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        row = Submission.objects.select_related(*ROUND_PATH).get(pk=submission_id)
        log_round(submission=row, at=at)


def on_debrief(
    sender: Any, workspace_id: int, debrief_id: int, at: datetime, **kwargs: Any
) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        debrief = Debrief.objects.select_related(*DEBRIEF_PATH).get(pk=debrief_id)
        log_debrief(debrief=debrief, at=at)


def on_mail(sender: Any, mail_id: int, workspace_id: int | None, **kwargs: Any) -> None:
    """It came back, or turned out to have arrived after all: what never arrived is no contact."""
    if workspace_id is None:
        return
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        touches = Touch.objects.filter(mail=mail_id).select_related("partnership", "mail")
        for touch in touches:
            _refresh([touch.partnership_id])
            if touch.mail and touch.mail.state == MailState.CANCELLED:
                # Stopped before it left: the check-in is still to be, and counts from before it.
                at = timezone.now()
                replan_partnership(partnership=touch.partnership, by=None, at=at)


def on_closed(sender: Any, workspace_id: int, campaign_id: int, **kwargs: Any) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        parts = Collaboration.objects.filter(campaign=campaign_id)
        _refresh(list(parts.values_list("partnership", flat=True)))


def on_published(sender: Any, workspace_id: int, deliverable_id: int, **kwargs: Any) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        rows = Deliverable.objects.filter(pk=deliverable_id)
        _refresh(list(rows.values_list("collaboration__partnership", flat=True)))


def on_work(sender: Any, workspace_id: int, partnership_ids: list[int], **kwargs: Any) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        _refresh(partnership_ids)


def on_deleted(sender: Any, instance: Touch, **kwargs: Any) -> None:
    """Whoever deletes a contact; after the commit, since the partnership itself may be going."""

    def refresh() -> None:
        with scope(workspace=instance.workspace_id):
            _refresh([instance.partnership_id])

    transaction.on_commit(refresh, robust=True)


def _refresh(ids: list[int]) -> None:
    if ids:
        refresh_last_contacts(ids)


def on_handed_over(
    sender: Any, workspace_id: int, handover_ids: list[int], at: datetime, **kwargs: Any
) -> None:
    """Open introductions go with the creators they are about."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        rows = Handover.objects.filter(pk__in=handover_ids)
        given: dict[tuple[User, User], list[int]] = defaultdict(list)
        for row in rows.select_related("partnership", "from_owner", "to_owner"):
            given[row.from_owner, row.to_owner].append(row.partnership.creator_id)
        for (before, to), ids in given.items():
            pass_on(creator_ids=ids, before=before, to=to, at=at)


def connect() -> None:
    for signal in (partnership_opened, partnership_changed, tier_changed):
        signal.connect(on_partnership, dispatch_uid="checkins.on_partnership")
    profile_changed.connect(on_creator, sender=Creator, dispatch_uid="checkins.on_creator")
    round_told.connect(on_round, dispatch_uid="checkins.on_round")
    debrief_shared.connect(on_debrief, dispatch_uid="checkins.on_debrief")
    brief_shared.connect(on_brief, dispatch_uid="checkins.on_brief")
    sync_held.connect(on_sync, dispatch_uid="checkins.on_sync")
    idea_received.connect(on_idea, dispatch_uid="checkins.on_idea")
    ideas_told.connect(on_ideas_told, dispatch_uid="checkins.on_ideas_told")
    mail_moved.connect(on_mail, dispatch_uid="checkins.on_mail")
    campaign_closed.connect(on_closed, dispatch_uid="checkins.on_closed")
    campaign_reopened.connect(on_closed, dispatch_uid="checkins.on_reopened")
    deliverable_published.connect(on_published, dispatch_uid="checkins.on_published")
    work_changed.connect(on_work, dispatch_uid="checkins.on_work")
    post_delete.connect(on_deleted, sender=Touch, dispatch_uid="checkins.on_deleted")
    handed_over.connect(on_handed_over, dispatch_uid="checkins.on_handed_over")
