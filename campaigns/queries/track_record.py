"""What creators have done here, for the score and checklist of the room below (rows 11, 13)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from campaigns.enums import CollaborationState, DeliverableState
from campaigns.models import Collaboration, Deliverable, Result
from campaigns.queries.tallies import tallies
from campaigns.rules.tallies import Tally
from creators.rules.track_record import Deliveries, Results

_CREATOR = "collaboration__partnership__creator_id"


def results_of(creator_ids: Iterable[int]) -> dict[int, Results]:
    """Creator id → results of finished campaigns, for those who have any; two queries."""
    finished = Result.objects.filter(
        collaboration__partnership__creator__in=list(creator_ids),
        collaboration__state=CollaborationState.CLOSED,
    )
    found = tallies(finished, _CREATOR)
    campaigns = dict(
        finished.order_by().values_list(_CREATOR).annotate(n=Count("collaboration", distinct=True))
    )
    return {pk: _results(tally, campaigns[pk]) for (pk,), tally in found.items()}


def _results(tally: Tally, campaigns: int) -> Results:
    return Results(
        campaigns=campaigns,
        engagement={base: (share.interactions, share.base) for base, share in tally.shares.items()},
        purchases=tally.known("purchases"),
        reach=tally.known("reach"),
        revenue=tally.revenue,
    )


def deliveries_of(creator_ids: Iterable[int], at: datetime) -> dict[int, Deliveries]:
    """Creator id → deliverables whose day has come where the creator lives; one query."""
    rows = (
        Deliverable.objects.filter(
            collaboration__partnership__creator__in=list(creator_ids),
            # The day begins up to half a day earlier in the east.
            due_on__lte=(at + timedelta(days=1)).date(),
        )
        .exclude(collaboration__state=CollaborationState.DECLINED)
        .order_by()
        .values_list(
            _CREATOR, "collaboration__partnership__creator__zone", "due_on", "published_at",
            "state", "revisions",
        )
    )  # fmt: skip
    found: dict[int, dict[str, int]] = {}
    for creator, zone, due_on, published_at, state, revisions in rows:
        if state == DeliverableState.PUBLISHED and published_at:
            kind = "on_time" if published_at.astimezone(zone).date() <= due_on else "late"
        elif due_on < at.astimezone(zone).date():
            kind = "missing"
        else:
            continue
        counts = found.setdefault(creator, {"revisions": 0})
        counts[kind] = counts.get(kind, 0) + 1
        counts["revisions"] += revisions
    return {creator: Deliveries(**counts) for creator, counts in found.items()}


def creators_of_campaign(campaign_id: int) -> list[int]:
    """Whoever takes part; one query."""
    rows = Collaboration.objects.taking_part().filter(campaign=campaign_id)
    return list(rows.order_by().values_list("partnership__creator", flat=True).distinct())
