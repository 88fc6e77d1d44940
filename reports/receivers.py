from typing import Any

from django.dispatch import receiver
from django_scopes import scope

from accounts.models import Workspace
from campaigns.models import Collaboration
from campaigns.signals import campaign_closed, campaign_reopened, results_changed
from core.doorbell import ring
from reports.models import Summary, SummaryState
from reports.queries.corrections import sent_of_campaign
from reports.tasks import draft_summary, find_corrections, withdraw_summary


@receiver(campaign_closed, dispatch_uid="reports.draft_summaries")
def draft_summaries(workspace_id: int, campaign_id: int, **kwargs: Any) -> None:
    """A draft at once for each collaboration; what nobody heard, the sweep finds in a minute.
    Closed once more: who was sent a summary already may be owed a correction."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        closed = Collaboration.objects.finished().filter(campaign_id=campaign_id)
        ids = list(closed.exclude(summary__state=SummaryState.SENT).values_list("pk", flat=True))
        sent = sent_of_campaign(campaign_id)
    for pk in ids:
        ring(draft_summary, workspace_id, pk)
    if sent:
        ring(find_corrections, workspace_id, campaign_id)


@receiver(campaign_reopened, dispatch_uid="reports.withdraw_summaries")
def withdraw_summaries(workspace_id: int, campaign_id: int, **kwargs: Any) -> None:
    """Unsent drafts leave their clock at once; the sweep finds what nobody heard."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        unsent = Summary.objects.exclude(state=SummaryState.SENT)
        ids = list(unsent.filter(collaboration__campaign=campaign_id).values_list("pk", flat=True))
    for pk in ids:
        ring(withdraw_summary, workspace_id, pk)


@receiver(results_changed, dispatch_uid="reports.correct_summaries")
def correct_summaries(workspace_id: int, campaign_id: int, **kwargs: Any) -> None:
    """A late import, a number put right, an import undone: told, if it was told otherwise."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        sent = sent_of_campaign(campaign_id)
    if sent:
        ring(find_corrections, workspace_id, campaign_id)
