"""Measured rows of campaigns, summed and one by one (product.md, rows 56, 61)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from campaigns.models import METRICS, Campaign, Collaboration, Result
from campaigns.models.result import metric_label
from campaigns.queries.tallies import added_up, summed, tallies
from campaigns.rules.tallies import Tally, total
from core.models import ImportJob
from core.prepared import Given, prepared
from creators.enums import Market

_PART = "collaboration_id"
# Of a market; likes and their like are in the engagement.
SHOWN = ("impressions", "reach", "views", "clicks", "purchases", "new_customers")


@dataclass(frozen=True)
class Results:
    """All results of something: altogether, and for each market that has any."""

    tally: Tally = field(default_factory=Tally)
    markets: dict[str, Tally] = field(default_factory=dict)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(metric, its name) of what a table of sums should show: what at least one row knows."""
        return [(name, label) for name, label in self.known if name in SHOWN]

    @property
    def known(self) -> list[tuple[str, str]]:
        """(metric, its name) of everything that at least one row knows."""
        return [(name, str(metric_label(name))) for name in METRICS if name in self.tally.sums]

    @property
    def lines(self) -> list[tuple[str, Tally]]:
        """Name of the market in the reader's language → its tally."""
        return [(str(Market(key).label), tally) for key, tally in self.markets.items()]


def collaboration_results(collaboration: Collaboration) -> Results:
    """What a collaboration has brought so far; one query."""
    found = tallies(Result.objects.filter(collaboration=collaboration), "market")
    return _results({market: tally for (market,), tally in found.items()})


def campaign_results(campaign: Campaign) -> Results:
    return by_market_in(by_market_of(campaign))


def by_market_of(campaign: Campaign) -> "QuerySet[Result, Any]":
    """The question that `by_market_in` takes the answer of."""
    return summed(Result.objects.filter(collaboration__campaign=campaign), "market")


def by_market_in(rows: Iterable[Mapping[str, Any]]) -> Results:
    return _results({market: tally for (market,), tally in added_up(rows, "market").items()})


def tallies_of(collaboration_ids: Iterable[int]) -> dict[int, Tally]:
    """Collaboration id → its tally, for those with results; one query for any number."""
    return sums_in(sums_of(collaboration_ids))


def sums_of(collaboration_ids: Iterable[int]) -> "QuerySet[Result, Any]":
    """The question that `sums_in` takes the answer of."""
    return summed(Result.objects.filter(collaboration__in=list(collaboration_ids)), _PART)


def sums_in(rows: Iterable[Mapping[str, Any]]) -> dict[int, Tally]:
    return {pk: tally for (pk,), tally in added_up(rows, _PART).items()}


def tallies_of_creator(creator_id: int) -> dict[int, Tally]:
    """Collaboration id → its tally, of everything with a creator; one query."""
    return {pk: tally for (pk,), tally in added_up(_of_creator(creator=creator_id), _PART).items()}


@prepared
def _of_creator() -> "QuerySet[Result, Any]":
    return summed(
        Result.objects.filter(collaboration__partnership__creator=Given("creator")), _PART
    )


def _results(markets: dict[str, Tally]) -> Results:
    return Results(tally=total(markets.values()), markets=dict(sorted(markets.items())))


def result_rows(
    campaign: Campaign, *, who: str = "", market: str = "", file: str = ""
) -> QuerySet[Result]:
    """The rows behind the totals, newest day first, each with where it came from. `who` is the
    public id of a collaboration, `file` that of an import."""
    rows = Result.objects.filter(collaboration__campaign=campaign)
    if who:
        rows = rows.filter(collaboration__public_id=who)
    if market:
        rows = rows.filter(market=market)
    if file:
        rows = rows.filter(job__public_id=file)
    return rows.select_related(
        "collaboration__partnership__creator", "deliverable", "job", "by"
    ).order_by("-day", "collaboration__partnership__creator__name", "market", "pk")


def imports_of(campaign: Campaign) -> QuerySet[ImportJob]:
    """Files that were brought into this campaign, newest first."""
    return ImportJob.objects.filter(kind="results", target_id=campaign.public_id).select_related(
        "created_by"
    )
