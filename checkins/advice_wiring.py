"""What questions to advisors bring to the rest of the house; called by `ready()`."""

from datetime import datetime

from django.utils import timezone

from checkins import advice_exports
from checkins.actions.advice import take_answer
from checkins.actions.answers import MAIL
from checkins.advice_emails import KIND
from checkins.errors import AlreadyAnswered
from checkins.models import AdvisoryQuestion, Touch
from checkins.queries.advice_stops import reason_not_to_ask_advice
from checkins.replies import to_touch
from core.mail.replies import register_reply
from core.mail.stop_rules import register_stop_rule
from core.models import InboundMail, OutgoingMail


def hear(mail: OutgoingMail, text: str, at: datetime, source_key: str) -> bool:
    """The first answer by mail is filed at its question; whatever follows is a contact."""
    if Touch.objects.filter(source_key=source_key).exists():
        return True
    rows = AdvisoryQuestion.objects.select_related("workspace", "partnership")
    question = rows.filter(mail=mail).first()
    if question is None or not text.strip():
        return to_touch(mail, text, at, source_key)
    kind, _colon, public_id = source_key.partition(":")
    inbound = InboundMail.objects.filter(public_id=public_id).first() if kind == MAIL else None
    try:
        take_answer(
            question=question,
            text=text,
            at=at,
            source_key=source_key,
            inbound=inbound,
            now=timezone.now(),
        )
    except AlreadyAnswered:
        return to_touch(mail, text, at, source_key)
    return True


def register() -> None:
    register_reply(KIND, hear)
    register_stop_rule(KIND, reason_not_to_ask_advice)
    advice_exports.register()
