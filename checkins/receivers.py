"""What happens here when something happened below. The plan task finds whatever is missed."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django_scopes import scope

from accounts.models import User, Workspace
from campaigns.models import BriefVersion, Collaboration, Deliverable
from campaigns.signals import brief_shared, campaign_closed, deliverable_published, work_changed
from checkins.actions.briefs import log_brief
from checkins.actions.introducing import pass_on
from checkins.actions.planning import replan_partnership
from checkins.actions.standing import refresh_last_contacts
from checkins.models import Touch
from checkins.queries.drift import BRIEF_PATH
from core.mail.signals import mail_moved
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


def on_brief(
    sender: Any, workspace_id: int, brief_version_id: int, at: datetime, **kwargs: Any
) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        version = BriefVersion.objects.select_related(*BRIEF_PATH).get(pk=brief_version_id)
        log_brief(version=version, at=at)


def on_mail(sender: Any, mail_id: int, workspace_id: int | None, **kwargs: Any) -> None:
    """It came back, or turned out to have arrived after all: what never arrived is no contact."""
    if workspace_id is None:
        return
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        ids = Touch.objects.filter(mail=mail_id).values_list("partnership", flat=True)
        _refresh(list(ids))


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
    brief_shared.connect(on_brief, dispatch_uid="checkins.on_brief")
    mail_moved.connect(on_mail, dispatch_uid="checkins.on_mail")
    campaign_closed.connect(on_closed, dispatch_uid="checkins.on_closed")
    deliverable_published.connect(on_published, dispatch_uid="checkins.on_published")
    work_changed.connect(on_work, dispatch_uid="checkins.on_work")
    post_delete.connect(on_deleted, sender=Touch, dispatch_uid="checkins.on_deleted")
    handed_over.connect(on_handed_over, dispatch_uid="checkins.on_handed_over")
