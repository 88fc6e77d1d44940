"""What was done and measured, for the room below (partnerships/work_facts.py)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.enums import CollaborationState, DeliverableState
from campaigns.models import Collaboration, Deliverable, Learning, Result
from campaigns.queries.tallies import tallies
from campaigns.rules.tallies import Tally
from core.money import Money
from partnerships.rules.facts import Figures, WorkFacts
from partnerships.work_facts import Facts


def work(partnership_ids: Iterable[int]) -> dict[int, list[WorkFacts]]:
    """Partnership id → collaborations by the first day of their campaign; four queries."""
    rows = list(
        Collaboration.objects.taking_part()
        .filter(partnership__in=list(partnership_ids))
        .select_related("campaign", "partnership__creator")
        .order_by("campaign__starts_on", "pk")
    )
    ids = [row.pk for row in rows]
    figures = _figures_by(Result.objects.filter(collaboration__in=ids), "collaboration")
    pieces = _pieces(ids)
    learned = _learned(ids)
    found: dict[int, list[WorkFacts]] = defaultdict(list)
    for row in rows:
        found[row.partnership_id].append(
            _facts(row, figures.get(row.pk, {}), pieces.get(row.pk, []), learned.get(row.pk, ()))
        )
    return found


def figures(
    partnership_ids: Iterable[int], first: date, last: date
) -> dict[int, dict[str, Figures]]:
    """Partnership id → market → figures of results dated within the days; one query."""
    rows = Result.objects.filter(
        collaboration__partnership__in=list(partnership_ids), day__gte=first, day__lte=last
    )
    return _figures_by(rows, "collaboration__partnership")


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


def _figures_by(results: Any, of: str) -> dict[int, dict[str, Figures]]:
    found: dict[int, dict[str, Figures]] = defaultdict(dict)
    for (pk, market), tally in tallies(results, of, "market").items():
        found[pk][market] = _figures(tally)
    return found


def _figures(tally: Tally) -> Figures:
    shares = {base: (share.interactions, share.base) for base, share in tally.shares.items()}
    return Figures(tally.rows, dict(tally.sums), shares, dict(tally.revenue))


def _pieces(ids: list[int]) -> dict[int, list[Deliverable]]:
    rows = Deliverable.objects.filter(collaboration__in=ids)
    found: dict[int, list[Deliverable]] = defaultdict(list)
    for row in rows.only("collaboration", "state", "due_on", "published_at", "revisions"):
        found[row.collaboration_id].append(row)
    return found


def _learned(ids: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    rows = Learning.objects.filter(collaboration__in=ids)
    for pk, kind, text in rows.values_list("collaboration", "kind", "text"):
        found[pk] = (*found.get(pk, ()), (kind, text))
    return found


FACTS = Facts(work=work, figures=figures)
