"""A weekly sync is a contact, both ways (product.md, row 47)."""

from datetime import datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.models import SyncNote
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from checkins.models import Touch
from creators.enums import ContactChannel


def log_sync(*, note: SyncNote, at: datetime) -> Touch:
    """Once for each note, however often it is told or swept. It stands at noon of the creator's
    day, or where it was written down before that."""
    collaboration = note.collaboration
    partnership = collaboration.partnership
    noon = datetime.combine(note.held_on, time(12), tzinfo=partnership.creator.zone)
    held_at = min(noon, note.created_at)
    with override(note.by.language if note.by else None):
        subject = _("Weekly sync: %(campaign)s") % {"campaign": collaboration.campaign.name}
    return log_touch(
        partnership=partnership,
        kind=TouchKind.CALL,
        direction=Direction.BOTH,
        at=held_at,
        logged_at=max(at, held_at),
        by=note.by,
        subject=subject,
        body="\n\n".join(filter(None, (note.audience, note.agreed))),
        channel=ContactChannel.CALL,
        source_key=f"sync:{note.public_id}",
    )
