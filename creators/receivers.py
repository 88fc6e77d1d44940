"""What follows here when something happened below or in this room."""

from datetime import datetime
from typing import Any

from core.doorbell import ring
from creators.signals import audience_changed
from creators.tasks import score


def on_audience(
    sender: Any, workspace_id: int, creator_ids: list[int], at: datetime, **kwargs: Any
) -> None:
    ring(score, workspace_id, creator_ids)


def connect() -> None:
    audience_changed.connect(on_audience, dispatch_uid="creators.on_audience")
