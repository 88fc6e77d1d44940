"""The programme in numbers: only what the rows support, each with its sample size."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from campaigns.models import Collaboration, Result
from campaigns.queries.goalposts import Moved, moved_by_brand_and_owner
from campaigns.queries.tallies import tallies
from campaigns.rules.tallies import Tally
from partnerships.enums import Stage, Tier
from partnerships.models import Partnership
from reports.queries.coming_back import ComingBack, coming_back
from reports.queries.record import on_time
from reports.rules.clock import OnTime

# The window of the results by market, in days.
PERIOD = 365


@dataclass(frozen=True)
class Repeat:
    """Repeat collaboration = creators with a third finished campaign ÷ creators with a second one,
    counted with one brand."""

    first: int
    second: int
    third: int

    @property
    def rate(self) -> float | None:
        return self.third / self.second if self.second else None


@dataclass(frozen=True)
class Programme:
    clock: OnTime
    repeat: Repeat
    coming_back: ComingBack
    # Goalposts that were moved after a lock, by brand and owner (row 36).
    moved: list[Moved]
    # Tier → living partnerships that are not paused; in the order of the tiers.
    tiers: dict[str, int]
    paused: int
    # Market → results since `since`.
    markets: dict[str, Tally]
    since: date


def programme(now: datetime, today: date) -> Programme:
    """`today` is a date in the workspace's zone. Eleven queries."""
    since = today - timedelta(days=PERIOD)
    by_market = tallies(Result.objects.filter(day__gt=since, day__lte=today), "market")
    tiers, paused = _tiers()
    return Programme(
        clock=on_time(now),
        repeat=repeat_collaboration(),
        coming_back=coming_back(now),
        moved=moved_by_brand_and_owner(now),
        tiers=tiers,
        paused=paused,
        markets={market: tally for (market,), tally in sorted(by_market.items())},
        since=since,
    )


def repeat_collaboration() -> Repeat:
    pairs = (
        Collaboration.objects.finished()
        .order_by()
        .values("partnership__creator_id", "partnership__brand_id")
        .annotate(finished=Count("pk"))
    )
    numbers = pairs.aggregate(
        first=Count("finished"),
        second=Count("finished", filter=Q(finished__gte=2)),
        third=Count("finished", filter=Q(finished__gte=3)),
    )
    return Repeat(**numbers)


def _tiers() -> tuple[dict[str, int], int]:
    found = (
        Partnership.objects.living().order_by().values_list("tier", "stage").annotate(n=Count("pk"))
    )
    tiers = dict.fromkeys(Tier.values, 0)
    paused = 0
    for tier, stage, n in found:
        if stage == Stage.PAUSED:
            paused += n
        else:
            tiers[tier] += n
    return tiers, paused
