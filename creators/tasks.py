"""Jobs of this room. Ids in, one action; a tick lost or doubled does no harm."""

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from core.doorbell import ring
from creators.actions.potential import refresh_peers, score_creators, sweep_potential
from creators.queries.potential import is_due

log = structlog.get_logger(__name__)


@shared_task(name="creators.score")
def score(workspace_id: int, creator_ids: list[int]) -> int:
    """Something that these creators are judged by has changed."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        return score_creators(creator_ids=creator_ids, at=timezone.now())


@shared_task(name="creators.score_results")
def score_results(workspace_id: int, creator_ids: list[int]) -> int:
    """Their campaigns brought figures: what is usual in the workspace may have moved too."""
    at = timezone.now()
    workspace = Workspace.objects.get(pk=workspace_id)
    with scope(workspace=workspace):
        refresh_peers(workspace=workspace, at=at)
        return score_creators(creator_ids=creator_ids, at=at)


@shared_task(name="creators.sweep_potential")
def sweep() -> int:
    """The day's run over every workspace that has not had it, a stretch at a time (row 13).

    Gives how many workspaces are not through yet.
    """
    at = timezone.now()
    left = 0
    for workspace in Workspace.objects.order_by("pk"):
        with scope(workspace=workspace):
            try:
                if is_due(at.date()):
                    left += sweep_potential(workspace=workspace, at=at)
            except Exception:
                log.exception("potential_not_swept", workspace=workspace.slug)
    if left:
        ring(sweep)
    return left
