"""What happens here when something happened below. The plan task finds whatever is missed."""

from datetime import datetime
from typing import Any

from django_scopes import scope

from accounts.models import Workspace
from campaigns.models import BriefVersion
from campaigns.signals import brief_shared
from checkins.actions.briefs import log_brief
from checkins.actions.planning import replan_partnership
from checkins.queries.drift import BRIEF_PATH
from partnerships.models import Partnership
from partnerships.signals import partnership_changed, partnership_opened, tier_changed


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


def connect() -> None:
    for signal in (partnership_opened, partnership_changed, tier_changed):
        signal.connect(on_partnership, dispatch_uid="checkins.on_partnership")
    brief_shared.connect(on_brief, dispatch_uid="checkins.on_brief")
