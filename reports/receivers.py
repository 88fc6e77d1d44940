from typing import Any

from django.dispatch import receiver
from django_scopes import scope

from accounts.models import Workspace
from campaigns.models import Collaboration
from campaigns.signals import campaign_closed
from core.doorbell import ring
from reports.tasks import draft_summary


@receiver(campaign_closed, dispatch_uid="reports.draft_summaries")
def draft_summaries(workspace_id: int, campaign_id: int, **kwargs: Any) -> None:
    """A draft at once for each collaboration; what nobody heard, the sweep finds in a minute."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        closed = Collaboration.objects.finished().filter(campaign_id=campaign_id, summary=None)
        ids = list(closed.values_list("pk", flat=True))
    for pk in ids:
        ring(draft_summary, workspace_id, pk)
