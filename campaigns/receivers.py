"""The score of a creator follows what campaigns bring; the nightly run finds what is missed."""

from datetime import datetime
from typing import Any

from django_scopes import scope

from accounts.models import Workspace
from campaigns.models import Collaboration, Deliverable
from campaigns.queries.track_record import creators_of_campaign
from campaigns.signals import (
    campaign_closed,
    campaign_reopened,
    deliverable_published,
    results_changed,
)
from core.doorbell import ring
from creators.tasks import score, score_results
from partnerships.tasks import review


def on_results(
    sender: Any, workspace_id: int, campaign_id: int, at: datetime, **kwargs: Any
) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        ids = creators_of_campaign(campaign_id)
    ring(score_results, workspace_id, ids)


def on_published(
    sender: Any, workspace_id: int, deliverable_id: int, at: datetime, **kwargs: Any
) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        rows = Deliverable.objects.filter(pk=deliverable_id)
        ids = list(rows.values_list("collaboration__partnership__creator", flat=True))
    ring(score, workspace_id, ids)


def on_closed(
    sender: Any, workspace_id: int, campaign_id: int, at: datetime, **kwargs: Any
) -> None:
    """After the first campaign somebody has to decide whether to go on (row 17). Opened again, what
    is undecided rests until it is closed; what is decided is not asked twice."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        rows = Collaboration.objects.taking_part().filter(campaign=campaign_id)
        ids = list(rows.values_list("partnership", flat=True))
    ring(review, workspace_id, ids)


def connect() -> None:
    for signal in (results_changed, campaign_closed, campaign_reopened):
        signal.connect(on_results, dispatch_uid="campaigns.on_results")
    for signal in (campaign_closed, campaign_reopened):
        signal.connect(on_closed, dispatch_uid="campaigns.on_closed")
    deliverable_published.connect(on_published, dispatch_uid="campaigns.on_published")
