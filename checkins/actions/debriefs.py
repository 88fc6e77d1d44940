"""A win that was celebrated, or a debrief that was shared, is a contact (product.md, rows 7, 44
and 49)."""

from datetime import datetime

from campaigns.enums import DebriefKind
from campaigns.models import Debrief
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from checkins.models import Touch


def log_debrief(*, debrief: Debrief, at: datetime) -> Touch:
    """Once for each, however often it is told or swept. A win asks for nothing; a debrief asks how
    they see it."""
    win = debrief.kind == DebriefKind.WIN
    shared_at = debrief.shared_at
    assert shared_at is not None
    return log_touch(
        partnership=debrief.collaboration.partnership,
        kind=TouchKind.WIN if win else TouchKind.MESSAGE,
        direction=Direction.OUT,
        at=shared_at,
        logged_at=max(at, shared_at),
        by=debrief.shared_by,
        asks=not win,
        subject=debrief.collaboration.campaign.name,
        mail=debrief.mail,
        source_key=f"debrief:{debrief.public_id}",
    )
