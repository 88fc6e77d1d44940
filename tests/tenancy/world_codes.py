"""A code of one collaboration."""

from typing import Any

from campaigns.models import Collaboration, TrackingCode


def coded(part: Collaboration) -> dict[str, Any]:
    code = TrackingCode.objects.create(
        workspace=part.workspace, collaboration=part, kind="discount", value="MAYA10", key="maya10"
    )
    return {"tracking_code": code.public_id}
