"""What is missing before a campaign is closed; what a person has ticked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.enums import CollaborationState, DeliverableState, IdeaState
from campaigns.models import (
    BriefVersion,
    Campaign,
    ClosingMark,
    Collaboration,
    Idea,
    Payment,
    Result,
)
from campaigns.queries.results import Results, campaign_results
from campaigns.rules.closing import (
    Gap,
    GapKind,
    Item,
    Objective,
    Part,
    closing_gaps,
    objective_gaps,
)
from campaigns.rules.objectives import Span, progress
from campaigns.rules.tallies import Tally
from creators.models import PayoutDetails


def gaps_of(campaign: Campaign, results: Results | None = None) -> list[Gap]:
    """Named per creator, in the order of their names, then of the campaign as a whole; three
    queries, and one where `results` are not given."""
    rows = _counted(campaign).order_by("partnership__creator__name", "pk")
    found = results or campaign_results(campaign)
    return [
        *closing_gaps([_part(row) for row in rows], ends_on=campaign.ends_on),
        *objective_gaps(objectives_of(campaign, found)),
    ]


# What is worth knowing while the campaign still runs.
_EARLY = frozenset(
    {
        GapKind.UNANSWERED,
        GapKind.NO_DELIVERABLES,
        GapKind.UNPUBLISHED,
        GapKind.NO_RESULTS,
        GapKind.OPEN_IDEAS,
        GapKind.NO_PAYOUT,
    }
)


def gaps_so_far(campaign: Campaign) -> list[Gap]:
    """Of the creators, without what only the end can tell; two queries."""
    rows = _counted(campaign).order_by("partnership__creator__name", "pk")
    found = closing_gaps([_part(row) for row in rows])
    return [gap for gap in found if gap.kind in _EARLY]


def _counted(campaign: Campaign) -> "QuerySet[Collaboration]":
    mine = {"collaboration": OuterRef("pk")}
    ideas = Idea.objects.filter(**mine, state=IdeaState.OPEN)
    moves = BriefVersion.objects.filter(brief__collaboration=OuterRef("pk"), after_lock=True)
    newest = Result.objects.filter(**mine).order_by().values("collaboration")
    payouts = PayoutDetails.objects.filter(
        creator=OuterRef("partnership__creator"), currency=OuterRef("fee_currency")
    )
    paid = Payment.objects.filter(**mine, paid_on__isnull=False)
    return (
        Collaboration.objects.taking_part()
        .filter(campaign=campaign)
        .select_related("partnership__creator")
        .prefetch_related("deliverables")
        .annotate(
            measured=_number(Result.objects.filter(**mine), "collaboration"),
            last_result=Subquery(newest.annotate(last=Max("day")).values("last")),
            open_ideas=_number(ideas, "collaboration"),
            moves=_number(moves, "brief__collaboration"),
            payable=Exists(payouts) | Exists(paid),
        )
    )


def _number(rows: "QuerySet[Any]", of: str) -> Coalesce:
    """Counted apart: joined with each other the counts would multiply."""
    counted = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _part(row: Collaboration) -> Part:
    deliverables = list(row.deliverables.all())
    unpublished = (d.title for d in deliverables if d.state != DeliverableState.PUBLISHED)
    counted: dict[str, int] = {name: getattr(row, name) for name in ("open_ideas", "moves")}
    owed = row.fee_amount and not row.payable  # type: ignore[attr-defined]
    return Part(
        key=row.public_id,
        who=str(row.partnership.creator),
        invited=row.state == CollaborationState.INVITED,
        deliverables=len(deliverables),
        unpublished=tuple(unpublished),
        results=row.measured,  # type: ignore[attr-defined]
        last_result=row.last_result,  # type: ignore[attr-defined]
        rounds=tuple((d.title, d.revisions) for d in deliverables),
        no_payout=(row.partnership.creator.public_id, row.fee_currency) if owed else None,
        **counted,
    )


def objectives_of(campaign: Campaign, results: Results) -> list[Objective]:
    """As they stand if nothing more comes."""
    span = Span(campaign.starts_on, campaign.ends_on, campaign.ends_on, over=True)
    found = []
    for row in campaign.objectives.all():
        tally = results.markets.get(row.market, Tally()) if row.market else results.tally
        standing = progress(
            metric=row.metric, target=row.target, tally=tally, span=span, currency=row.currency
        ).standing
        where = f", {row.get_market_display()}" if row.market else ""
        found.append(Objective(f"{row.get_metric_display()}{where}", standing))
    return found


@dataclass(frozen=True)
class Line:
    """A line a person ticks, and who did so."""

    item: str
    mark: ClosingMark | None


def lines_of(campaign: Campaign) -> list[Line]:
    """One query."""
    marks: Mapping[str, ClosingMark] = {
        mark.item: mark for mark in campaign.closing_marks.select_related("by")
    }
    return [Line(item, marks.get(item)) for item in Item]
