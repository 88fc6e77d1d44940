"""Asked between the claim of a mail and its sending (quality.md, stop rules)."""

from datetime import datetime

from core.models import OutgoingMail
from partnerships.models import Handover


def reason_not_to_introduce(mail: OutgoingMail, at: datetime) -> str | None:
    """The new contact is no longer the contact, or the creator has left: the mail would mislead."""
    rows = Handover.objects.filter(mail=mail).select_related("partnership__creator")
    found = list(rows)
    if not found:
        return None
    if all(row.partnership.creator.archived_at for row in found):
        return "the creator is archived"
    if all(row.partnership.owner_id != row.to_owner_id for row in found):
        return "somebody else looks after them by now"
    return None
