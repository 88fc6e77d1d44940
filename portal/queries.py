"""What a creator may read of themselves (row 75): only what was shared, never an internal note.

Each function takes the Creator and gives plain rows for one page, in a fixed number of queries.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from campaigns.enums import CampaignState, CollaborationState, DeliverableState
from campaigns.models import BriefVersion, Collaboration, Deliverable, Payment
from creators.models import Creator
from partnerships.enums import AgreementState, Stage
from partnerships.models import Agreement, Partnership
from reports.models import Summary, SummaryState


@dataclass(frozen=True)
class Work:
    """A collaboration that is not finished, with the newest shared brief (or None)."""

    collaboration: Collaboration
    brief: BriefVersion | None
    deliverables: list[Deliverable]


def partnerships(creator: Creator) -> QuerySet[Partnership]:
    return (
        creator.partnerships.exclude(stage=Stage.ENDED)
        .select_related("brand", "owner")
        .order_by("brand__name", "pk")
    )


def unfinished_work(creator: Creator) -> list[Work]:
    rows = (
        Collaboration.objects.filter(
            partnership__creator=creator,
            state__in=[CollaborationState.INVITED, CollaborationState.CONFIRMED],
        )
        .exclude(campaign__state=CampaignState.CLOSED)
        .select_related("campaign__brand", "partnership")
        .prefetch_related(
            Prefetch("deliverables", Deliverable.objects.order_by("due_on", "pk")),
            Prefetch("brief__versions", BriefVersion.objects.order_by("-number")),
        )
        .order_by("campaign__starts_on", "pk")
    )
    return [
        Work(
            collaboration=row,
            brief=next(iter(row.brief.versions.all()), None) if hasattr(row, "brief") else None,
            deliverables=list(row.deliverables.all()),
        )
        for row in rows
    ]


def next_deliverables(work: list[Work], limit: int = 3) -> list[Deliverable]:
    """The nearest unpublished ones over all work, soonest first."""
    open_ones = [
        deliverable
        for item in work
        for deliverable in item.deliverables
        if deliverable.state != DeliverableState.PUBLISHED
    ]
    return sorted(open_ones, key=lambda d: (d.due_on, d.pk))[:limit]


def sent_summaries(creator: Creator) -> QuerySet[Summary]:
    """Newest first; a draft is nobody's business yet."""
    return (
        Summary.objects.filter(collaboration__partnership__creator=creator, state=SummaryState.SENT)
        .select_related("collaboration__campaign__brand", "collaboration__partnership__owner")
        .defer("chart_png")
        .order_by("-closed_at", "-pk")
    )


def finished_without_summary(creator: Creator) -> QuerySet[Collaboration]:
    """Closed campaigns whose summary is still on its way: shown as such, with the promise."""
    return (
        Collaboration.objects.filter(partnership__creator=creator, state=CollaborationState.CLOSED)
        .exclude(summary__state=SummaryState.SENT)
        .select_related("campaign__brand")
        .order_by("-closed_at", "-pk")
    )


def agreements(creator: Creator) -> QuerySet[Agreement]:
    """Everything that was ever sent to the creator; drafts are not."""
    return (
        Agreement.objects.filter(partnership__creator=creator)
        .exclude(state=AgreementState.DRAFT)
        .select_related("partnership__brand", "partnership__owner")
        .prefetch_related("rates")
        .order_by("-starts_on", "-pk")
    )


def shared_versions(creator: Creator) -> QuerySet[BriefVersion]:
    return BriefVersion.objects.filter(
        brief__collaboration__partnership__creator=creator
    ).select_related("brief__collaboration__campaign__brand", "shared_by")


def payments(creator: Creator) -> QuerySet[Payment]:
    return (
        Payment.objects.filter(collaboration__partnership__creator=creator)
        .select_related("collaboration__campaign__brand")
        .order_by("-due_on", "-pk")
    )


def today_of(creator: Creator, now: datetime) -> date:
    """The creator's own date: what is due is due where they live."""
    return now.astimezone(creator.zone).date()
