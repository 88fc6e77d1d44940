"""The bench: who could come up into a tier next, and what is missing (product.md, row 14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from creators.queries.vetting import checklists
from partnerships.enums import Stage, Tier
from partnerships.models import Brand, Partnership
from partnerships.queries.policies import policies_in
from partnerships.queries.promotion import asked_by
from partnerships.rules.facts import WorkFacts
from partnerships.rules.promotion import Promotion, Standing, promotion
from partnerships.work_facts import work_of

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


def benched(brands: Iterable[Brand]) -> list[Partnership]:
    """Living partnerships below the first tier; one query."""
    rows = Partnership.objects.living().filter(brand__in=list(brands), tier__in=BELOW.values())
    return list(rows.select_related("creator", "brand").order_by("creator__name", "pk"))


def bench(
    brands: Iterable[Brand],
    rows: Iterable[Partnership],
    work: Mapping[int, Sequence[WorkFacts]] | None = None,
) -> list[Candidate]:
    """Of all brands and tiers together, best first; two queries, and those of `work_of` where the
    `work` is not given. Paused ones wait until they are back."""
    rows = [row for row in rows if row.tier in BELOW.values() and row.stage != Stage.PAUSED]
    work = work_of(row.pk for row in rows) if work is None else work
    policies = policies_in(brands)
    lists = checklists(row.creator_id for row in rows)
    above = {below: tier for tier, below in BELOW.items()}
    found = []
    for row in rows:
        done = sum(one.finished for one in work.get(row.pk, ()))
        standing = Standing(lists[row.creator_id], row.creator.potential, done)
        to_tier = above[row.tier]
        asked = asked_by(policies[row.brand_id][to_tier])
        way = promotion(row.tier, to_tier, asked, standing)
        found.append(Candidate(row, row.creator.potential, way))
    return sorted(found, key=lambda one: one.order)


def bench_of(candidates: Iterable[Candidate], brand: Brand, tier: str) -> list[Candidate]:
    return [
        one
        for one in candidates
        if one.partnership.brand_id == brand.pk and one.way.to_tier == tier
    ]
