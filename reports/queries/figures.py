"""What a summary is made of; the shape of the figures is told in reports/rules/figures.py."""

from datetime import datetime
from typing import Any

from campaigns.enums import CampaignState, DeliverableState
from campaigns.models import Collaboration, Result
from campaigns.queries.tallies import tallies
from campaigns.rules.tallies import Tally
from reports.rules.comparison import Earlier
from reports.rules.figures import Piece, Slice, make_figures


def figures_of(
    collaboration: Collaboration, at: datetime, *, closed_at: datetime | None = None
) -> dict[str, Any]:
    """The figures of a closed collaboration as they stand now, without the words. Four queries.

    `closed_at`: what was closed before it is what they are compared with, if not what was closed
    before the campaign (it may have been opened and closed again)."""
    grouped = tallies(
        Result.objects.filter(collaboration=collaboration), "day", "market", "deliverable_id"
    )
    slices = [
        Slice(day=day, market=market, piece=piece, tally=tally)
        for (day, market, piece), tally in sorted(grouped.items(), key=lambda item: item[0][:2])
    ]
    pieces = [
        Piece(pk=one.pk, title=one.title, published=one.state == DeliverableState.PUBLISHED)
        for one in collaboration.deliverables.all()
    ]
    history = earlier_of(collaboration, closed_at or collaboration.campaign.closed_at)
    return make_figures(slices=slices, pieces=pieces, history=history, at=at)


def earlier_of(collaboration: Collaboration, closed_at: datetime | None) -> list[Earlier]:
    """The same creator's other finished collaborations that were closed before `closed_at`, oldest
    first: with every brand of the workspace, since it is the creator's own measure."""
    before = (
        Collaboration.objects.finished()
        .filter(
            partnership__creator_id=collaboration.partnership.creator_id,
            campaign__state=CampaignState.CLOSED,
            campaign__closed_at__lt=closed_at,
        )
        .exclude(pk=collaboration.pk)
    )
    return histories(before)


def histories(finished: Any) -> list[Earlier]:
    """Finished collaborations of one creator as history, oldest first. Two queries."""
    rows = list(
        finished.order_by("campaign__closed_at", "pk").values_list(
            "pk", "campaign__name", "campaign__closed_at"
        )
    )
    summed = tallies(
        Result.objects.filter(collaboration_id__in=[pk for pk, _, _ in rows]), "collaboration_id"
    )
    return [
        Earlier(campaign=name, closed_at=closed_at, tally=summed.get((pk,), Tally()))
        for pk, name, closed_at in rows
    ]
