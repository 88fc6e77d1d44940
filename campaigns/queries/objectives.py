"""Targets of campaigns with their progress, by market (product.md, rows 29, 56, 61)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from campaigns.enums import CampaignState
from campaigns.models import Campaign, CampaignObjective, Result
from campaigns.queries.results import Results, by_market_in, by_market_of
from campaigns.queries.tallies import tallies
from campaigns.queries.work_facts import figures_of_tally
from campaigns.rules.objectives import Progress, Span, progress, value_of
from campaigns.rules.tallies import Tally
from core.together import read_together
from creators.enums import Market
from partnerships.models import Objective
from partnerships.queries.objectives import shown_progress
from partnerships.rules.objectives import Progress as OutcomeProgress


@dataclass(frozen=True)
class Target:
    """An objective; `markets`: (name, value) of each market that knows it, where it is for all."""

    row: CampaignObjective
    progress: Progress
    markets: list[tuple[str, Decimal]]


@dataclass(frozen=True)
class Outcome:
    """A partnership's own outcome objective that runs today (row 29)."""

    row: Objective
    progress: OutcomeProgress


def span_of(campaign: Campaign, today: date) -> Span:
    over = campaign.state == CampaignState.CLOSED
    return Span(campaign.starts_on, campaign.ends_on, today, over)


def standing(campaign: Campaign, today: date) -> tuple[Results, list[Target]]:
    """All results of the campaign, and the targets they are held against; one query."""
    span = span_of(campaign, today)
    measured, rows = read_together([by_market_of(campaign), campaign.objectives.all()])
    results = by_market_in(measured)
    return results, [_target(row, results, span) for row in rows]


def _target(row: CampaignObjective, results: Results, span: Span) -> Target:
    tally = results.markets.get(row.market, Tally()) if row.market else results.tally
    found = progress(
        metric=row.metric, target=row.target, tally=tally, span=span, currency=row.currency
    )
    markets = []
    if not row.market and len(results.markets) > 1:
        for key, of_market in results.markets.items():
            value = value_of(of_market, row.metric, row.currency)
            if value is not None:
                markets.append((str(Market(key).label), value))
    return Target(row, found, markets)


def outcomes(partnership_ids: Iterable[int], today: date) -> dict[int, list[Outcome]]:
    """Partnership id → its outcome objectives that run today; two queries for any number."""
    rows = list(
        Objective.objects.filter(
            partnership__in=list(partnership_ids),
            dropped_at=None,
            starts_on__lte=today,
            ends_on__gte=today,
        ).order_by("ends_on", "pk")
    )
    if not rows:
        return {}
    at = "collaboration__partnership__objectives"
    asked = {f"{at}__in": rows, "day__gte": F(f"{at}__starts_on"), "market": F(f"{at}__market")}
    measured = Result.objects.filter(**asked, day__lte=today)
    sums = {pk: tally for (pk,), tally in tallies(measured, at).items()}
    found: dict[int, list[Outcome]] = {}
    for row in rows:
        figures = figures_of_tally(sums.get(row.pk, Tally()))
        found.setdefault(row.partnership_id, []).append(
            Outcome(row, shown_progress(row, figures, today))
        )
    return found
