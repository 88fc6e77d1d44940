"""Remarks on what was published: which are written, which may still go out (row 46)."""

from datetime import datetime

from campaigns.enums import DeliverableState
from campaigns.models import Deliverable
from checkins.models import Touch
from core.models import OutgoingMail
from partnerships.enums import Stage
from partnerships.models import Partnership


def source_key(deliverable: Deliverable) -> str:
    return f"remark:{deliverable.public_id}"


def written_for(deliverable: Deliverable) -> Touch | None:
    """The remark that was sent or noted; one query."""
    rows = Touch.objects.select_related("by", "mail")
    return rows.filter(source_key=source_key(deliverable)).first()


def rests(partnership: Partnership, at: datetime) -> bool:
    """Whether no mail of ours should reach them: paused, or ended."""
    today = at.astimezone(partnership.creator.zone).date()
    return partnership.stage == Stage.ENDED or partnership.paused_on(today)


def reason_not_to_remark(mail: OutgoingMail, at: datetime) -> str | None:
    """Stop rule: the publication was taken back since, or the partnership rests."""
    path = "collaboration__partnership__creator"
    row = Deliverable.objects.select_related(path).filter(public_id=mail.about_id).first()
    if row is None or row.state != DeliverableState.PUBLISHED:
        return "it is not published any more"
    if rests(row.collaboration.partnership, at):
        return "the partnership is paused or has ended"
    return None
