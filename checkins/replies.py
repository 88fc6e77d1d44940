"""A creator answers a mail of ours that no page or list of its own listens to: their words are a
contact that wants an answer (product.md, People; row 42)."""

from datetime import datetime

from django.utils import timezone

from campaigns.actions.outreach import note_reply
from campaigns.outreach_emails import PURPOSE as OUTREACH
from checkins.actions.answers import MAIL, take_reply
from checkins.actions.touches import log_touch
from checkins.emails import KIND
from checkins.enums import Direction, TouchKind
from checkins.queries.mail_of import partnership_of
from checkins.remark_emails import KIND as REMARK
from checkins.rules.introductions import ASK, NOT_NOW
from core.mail.replies import register_reply
from core.models import InboundMail, OutgoingMail

# What rooms below write to creators and do not listen to themselves. The answer to an introduction
# that was made goes to the other creator, so nobody listens here.
_BELOW = (
    "agreement", "amendment", "approval", "debrief", "ended_creator", "expires_creator", "feedback",
    "handover", "notice_back_creator", "notice_creator", "opportunity", "renewed_creator",
    "review_shared", "revision", "sow", "window_creator",
)  # fmt: skip
KINDS = (KIND, "note", REMARK, ASK, NOT_NOW, "survey", "survey_reminder", *_BELOW)


def to_touch(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """File the answer as a contact of the partnership that `mail` is about. False where there is
    none, or where the answer says nothing."""
    inbound = _inbound(source_key)
    if not text.strip() and not (inbound is not None and inbound.files.exists()):
        return False
    partnership = partnership_of(mail)
    if partnership is None:
        return False
    take_reply(
        partnership=partnership,
        text=text,
        subject=(inbound.subject if inbound else "") or mail.subject,
        received_at=at,
        source_key=source_key,
        inbound=inbound,
        at=timezone.now(),
    )
    return True


def to_outreach(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """Their words stand on the question, which is a line of Today; here they are a contact."""
    partnership = partnership_of(mail)
    if not note_reply(mail, text, at, source_key) or partnership is None:
        return False
    log_touch(
        partnership=partnership,
        kind=TouchKind.REPLY,
        direction=Direction.IN,
        at=at,
        logged_at=max(timezone.now(), at),
        by=None,
        subject=mail.subject,
        body=text,
        source_key=source_key,
        inbound=_inbound(source_key),
    )
    return True


def _inbound(source_key: str) -> InboundMail | None:
    kind, _colon, public_id = source_key.partition(":")
    return InboundMail.objects.filter(public_id=public_id).first() if kind == MAIL else None


def register() -> None:
    for kind in KINDS:
        register_reply(kind, to_touch)
    register_reply(OUTREACH, to_outreach)
