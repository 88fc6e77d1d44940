"""One contact with what stands around it: the mail it answers, its files, what was said before and
after (row 7)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from checkins.enums import TouchKind
from checkins.models import Touch
from checkins.queries.contact import UNDELIVERED
from core.file_types import PICTURES
from core.models import InboundFile, OutgoingMail

# Said around it; the rest is on the timeline.
AROUND = 12
# A line that went to many or tells of work is no talk.
_NO_TALK = (TouchKind.LETTER, TouchKind.SURVEY, TouchKind.BRIEF)
_PATH = ("partnership__creator", "partnership__brand", "partnership__owner", "workspace")


@dataclass(frozen=True)
class File:
    row: InboundFile

    @property
    def kept(self) -> bool:
        return bool(self.row.content) and not self.row.refused

    @property
    def is_picture(self) -> bool:
        return self.kept and self.row.content_type in PICTURES


@dataclass(frozen=True)
class Talk:
    """`answers`: our mail that it answers; `mail`: that it is itself. `stranger`: the address it
    came from where that is another one than we wrote to."""

    touch: Touch
    answers: OutgoingMail | None
    files: list[File]
    stranger: str
    around: list[Touch]


def touches() -> "QuerySet[Touch, Any]":
    return Touch.objects.select_related(*_PATH, "by", "mail", "inbound__answers")


def talk(touch: Touch) -> Talk:
    """Three queries at most."""
    inbound = touch.inbound
    files = list(InboundFile.objects.filter(mail=inbound)) if inbound is not None else []
    answers = inbound.answers if inbound is not None else None
    if answers is None:
        answers = _asked_on_page(touch)
    around = (
        Touch.objects.filter(partnership=touch.partnership_id)
        .exclude(kind__in=_NO_TALK)
        .select_related("by", "mail")
        .order_by("-at", "-pk")
    )
    earlier = list(around.filter(at__lte=touch.at).exclude(pk=touch.pk)[:AROUND])
    later = list(around.filter(at__gt=touch.at).order_by("at", "pk")[:AROUND])
    return Talk(
        touch=touch,
        answers=answers,
        files=[File(row) for row in files],
        stranger=inbound.from_email if inbound is not None and inbound.from_known is False else "",
        around=[*reversed(later), touch, *earlier],
    )


def _asked_on_page(touch: Touch) -> OutgoingMail | None:
    kind, _colon, public_id = touch.source_key.partition(":")
    if kind != "page":
        return None
    return OutgoingMail.objects.filter(public_id=public_id).first()


def arrived(mail: OutgoingMail | None) -> bool:
    return mail is None or mail.state not in UNDELIVERED
