"""What is known of creators, gathered for score and checklist: a handful of queries for any
number of them (product.md, rows 11 and 13)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from creators.models import AudienceSnapshot, Channel, Creator, FitRating
from creators.rules.growth import WINDOW_DAYS, Reading
from creators.rules.potential import Audience, Evidence
from creators.rules.steadiness import STALE_DAYS, YEAR
from creators.rules.track_record import Deliveries, Results
from creators.track_record import deliveries_of, results_of

# Older snapshots say nothing that the rules still listen to.
OLDEST = timedelta(days=max(YEAR, STALE_DAYS + WINDOW_DAYS * 2))


def evidence_of(creator_ids: Iterable[int], at: datetime) -> dict[int, Evidence]:
    """Creator id → evidence at `at`, for each id there is. Four queries, and those of the room
    that knows campaigns."""
    ids = list(creator_ids)
    followers = dict(Creator.objects.filter(pk__in=ids).values_list("pk", "followers"))
    audiences = _audiences(ids, at)
    ratings: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = FitRating.objects.filter(creator__in=ids).order_by("pk")
    for creator, values, culture in rows.values_list("creator", "values", "culture"):
        ratings[creator].append((values, culture))
    results, deliveries = results_of(ids), deliveries_of(ids, at)
    return {
        pk: Evidence(
            today=at.date(),
            followers=size,
            channels=audiences.get(pk, []),
            results=results.get(pk, Results()),
            deliveries=deliveries.get(pk, Deliveries()),
            ratings=ratings.get(pk, []),
        )
        for pk, size in followers.items()
    }


def _audiences(creator_ids: list[int], at: datetime) -> dict[int, list[Audience]]:
    readings: dict[int, list[Reading]] = defaultdict(list)
    snapshots = AudienceSnapshot.objects.filter(
        channel__creator__in=creator_ids,
        taken_on__gte=(at - OLDEST).date(),
        # Somebody east of here writes tomorrow's date already.
        taken_on__lte=(at + timedelta(days=1)).date(),
    )
    columns = ("channel", "taken_on", "followers", "engagement")
    for channel, *reading in snapshots.order_by("taken_on").values_list(*columns):
        readings[channel].append(Reading(*reading))
    found: dict[int, list[Audience]] = defaultdict(list)
    for row in Channel.objects.filter(creator__in=creator_ids).order_by("pk"):
        audience = Audience(str(row), row.followers, row.engagement, readings.get(row.pk, ()))
        found[row.creator_id].append(audience)
    return found
