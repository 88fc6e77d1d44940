"""When there was contact last. A mail that never arrived is no contact."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from campaigns.models import Collaboration, Deliverable
from checkins.enums import Direction, TouchKind
from checkins.models import LastContact, Touch
from core.models.mail import MailState
from partnerships.models import Partnership

UNDELIVERED = (
    MailState.CANCELLED,
    MailState.FAILED,
    MailState.BOUNCED,
    MailState.SUPPRESSED,
)
TWO_WAY = (Direction.IN, Direction.BOTH)
# Written to many at once: told in the timeline, and no reason to be silent afterwards. An answer to
# one is a touch of its own.
TO_MANY = (TouchKind.LETTER, TouchKind.SURVEY)


def real_touches() -> "QuerySet[Touch, Any]":
    """What moves the next check-in and is counted as contact (rows 42, 54, 55)."""
    return Touch.objects.exclude(mail__state__in=UNDELIVERED).exclude(kind__in=TO_MANY)


def newest(field: str, *, partnership: str = "pk", two_way: bool = False) -> Subquery:
    """`field` of the newest real touch of the partnership that the outer row names."""
    touches = real_touches().filter(partnership=OuterRef(partnership))
    if two_way:
        touches = touches.filter(direction__in=TWO_WAY)
    return Subquery(touches.order_by("-at", "-pk").values(field)[:1])


@dataclass(frozen=True)
class Truth:
    """What a row of LastContact has to say, computed from the rows it is kept beside."""

    contact_at: datetime | None = None
    two_way_at: datetime | None = None
    worked_at: datetime | None = None


def kept_truth(row: LastContact) -> Truth:
    return Truth(row.contact_at, row.two_way_at, row.worked_at)


def truths(partnerships: "QuerySet[Partnership, Any]") -> dict[int, Truth]:
    """Partnership id → what its touches and work come to; three queries. Those that have had
    neither are not in it."""
    touched = real_touches().filter(partnership__in=partnerships).order_by()
    contact = {
        pk: (at, two_way)
        for pk, at, two_way in touched.values_list("partnership").annotate(
            last=Max("at"), heard=Max("at", filter=Q(direction__in=TWO_WAY))
        )
    }
    work = _worked(partnerships)
    return {
        pk: Truth(*contact.get(pk, (None, None)), worked_at=work.get(pk))
        for pk in contact.keys() | work.keys()
    }


def _worked(partnerships: "QuerySet[Partnership, Any]") -> dict[int, datetime]:
    """A campaign that is not closed lasts to the end of its last day: who is booked for it is not
    without work until then."""
    parts = Collaboration.objects.taking_part().filter(partnership__in=partnerships).order_by()
    found = {
        pk: max(filter(None, (closed, _end_of(last_day) if last_day else None)), default=None)
        for pk, closed, last_day in parts.values_list("partnership").annotate(
            closed=Max("closed_at"), ends=Max("campaign__ends_on", filter=Q(closed_at=None))
        )
    }
    published = (
        Deliverable.objects.filter(
            collaboration__partnership__in=partnerships, published_at__isnull=False
        )
        .order_by()
        .values_list("collaboration__partnership")
        .annotate(Max("published_at"))
    )
    for pk, at in published:
        found[pk] = max(filter(None, (found.get(pk), at)))
    return {pk: at for pk, at in found.items() if at is not None}


def _end_of(day: Any) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)
