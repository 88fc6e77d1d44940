"""What was done and measured, for the room below (partnerships/work_facts.py)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from campaigns.enums import CollaborationState, DeliverableState
from campaigns.models import Collaboration, Deliverable, Learning, Result
from campaigns.queries.tallies import added_up, summed, tallies
from campaigns.rules.tallies import Tally
from core.money import Money
from core.together import read_together
from partnerships.rules.facts import Figures, WorkFacts
from partnerships.work_facts import Facts

_OF_WORK = (
    "public_id", "partnership", "state", "sequence", "closed_at", "fee_amount", "fee_currency",
    "campaign__public_id", "campaign__name", "campaign__starts_on", "campaign__ends_on",
    "partnership__creator__zone",
)  # fmt: skip
_OF_PIECE = ("collaboration", "state", "due_on", "published_at", "revisions")


def work(partnership_ids: Iterable[int]) -> dict[int, list[WorkFacts]]:
    """Partnership id → collaborations by the first day of their campaign; one query."""
    ids = list(partnership_ids)
    rows, summed_up, pieces, learnings = read_together(
        [
            _collaborations(ids),
            summed(
                Result.objects.filter(collaboration__partnership__in=ids), "collaboration", "market"
            ),
            Deliverable.objects.filter(collaboration__partnership__in=ids).only(*_OF_PIECE),
            Learning.objects.filter(collaboration__partnership__in=ids).only(
                "collaboration", "kind", "text"
            ),
        ]
    )
    figures: dict[int, dict[str, Figures]] = defaultdict(dict)
    for (pk, market), tally in added_up(summed_up, "collaboration", "market").items():
        figures[pk][market] = figures_of_tally(tally)
    made, learned = _by_collaboration(pieces), _by_collaboration(learnings)
    found: dict[int, list[WorkFacts]] = defaultdict(list)
    for row in rows:
        said = tuple((one.kind, one.text) for one in learned.get(row.pk, ()))
        found[row.partnership_id].append(
            _facts(row, figures.get(row.pk, {}), made.get(row.pk, []), said)
        )
    return found


def _collaborations(ids: list[int]) -> "QuerySet[Collaboration]":
    rows = Collaboration.objects.taking_part().filter(partnership__in=ids)
    rows = rows.select_related("campaign", "partnership__creator").only(*_OF_WORK)
    return rows.order_by("campaign__starts_on", "pk")


def _by_collaboration(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.collaboration_id].append(row)
    return found


def figures(
    partnership_ids: Iterable[int], first: date, last: date
) -> dict[int, dict[str, Figures]]:
    """Partnership id → market → figures of results dated within the days; one query."""
    rows = Result.objects.filter(
        collaboration__partnership__in=list(partnership_ids), day__gte=first, day__lte=last
    )
    return _figures_by(rows, "collaboration__partnership")


def figures_by_part(partnership_id: int, first: date, last: date) -> dict[str, dict[str, Figures]]:
    """Public id of the collaboration → market → figures of results dated within the days; one
    query."""
    rows = Result.objects.filter(
        collaboration__partnership=partnership_id, day__gte=first, day__lte=last
    )
    return _figures_by(rows, "collaboration__public_id")


def _facts(
    row: Collaboration,
    by_market: dict[str, Figures],
    pieces: list[Deliverable],
    learnings: tuple[tuple[str, str], ...],
) -> WorkFacts:
    zone = row.partnership.creator.zone
    return WorkFacts(
        partnership_id=row.partnership_id,
        public_id=row.public_id,
        campaign_id=row.campaign.public_id,
        campaign=row.campaign.name,
        sequence=row.sequence,
        confirmed=row.state != CollaborationState.INVITED,
        starts_on=row.campaign.starts_on,
        ends_on=row.campaign.ends_on,
        closed_on=row.closed_at.astimezone(zone).date() if row.closed_at else None,
        fee=Money(row.fee_amount, row.fee_currency),
        deliverables=len(pieces),
        published=sum(1 for piece in pieces if piece.state == DeliverableState.PUBLISHED),
        late=sum(1 for piece in pieces if _is_late(piece, zone)),
        revisions=sum(piece.revisions for piece in pieces),
        by_market=by_market,
        learnings=learnings,
    )


def _is_late(piece: Deliverable, zone: Any) -> bool:
    done = piece.published_at or timezone.now()
    return done.astimezone(zone).date() > piece.due_on


def _figures_by(results: Any, of: str) -> dict[Any, dict[str, Figures]]:
    found: dict[Any, dict[str, Figures]] = defaultdict(dict)
    for (pk, market), tally in tallies(results, of, "market").items():
        found[pk][market] = figures_of_tally(tally)
    return found


def figures_of_tally(tally: Tally) -> Figures:
    shares = {base: (share.interactions, share.base) for base, share in tally.shares.items()}
    return Figures(tally.rows, dict(tally.sums), shares, dict(tally.revenue))


FACTS = Facts(work=work, figures=figures)
