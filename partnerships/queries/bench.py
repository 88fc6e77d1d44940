"""The bench: who could come up into a tier next, and what is missing (product.md, row 14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from creators.enums import Verdict
from creators.models import VettingMark
from creators.queries.vetting import checklists
from creators.rules.vetting import GATE
from partnerships.enums import Stage, Tier
from partnerships.models import Brand, Partnership
from partnerships.queries.policies import policies_in
from partnerships.queries.promotion import asked_by, finished_campaigns
from partnerships.rules.promotion import Promotion, Standing, promotion

# Tier → the one below it, whose partners are its bench.
BELOW = {Tier.T1.value: Tier.T2.value, Tier.T2.value: Tier.T3.value}


@dataclass(frozen=True)
class Candidate:
    """A partnership one tier below `way.to_tier`, with what its promotion asks and has."""

    partnership: Partnership
    score: int | None
    way: Promotion

    @property
    def order(self) -> tuple[bool, int, bool, int]:
        """The best score first; nobody is put behind for an open item, but for the gate."""
        return (
            self.way.barred,
            1 if self.score is None else -self.score,
            not self.way.ready,
            self.partnership.pk,
        )


@dataclass(frozen=True)
class Bench:
    """`candidates`: the first of each brand and tier, best first; `counts`: (brand id, tier they
    could come up into) → how many there are in all."""

    candidates: list[Candidate]
    counts: dict[tuple[int, str], int]

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    def of(self, brand: Brand, tier: str) -> list[Candidate]:
        wanted = brand.pk, tier
        return [
            one for one in self.candidates if (one.partnership.brand_id, one.way.to_tier) == wanted
        ]


def bench(brands: Iterable[Brand], *, each: int) -> Bench:
    """`each`: so many of every brand and tier are read, by gate and score; four queries. Paused
    ones wait until they are back."""
    brands = list(brands)
    above = {below: tier for tier, below in BELOW.items()}
    rows = Partnership.objects.living().filter(brand__in=brands, tier__in=above)
    rows = rows.exclude(stage=Stage.PAUSED)
    found = list(_first(rows, each))
    counts = {(row.brand_id, above[row.tier]): row.in_all for row in found}  # type: ignore[attr-defined]
    return Bench(_candidates(brands, found), counts)


def _first(rows: "QuerySet[Partnership]", each: int) -> "QuerySet[Partnership]":
    gate = VettingMark.objects.filter(
        creator=OuterRef("creator"), item=GATE, verdict=Verdict.YES, current=True
    )
    # Only the first tier has a gate.
    shut = Case(When(Q(tier=BELOW[Tier.T1.value]) & ~Exists(gate), then=1), default=0)
    place = Window(
        RowNumber(),
        partition_by=[F("brand"), F("tier")],
        order_by=[F("shut").asc(), F("creator__potential").desc(nulls_last=True), F("pk").asc()],
    )
    in_all = Window(Count("pk"), partition_by=[F("brand"), F("tier")])
    first = rows.annotate(shut=shut).annotate(place=place, in_all=in_all).filter(place__lte=each)
    return first.select_related("creator", "brand")


def _candidates(brands: Iterable[Brand], rows: Sequence[Partnership]) -> list[Candidate]:
    done = finished_campaigns(row.pk for row in rows)
    policies = policies_in(brands)
    lists = checklists(row.creator_id for row in rows)
    above = {below: tier for tier, below in BELOW.items()}
    found = []
    for row in rows:
        standing = Standing(lists[row.creator_id], row.creator.potential, done[row.pk])
        to_tier = above[row.tier]
        asked = asked_by(policies[row.brand_id][to_tier])
        way = promotion(row.tier, to_tier, asked, standing)
        found.append(Candidate(row, row.creator.potential, way))
    return sorted(found, key=lambda one: one.order)
