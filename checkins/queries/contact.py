"""When there was contact last. A mail that never arrived is no contact."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from checkins.enums import Direction
from checkins.models import Touch
from core.models.mail import MailState

UNDELIVERED = (
    MailState.CANCELLED,
    MailState.FAILED,
    MailState.BOUNCED,
    MailState.SUPPRESSED,
)
TWO_WAY = (Direction.IN, Direction.BOTH)


def real_touches() -> "QuerySet[Touch, Any]":
    return Touch.objects.exclude(mail__state__in=UNDELIVERED)


def newest(field: str, *, partnership: str = "pk", two_way: bool = False) -> Subquery:
    """`field` of the newest real touch of the partnership that the outer row names."""
    touches = real_touches().filter(partnership=OuterRef(partnership))
    if two_way:
        touches = touches.filter(direction__in=TWO_WAY)
    return Subquery(touches.order_by("-at", "-pk").values(field)[:1])
