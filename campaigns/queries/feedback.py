"""What audiences said, and the brand's answers (product.md, rows 47 and 72)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, When

from campaigns.enums import FeedbackKind, FeedbackState
from campaigns.models import Campaign, Collaboration, Feedback
from creators.models import Creator

PAGE = 50
# On the page of a campaign; the list has the rest.
SHOWN = 60
_PATH = (
    "by", "answered_by", "told", "collaboration__campaign__brand",
    "collaboration__partnership__creator",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """Of one collaboration: product suggestions without an answer, answers nobody told."""

    waiting: int = 0
    untold: int = 0


def untold(collaboration: Collaboration) -> QuerySet[Feedback]:
    """Answered, and the creator has not been told yet, the first heard first."""
    rows = Feedback.objects.filter(collaboration=collaboration, told=None)
    return rows.exclude(state=FeedbackState.OPEN).order_by("heard_on", "pk")


def of_campaign(campaign: Campaign) -> list[Feedback]:
    """Those without an answer first, then the newest; one query."""
    rows = Feedback.objects.filter(collaboration__campaign=campaign).select_related(*_PATH)
    return list(rows.order_by(_open_first(), "-heard_on", "-pk")[:SHOWN])


def counted_rows(collaboration_ids: Iterable[int]) -> Any:
    """Rows of collaboration, waiting, untold (as in `Counted`), for those with any feedback."""
    waiting = Q(state=FeedbackState.OPEN, kind=FeedbackKind.PRODUCT)
    answered = Q(told=None) & ~Q(state=FeedbackState.OPEN)
    return (
        Feedback.objects.filter(collaboration__in=list(collaboration_ids))
        .order_by()
        .values("collaboration")
        .annotate(waiting=Count("pk", filter=waiting), untold=Count("pk", filter=answered))
    )


def feedback_rows(
    *, state: str = "", kind: str = "", brand: str = "", q: str = ""
) -> QuerySet[Feedback]:
    """All of the workspace, narrowed; `state` "all": answered or not, "": those without an
    answer. `brand`: its public id."""
    rows = Feedback.objects.select_related(*_PATH)
    if state in FeedbackState:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.filter(state=FeedbackState.OPEN)
    if kind in FeedbackKind:
        rows = rows.filter(kind=kind)
    if brand:
        rows = rows.filter(collaboration__campaign__brand__public_id=brand)
    if q.strip():
        rows = rows.filter(Q(text__icontains=q.strip()) | Q(answer__icontains=q.strip()))
    return rows.order_by(_open_first(), "-heard_on", "-pk")


def feedback_page(rows: QuerySet[Feedback], number: str) -> Page:
    return Paginator(rows, PAGE).get_page(number)


def _open_first() -> Case:
    return Case(When(state=FeedbackState.OPEN, then=0), default=1)


def answered_for(creator: Creator, limit: int = 20) -> list[Feedback]:
    """What a creator may read: what their audience said, with the brand's answer, the newest
    answer first; one query. Nothing that is not answered."""
    rows = Feedback.objects.filter(collaboration__partnership__creator=creator)
    rows = rows.exclude(state=FeedbackState.OPEN).select_related("collaboration__campaign__brand")
    return list(
        rows.only(
            "text", "kind", "state", "answer", "answered_at", "heard_on",
            "collaboration__campaign__name", "collaboration__campaign__brand__name",
        ).order_by("-answered_at", "-pk")[:limit]
    )  # fmt: skip


def untold_by_part(rows: Iterable[Feedback]) -> list[tuple[Collaboration, int]]:
    """Of rows read already: whom answers still are to be told, and how many each."""
    found: dict[int, tuple[Collaboration, int]] = {}
    for row in rows:
        if row.state != FeedbackState.OPEN and row.told_id is None:
            _part, n = found.get(row.collaboration_id, (row.collaboration, 0))
            found[row.collaboration_id] = (row.collaboration, n + 1)
    return list(found.values())
