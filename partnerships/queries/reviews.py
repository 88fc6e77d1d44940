"""Continuation reviews as the partnership's page shows them (product.md, rows 17 and 60)."""

from django.db.models import Q, QuerySet

from core.models import AuditEntry
from partnerships.models import ContinuationReview, Partnership

# What a changed mind leaves behind: earlier decisions, and why they were taken back.
_HISTORY = ("review.decided", "review.reopened", "review.shared")


def reviews_of(partnership: Partnership) -> list[ContinuationReview]:
    """The newest first, undecided ones before the others; one query."""
    rows = ContinuationReview.objects.filter(partnership=partnership)
    found = list(rows.select_related("decided_by", "mail"))
    for row in found:
        row.partnership = partnership
    found.sort(key=lambda row: bool(row.decision or row.dropped_at))
    return found


def undecided(partnership: Partnership) -> QuerySet[ContinuationReview]:
    """The one that waits longest."""
    rows = ContinuationReview.objects.filter(partnership=partnership, decision="", dropped_at=None)
    return rows.order_by("due_on", "pk")[:1]


def history_of(reviews: list[ContinuationReview]) -> dict[str, list[AuditEntry]]:
    """Public id → what was decided, shared and taken back, the oldest first; one query."""
    rows: QuerySet[AuditEntry] = AuditEntry.objects.filter(
        object_type=ContinuationReview._meta.label_lower,
        object_id__in=[row.public_id for row in reviews],
        verb__in=_HISTORY,
    )
    found: dict[str, list[AuditEntry]] = {}
    for row in rows.select_related("by").order_by("at", "pk"):
        found.setdefault(row.object_id, []).append(row)
    return found


def to_review() -> list[Partnership]:
    """All that a review may be asked of, and ended ones with one that is undecided; one query."""
    living = Partnership.objects.living()
    waiting = Partnership.objects.filter(reviews__decision="", reviews__dropped_at=None)
    rows = Partnership.objects.filter(
        Q(pk__in=living.values("pk")) | Q(pk__in=waiting.values("pk"))
    )
    return list(rows.select_related("creator", "brand").order_by("pk"))
