"""Continuation reviews as the partnership's page shows them (product.md, rows 17 and 60)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.models import AuditEntry
from core.together import read_together
from partnerships.models import Agreement, ContinuationReview, Partnership
from partnerships.queries.agreements import leading
from partnerships.rules.agreements import BINDING_STATES

# What a changed mind leaves behind: earlier decisions, and why they were taken back.
_HISTORY = ("review.decided", "review.reopened", "review.shared")


@dataclass(frozen=True)
class Reviewed:
    """`reviews`: the newest first, undecided ones before the others; `history`: public id → what
    was decided, shared and taken back, the oldest first; `agreement`: the one that binds now."""

    reviews: list[ContinuationReview]
    history: dict[str, list[AuditEntry]]
    agreement: Agreement | None


def reviewed(partnership: Partnership) -> Reviewed:
    """One query."""
    rows = ContinuationReview.objects.filter(partnership=partnership)
    found, told, agreements = read_together(
        [
            rows.select_related("decided_by"),
            _history(rows),
            Agreement.objects.filter(partnership=partnership, state__in=BINDING_STATES).only(
                "public_id", "state", "starts_on"
            ),
        ]
    )
    for row in found:
        row.partnership = partnership
    found.sort(key=lambda row: bool(row.decision or row.dropped_at))
    history: dict[str, list[AuditEntry]] = {}
    for entry in told:
        history.setdefault(entry.object_id, []).append(entry)
    return Reviewed(found, history, leading(agreements))


def undecided(partnership: Partnership) -> QuerySet[ContinuationReview]:
    """The one that waits longest."""
    rows = ContinuationReview.objects.filter(partnership=partnership, decision="", dropped_at=None)
    return rows.order_by("due_on", "pk")[:1]


def _history(reviews: "QuerySet[ContinuationReview]") -> "QuerySet[AuditEntry]":
    rows = AuditEntry.objects.filter(
        object_type=ContinuationReview._meta.label_lower,
        object_id__in=reviews.order_by().values("public_id"),
        verb__in=_HISTORY,
    )
    return rows.select_related("by").order_by("at", "pk")


def with_undecided(rows: "QuerySet[Partnership]") -> "QuerySet[Partnership]":
    """Of `rows` those in which somebody has to decide; no query of its own."""
    waiting = ContinuationReview.objects.filter(decision="", dropped_at=None)
    return rows.filter(pk__in=waiting.order_by().values("partnership"))


def to_review() -> list[Partnership]:
    """All that a review may be asked of, and ended ones with one that is undecided; one query."""
    living = Partnership.objects.living()
    waiting = with_undecided(Partnership.objects.all())
    rows = Partnership.objects.filter(
        Q(pk__in=living.values("pk")) | Q(pk__in=waiting.values("pk"))
    )
    return list(rows.select_related("creator", "brand").order_by("pk"))
