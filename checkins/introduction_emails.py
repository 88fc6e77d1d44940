"""Mails of introductions: to creators, in their language, from whoever thought of it (row 51).

They name the other one and their public channels. An address is given only in the last one, when
both have said yes.
"""

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from checkins.enums import Side
from checkins.models import Introduction
from checkins.rules.hours import Hours, next_moment
from checkins.rules.introductions import ANSWER_WITHIN, ASK, MADE, NOT_NOW, mail_key
from core.mail.outbox import queue_mail
from core.mail.rendering import Rendered, render_mail
from core.models import OutgoingMail
from core.reply_pages import make_token
from creators.models import Channel

# What the links of the asking mails are signed for.
PURPOSE = "introduction"


def ask(*, introduction: Introduction, side: str, at: datetime) -> OutgoingMail:
    """Would you like to meet? With the page that takes the answer."""
    return _queue(introduction, side, ASK, at)


def made(*, introduction: Introduction, side: str, at: datetime) -> OutgoingMail:
    """Both said yes: here is the other one's address, and a reply goes there."""
    return _queue(introduction, side, MADE, at)


def not_now(*, introduction: Introduction, side: str, at: datetime) -> OutgoingMail:
    """To one who said yes and hears nothing more. Why is nobody's business."""
    return _queue(introduction, side, NOT_NOW, at)


def preview(introduction: Introduction, side: str, at: datetime) -> Rendered:
    """The asking mail as it will be read, but for its link, which answers, and its foot."""
    link = f"{settings.SITE_URL}/answer/…"
    context = {**_context(introduction, side, ASK, at), "url": link}
    me = introduction.creator_of(side)
    letter = render_mail(_template(ASK), context, language=me.language)
    return replace(letter, text=letter.text.partition("\n-- \n")[0])


def answer_url(introduction: Introduction, side: str, asked: datetime) -> str:
    last: date = (asked + ANSWER_WITHIN).date()
    token = make_token(
        PURPOSE,
        introduction.workspace.public_id,
        introduction.public_id,
        str(Side(side)),
        until=last,
    )
    return settings.SITE_URL + reverse("checkins:introduction_answer", args=[token])


def _queue(introduction: Introduction, side: str, kind: str, at: datetime) -> OutgoingMail:
    me, owner = introduction.creator_of(side), introduction.owner
    other = introduction.creator_of(Side(side).other)
    return queue_mail(
        workspace=introduction.workspace,
        key=mail_key(introduction.public_id, side, kind),
        kind=kind,
        to=(me.email, me.name),
        language=me.language,
        template=_template(kind),
        context=_context(introduction, side, kind, at),
        from_name=owner.name,
        reply_to=other.email if kind == MADE else owner.email,
        about=introduction,
        at=at,
        due_at=next_moment(at, Hours.of(me)),
    )


def _template(kind: str) -> str:
    return f"checkins/mail/{kind}"


def _context(introduction: Introduction, side: str, kind: str, at: datetime) -> dict[str, object]:
    me, other = introduction.creator_of(side), introduction.creator_of(Side(side).other)
    return {
        "greet": me.call_name,
        "other": other,
        "address": other.email if kind == MADE else "",
        "channels": list(Channel.objects.filter(creator=other)),
        "reason": introduction.reason_for(side),
        "sender": introduction.owner,
        "zone": me.zone,
        "url": answer_url(introduction, side, at) if kind == ASK else "",
    }
