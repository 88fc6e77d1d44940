"""A running campaign in numbers: each creator against themselves, the days, what it does for the
business (product.md, rows 56, 61, 62)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Min, QuerySet

from campaigns.models import Campaign, Collaboration, Result
from campaigns.queries.objectives import Outcome, outcomes
from campaigns.queries.tallies import tallies
from campaigns.rules.baseline import Against, Series, against
from campaigns.rules.objectives import conversion
from campaigns.rules.tallies import Tally

PARTS = 30


@dataclass(frozen=True)
class Live:
    """One collaboration: its sums so far, and how they compare with the creator's own past.
    `earlier`: finished campaigns of theirs that were measured, with any brand here."""

    part: Collaboration
    tally: Tally
    against: Against | None
    earlier: int
    outcomes: list[Outcome]

    @property
    def conversion(self) -> Decimal | None:
        return conversion(self.tally)


def live_parts(campaign: Campaign, number: str, today: date) -> tuple[Page, list[Live]]:
    """A page of those taking part, by name. `today`: of the workspace. Seven queries, whatever the
    number of rows, two fewer where no partnership has an outcome objective."""
    rows = Collaboration.objects.taking_part().filter(campaign=campaign)
    rows = rows.select_related("partnership__creator").order_by("partnership__creator__name", "pk")
    page = Paginator(rows, PARTS).get_page(number)
    parts = list(page.object_list)
    past = _finished(campaign, parts)
    series = _series([*parts, *past])
    wanted = outcomes([part.partnership_id for part in parts], today)
    told: dict[int, list[Series]] = defaultdict(list)
    for one in past:
        if one.pk in series:
            told[one.partnership.creator_id].append(series[one.pk])
    return page, [
        _live(part, series.get(part.pk), told[part.partnership.creator_id], wanted)
        for part in parts
    ]


def _live(
    part: Collaboration,
    now: Series | None,
    earlier: Sequence[Series],
    wanted: dict[int, list[Outcome]],
) -> Live:
    return Live(
        part=part,
        tally=now.whole if now else Tally(),
        against=against(now, earlier) if now else None,
        earlier=len(earlier),
        outcomes=wanted.get(part.partnership_id, []),
    )


def _finished(campaign: Campaign, parts: Iterable[Collaboration]) -> list[Collaboration]:
    """What the same creators finished before this campaign began or was closed, in order of
    time."""
    creators = [part.partnership.creator_id for part in parts]
    rows = Collaboration.objects.finished().filter(
        partnership__creator__in=creators, campaign__starts_on__lt=campaign.starts_on
    )
    rows = rows.exclude(campaign=campaign).select_related("partnership__creator")
    return list(rows.order_by("campaign__starts_on", "pk"))


def _series(parts: Sequence[Collaboration]) -> dict[int, Series]:
    """Collaboration id → its days, for those with results; two queries."""
    ids = [part.pk for part in parts]
    by_day: dict[int, dict[date, Tally]] = defaultdict(dict)
    for (pk, day), tally in tallies(_of(ids), "collaboration", "day").items():
        by_day[pk][day] = tally
    firsts = (
        Collaboration.objects.filter(pk__in=ids, deliverables__published_at__isnull=False)
        .order_by()
        .values_list("pk")
        .annotate(Min("deliverables__published_at"))
    )
    posted = dict(firsts)
    found = {}
    for part in parts:
        days = by_day.get(part.pk)
        if days:
            at = posted.get(part.pk)
            began = at.astimezone(part.partnership.creator.zone).date() if at else min(days)
            found[part.pk] = Series(min(began, min(days)), days)
    return found


def _of(ids: list[int]) -> QuerySet[Result]:
    return Result.objects.filter(collaboration__in=ids)


def days_of(campaign: Campaign) -> list[tuple[date, Tally]]:
    """What each day brought, all creators together, in order; one query."""
    found = tallies(Result.objects.filter(collaboration__campaign=campaign), "day")
    return [(day, tally) for (day,), tally in sorted(found.items())]


def own_median(lines: Iterable[Live], base: str) -> tuple[float | None, int]:
    """The median of the creators' own medians on `base`, and of how many creators."""
    known = [
        one.against.rate.median
        for one in lines
        if one.against and one.against.rate and one.against.base == base
    ]
    return (median(known) if known else None), len(known)


def business(results: Tally) -> dict[str, Any]:
    """What the campaign did for the business, as the page says it."""
    return {
        "purchases": results.known("purchases"),
        "new_customers": results.known("new_customers"),
        "revenue": results.monies,
        "conversion": conversion(results),
        "n": results.rows,
    }
