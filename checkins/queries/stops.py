"""Asked between the claim of a check-in's mail and its sending (quality.md, stop rules)."""

from datetime import datetime

from checkins.models import CheckIn, Touch
from checkins.queries.contact import TWO_WAY
from core.models import OutgoingMail
from partnerships.enums import Stage


def reason_not_to_send(mail: OutgoingMail, at: datetime) -> str | None:
    """Somebody heard from the creator since it was queued, or the partnership rests."""
    check_in = CheckIn.objects.select_related("partnership__creator").filter(mail=mail).first()
    if check_in is None:
        return None
    partnership = check_in.partnership
    today = at.astimezone(partnership.creator.zone).date()
    if partnership.stage == Stage.ENDED or partnership.paused_on(today):
        return "the partnership is paused or has ended"
    own = Touch.objects.filter(mail=mail).values_list("pk", flat=True).first() or 0
    heard = Touch.objects.filter(partnership=partnership, direction__in=TWO_WAY, pk__gt=own)
    return "the creator was in touch first" if heard.exists() else None
