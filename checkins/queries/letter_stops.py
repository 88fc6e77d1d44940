"""Asked between the claim of a copy of a letter and its sending (quality.md, stop rules)."""

from datetime import datetime

from checkins.enums import NotSent
from checkins.models import LetterCopy, LetterOptOut
from checkins.queries.audience import is_away
from core.models import OutgoingMail
from partnerships.enums import Stage

# As the delivery log keeps it; by these words the copy is told why.
REASONS = {
    NotSent.OPTED_OUT: "the creator wants no letters",
    NotSent.AWAY: "the creator is away, or the partnership is paused",
    NotSent.ENDED: "the partnership has ended",
    NotSent.STOPPED: "the letter was stopped",
}


def reason_not_to_send_letter(mail: OutgoingMail, at: datetime) -> str | None:
    """What came between: they want no letters, are away, have left. An address that bounced is
    asked for all mail (core/mail/delivery.py)."""
    rows = LetterCopy.objects.select_related("partnership__creator")
    copy = rows.filter(mail=mail).first()
    if copy is None:
        # Two rows turned out to be one person: their one copy is another mail.
        return "the creator has another copy of it"
    partnership, creator = copy.partnership, copy.partnership.creator
    if copy.not_sent:
        return REASONS[NotSent.STOPPED]
    if LetterOptOut.objects.filter(creator=creator).exists():
        return REASONS[NotSent.OPTED_OUT]
    if partnership.stage == Stage.ENDED or creator.archived_at:
        return REASONS[NotSent.ENDED]
    today = at.astimezone(creator.zone).date()
    if partnership.paused_on(today) or is_away(creator.pk, today):
        return REASONS[NotSent.AWAY]
    return None
