"""Scores as pages and the nightly run read them (product.md, row 13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.prepared import Given, prepared
from creators.models import (
    Channel,
    Creator,
    FitRating,
    PotentialScore,
    PotentialSweep,
    PotentialWeights,
)
from creators.rules.peers import Gathering, Peers, band_of
from creators.rules.potential import (
    DEFAULT_WEIGHTS,
    PARTS,
    Evidence,
    assess,
    is_shrinking,
    parts_of,
    weigh,
)
from creators.track_record import results_of

# Of how many creators at once the results are added up.
CHUNK = 2_000
# A year and a half of a score that changes each month.
HISTORY = 60
PREVIEWED = 200


@dataclass(frozen=True)
class Shown:
    """A score as a page shows it; `on` is the day it is of, None if no run has kept it yet."""

    score: int | None
    parts: Mapping[str, dict[str, Any]]
    on: date | None

    @property
    def is_shrinking(self) -> bool:
        return is_shrinking(self.parts)


@dataclass(frozen=True)
class Change:
    """What other weights would make of somebody's score."""

    creator: Creator
    before: int | None
    after: int | None

    @property
    def size(self) -> int:
        return (self.after or 0) - (self.before or 0)


def weights_row() -> PotentialWeights | None:
    return PotentialWeights.objects.first()


def weights_now() -> dict[str, int]:
    """Part → weight; the defaults where nobody has set any. One query."""
    row = weights_row()
    return {part: getattr(row, part) for part in PARTS} if row else dict(DEFAULT_WEIGHTS)


def sweep_now() -> PotentialSweep | None:
    return PotentialSweep.objects.first()


def peers_now() -> Peers | None:
    """As the last sweep took them; None before the first one. One query."""
    sweep = sweep_now()
    return Peers(sweep.peers) if sweep else None


def gather_peers() -> Peers:
    """Medians of the whole workspace, whatever its size, in little memory: a query for channels,
    and one and those of the room above for each CHUNK of creators."""
    gathering = Gathering()
    known = Channel.objects.exclude(engagement=None).exclude(followers=None)
    for followers, engagement in known.values_list("followers", "engagement").iterator():
        gathering.add("channels", band_of(followers), engagement or Decimal(0))
    last = 0
    while True:
        page = Creator.objects.filter(pk__gt=last).order_by("pk")
        sizes = dict(page.values_list("pk", "followers")[:CHUNK])
        if not sizes:
            return Peers(gathering.figures())
        for pk, results in results_of(sizes).items():
            gathering.add_results(band_of(sizes[pk]), results)
        last = max(sizes)


def newest_scores(creator_ids: Iterable[int]) -> dict[int, PotentialScore]:
    """Creator id → newest row; one query."""
    ids = list(creator_ids)
    newest = PotentialScore.objects.filter(creator=OuterRef("creator")).order_by("-on")
    rows = PotentialScore.objects.filter(
        creator__in=ids, pk=Subquery(newest.values("pk")[:1])
    ).order_by()
    return {row.creator_id: row for row in rows}


def newest_score(creator: Creator) -> PotentialScore | None:
    return next(iter(_newest(creator=creator.pk)), None)


@prepared
def _newest() -> "QuerySet[PotentialScore]":
    return PotentialScore.objects.filter(creator=Given("creator")).order_by("-on")[:1]


def peers_for_page() -> Peers:
    """As the last sweep took them; before the first one, as they are now."""
    return peers_now() or gather_peers()


def shown_score(creator: Creator, evidence: Evidence, peers: Peers) -> Shown:
    """The newest row; where none is kept yet, what it would say. One or two queries."""
    row = newest_score(creator)
    if row:
        return Shown(row.score, row.parts, row.on)
    found = weigh(assess(evidence, peers), weights_now())
    return Shown(found.score, found.parts, None)


def changes_under(weights: Mapping[str, int]) -> list[Change]:
    """The best-scored creators, by how much these weights would move them; two queries."""
    creators = best_scored()
    rows = newest_scores([creator.pk for creator in creators])
    found = [
        Change(creator, creator.potential, weigh(parts_of(row.parts), weights).score)
        for creator in creators
        if (row := rows.get(creator.pk))
    ]
    return sorted(found, key=lambda change: (-abs(change.size), change.creator.name))


def history_of(creator: Creator) -> list[PotentialScore]:
    """Oldest first, the last HISTORY rows."""
    rows = PotentialScore.objects.filter(creator=creator).order_by("-on")[:HISTORY]
    return list(rows)[::-1]


def ratings_of(creator: Creator) -> list[FitRating]:
    """With the people who gave them, newest first; one query."""
    return list(FitRating.objects.filter(creator=creator).select_related("by"))


def is_due(today: date) -> bool:
    """Whether today's run over the workspace has not come to its end yet."""
    sweep = sweep_now()
    return sweep is None or sweep.on < today or not sweep.done


def next_ids(after: int, size: int) -> list[int]:
    rows = Creator.objects.filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:size])


def best_scored() -> list[Creator]:
    """The first PREVIEWED by score: whom a change of weights concerns most."""
    rows = Creator.objects.active().exclude(potential=None)
    return list(rows.order_by("-potential", "pk")[:PREVIEWED])
