"""What creators say to a mail of ours, by mail or on its page: a contact that wants an answer
(product.md, People; rows 7 and 42)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins.actions.planning import lock
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind
from checkins.errors import Refused
from checkins.models import Touch
from core.audit import record
from core.models import InboundMail, InboundState, OutgoingMail
from creators.enums import ContactChannel
from partnerships.models import Partnership

# What makes the touch of a received mail itself; its page's answer is of the mail that asked.
MAIL, PAGE = "inbound", "page"


class SaidAlready(Refused):
    """Another answer to the same mail is there: `touch`."""

    message = _("An answer to this mail is there already.")
    field = "text"

    def __init__(self, touch: Touch) -> None:
        self.touch = touch
        super().__init__()


def take_reply(
    *,
    partnership: Partnership,
    text: str,
    subject: str,
    received_at: datetime,
    source_key: str,
    inbound: InboundMail | None,
    at: datetime,
    by: User | None = None,
) -> Touch:
    """Keep a reply that came at `received_at`, once for each `source_key`. `text` may be empty
    where files of `inbound` say it."""
    return log_touch(
        partnership=partnership,
        kind=TouchKind.REPLY,
        direction=Direction.IN,
        at=received_at,
        logged_at=max(at, received_at),
        by=by,
        subject=subject,
        body=text,
        channel=ContactChannel.EMAIL,
        source_key=source_key,
        inbound=inbound,
        waits=True,
    )


def file_inbound(
    *, inbound: InboundMail, partnership: Partnership, by: User, at: datetime
) -> Touch:
    """A person says whose mail it is; once. Refused for a mail of another workspace."""
    if inbound.workspace_id not in (None, partnership.workspace_id):
        raise Refused
    with transaction.atomic():
        lock(partnership)
        there = Touch.objects.filter(inbound=inbound).first()
        if there is not None:
            return there
        touch = take_reply(
            partnership=partnership,
            text=inbound.text,
            subject=inbound.subject,
            received_at=min(inbound.received_at, at),
            source_key=f"{MAIL}:{inbound.public_id}",
            inbound=inbound,
            at=at,
        )
        inbound.workspace_id = partnership.workspace_id
        inbound.state, inbound.handled_at, inbound.handled_by = InboundState.FILED, at, by
        inbound.save(update_fields=["workspace", "state", "handled_at", "handled_by"])
        record(verb="touch.filed", obj=touch, by=by, at=at, changes={"from": inbound.from_email})
    return touch


def answer_mail(*, mail: OutgoingMail, partnership: Partnership, text: str, at: datetime) -> Touch:
    """On the page of `mail`: one answer, ever. The same words again give the one that is there;
    others raise SaidAlready."""
    text = "\n".join(text.strip().splitlines())
    if not text:
        raise Refused(_("Write a few words first."), field="text")
    touch = take_reply(
        partnership=partnership,
        text=text,
        subject=mail.subject,
        received_at=at,
        source_key=page_key(mail),
        inbound=None,
        at=at,
    )
    if touch.body != text:
        raise SaidAlready(touch)
    return touch


def page_key(mail: OutgoingMail) -> str:
    return f"{PAGE}:{mail.public_id}"


def settle(*, touch: Touch, by: User, at: datetime) -> bool:
    """No answer is needed to this and to what they said before it. False if nothing waited."""
    with transaction.atomic():
        lock(touch.partnership)
        waiting = Touch.objects.filter(
            partnership=touch.partnership_id, awaits_answer=True, at__lte=touch.at
        )
        settled = bool(waiting.update(awaits_answer=False, answered_at=at))
        if settled:
            record(verb="touch.settled", obj=touch, by=by, at=at)
    return settled
