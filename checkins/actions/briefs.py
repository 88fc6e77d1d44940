"""A shared brief is a contact that asks for something (product.md, rows 7 and 44)."""

from datetime import datetime

from campaigns.models import BriefVersion
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from checkins.models import Touch


def log_brief(*, version: BriefVersion, at: datetime) -> Touch:
    """Once for each version, however often it is told or swept."""
    collaboration = version.brief.collaboration
    return log_touch(
        partnership=collaboration.partnership,
        kind=TouchKind.BRIEF,
        direction=Direction.OUT,
        at=version.shared_at,
        logged_at=max(at, version.shared_at),
        by=version.shared_by,
        asks=True,
        subject=collaboration.campaign.name,
        source_key=f"brief:{version.public_id}",
    )
