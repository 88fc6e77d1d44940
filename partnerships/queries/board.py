"""Partnerships as a board by stage, and as tiers with their places (product.md, row 8)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from partnerships.enums import Stage, Tier
from partnerships.models import Brand, Partnership
from partnerships.queries.bench import Candidate, bench
from partnerships.queries.listing import Filters, listed
from partnerships.queries.policies import capacities
from partnerships.rules.capacity import Capacity

# How long an ended partnership stays on the board, in days.
RECENTLY = 90
# Cards of a column, names of a tier; the list has the rest.
CARDS, NAMES = 30, 30
# The bench beside free places.
BESIDE = 3

_CARD = ["public_id", "workspace", "tier", "stage", "started_on", "paused_until", "ended_on",
         "end_kind", "creator__public_id", "creator__workspace", "creator__name",
         "creator__market", "brand__public_id", "brand__workspace", "brand__name",
         "owner__name"]  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A stage with the first of its `n` partnerships."""

    stage: Stage
    n: int
    cards: list[Partnership]

    @property
    def more(self) -> int:
        return self.n - len(self.cards)


@dataclass(frozen=True)
class TierPlaces:
    """A tier of a brand: its places, the first of its partners, and who could come up into it."""

    tier: Tier
    places: Capacity
    names: list[Partnership]
    bench: list[Candidate]

    @property
    def more(self) -> int:
        return self.places.used - len(self.names)


def stages(filters: Filters, user: User, today: date) -> list[Column]:
    """One column for each stage; the wish for a stage is not asked. Five queries."""
    counts = _rows(filters, user, "all", today).order_by().values("stage").annotate(n=Count("pk"))
    found = {row["stage"]: row["n"] for row in counts}
    return [
        Column(
            stage,
            found.get(stage.value, 0),
            list(_rows(filters, user, stage.value, today).only(*_CARD)[:CARDS]),
        )
        for stage in Stage
    ]


def _rows(filters: Filters, user: User, stage: str, today: date) -> QuerySet[Partnership]:
    """In the order of a column: by tier and name; ended ones by their day, the last first."""
    rows = listed(replace(filters, stage=stage), user)
    recent = Q(ended_on__gt=today - timedelta(days=RECENTLY))
    rows = rows.filter(~Q(stage=Stage.ENDED) | recent)
    if stage == Stage.ENDED:
        return rows.order_by("-ended_on", "creator__name", "pk")
    return rows.order_by("tier", "creator__name", "pk")


def tiers(brands: Iterable[Brand]) -> list[tuple[Brand, list[TierPlaces]]]:
    """Each brand with its three tiers; a fixed number of queries, however many brands."""
    brands = list(brands)
    places = capacities(brands)
    by_tier: dict[tuple[int, str], list[Partnership]] = defaultdict(list)
    rows = Partnership.objects.living().filter(brand__in=brands)
    rows = rows.select_related("creator", "brand", "owner").only(*_CARD)
    by_name = [F("creator__name").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=[F("brand"), F("tier")], order_by=by_name)
    for row in rows.annotate(place=place).filter(place__lte=NAMES).order_by(*by_name):
        by_tier[row.brand_id, row.tier].append(row)
    candidates = bench(brands, each=BESIDE)
    return [
        (
            brand,
            [
                TierPlaces(
                    tier,
                    places[brand.pk][tier.value],
                    by_tier[brand.pk, tier.value],
                    candidates.of(brand, tier.value),
                )
                for tier in Tier
            ],
        )
        for brand in brands
    ]
