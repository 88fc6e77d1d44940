"""Asked between the claim of a question's mail and its sending (quality.md, stop rules)."""

from datetime import datetime

from checkins.models import AdvisoryQuestion
from core.models import OutgoingMail
from partnerships.enums import Stage


def reason_not_to_ask_advice(mail: OutgoingMail, at: datetime) -> str | None:
    """It is answered already, or they have left."""
    rows = AdvisoryQuestion.objects.select_related("partnership__creator")
    row = rows.filter(mail=mail).first()
    if row is None:
        return None
    if row.answered_at is not None:
        return "the question is answered"
    gone = row.partnership.stage == Stage.ENDED or row.partnership.creator.archived_at
    return "the partnership has ended" if gone else None
