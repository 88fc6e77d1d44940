"""Asked between the claim of a mail and its sending (quality.md, stop rules)."""

from datetime import datetime

from checkins.enums import IntroductionState
from checkins.models import CheckIn, Introduction, Touch
from checkins.queries.absences import away_on
from checkins.queries.contact import TWO_WAY
from core.models import OutgoingMail
from partnerships.enums import Stage


def reason_not_to_send(mail: OutgoingMail, at: datetime) -> str | None:
    """Somebody heard from the creator since it was queued, or the partnership rests, or they
    are away."""
    check_in = CheckIn.objects.select_related("partnership__creator").filter(mail=mail).first()
    if check_in is None:
        return None
    partnership = check_in.partnership
    today = at.astimezone(partnership.creator.zone).date()
    if partnership.stage == Stage.ENDED or partnership.paused_on(today):
        return "the partnership is paused or has ended"
    if partnership.creator_id in away_on([partnership.creator_id], at):
        return "the creator is away"
    own = Touch.objects.filter(mail=mail).values_list("pk", flat=True).first() or 0
    heard = Touch.objects.filter(partnership=partnership, direction__in=TWO_WAY, pk__gt=own)
    return "the creator was in touch first" if heard.exists() else None


def reason_not_to_ask(mail: OutgoingMail, at: datetime) -> str | None:
    """They have answered, it was taken back, or one of the two has left."""
    row = _introduction(mail)
    if row is None:
        return None
    side = mail.key.rpartition(":")[2]
    if row.state != IntroductionState.ASKED or row.agreed(side) is not None:
        return "the introduction no longer waits for this answer"
    return _who_left(row)


def reason_not_to_bring_together(mail: OutgoingMail, at: datetime) -> str | None:
    row = _introduction(mail)
    return None if row is None else _who_left(row)


def _introduction(mail: OutgoingMail) -> Introduction | None:
    rows = Introduction.objects.select_related("first", "second")
    return rows.filter(public_id=mail.about_id).first()


def _who_left(row: Introduction) -> str | None:
    left = [creator for creator in (row.first, row.second) if creator.archived_at]
    return f"{left[0]} is archived" if left else None
