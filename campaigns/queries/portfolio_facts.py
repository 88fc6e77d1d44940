"""What a whole portfolio did and brought, summed by the database (product.md, rows 14 and 66).

`partnerships` is a question here, never a list of ids: a portfolio may have ten thousand.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, DateField, DateTimeField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from campaigns.models import Collaboration, Result
from campaigns.queries.tallies import rated
from core.money import Money
from partnerships.rules.facts import BASES, Figures, added_up
from partnerships.rules.record import Record
from partnerships.rules.worth import Earned
from partnerships.work_facts import PortfolioFacts

_CREATOR = "partnership__creator"


def earned(partnerships: "QuerySet[Any]", since: date, today: date, zones: Sequence[Any]) -> Earned:
    """Of campaigns that ran on some day after `since`, up to `today`; one query."""
    at_work = Collaboration.objects.taking_part().filter(partnership__in=partnerships)
    day = Coalesce(_day(F("closed_at"), zones, _CREATOR), "campaign__ends_on")
    recent = at_work.annotate(day=day).filter(day__gt=since, campaign__starts_on__lte=today)
    sums = (
        recent.order_by()
        .values_list("partnership", "results__revenue_currency", "day")
        .annotate(amount=Sum("results__revenue_amount"), people=Sum("results__reach"))
    )
    working: set[int] = set()
    revenue: list[tuple[int, Money, date]] = []
    reach: dict[int, int] = {}
    for pk, currency, on, amount, people in sums.iterator(chunk_size=2000):
        working.add(pk)
        if amount is not None:
            revenue.append((pk, Money(amount, currency), on))
        if people is not None:
            reach[pk] = reach.get(pk, 0) + people
    return Earned(len(working), revenue, reach)


def records(partnerships: "QuerySet[Any]", zones: Sequence[Any]) -> Iterator[tuple[int, Record]]:
    """Of every partnership that finished a campaign, in no order; two queries. Campaigns follow
    one another as a stream: never more than those of one partnership are held."""
    finished = Collaboration.objects.taking_part().filter(
        partnership__in=partnerships, closed_at__isnull=False
    )
    left = _pieces(finished, zones)
    for pk, figures in _measured(finished):
        yield pk, Record(*left.pop(pk), figures)
    for pk, counted in left.items():
        yield pk, Record(*counted)


def _pieces(
    finished: "QuerySet[Collaboration]", zones: Sequence[Any]
) -> dict[int, tuple[int, int, int, int]]:
    """Partnership id → finished campaigns, their deliverables, late ones, changes asked for."""
    now = Value(timezone.now(), output_field=DateTimeField())
    done = _day(Coalesce("deliverables__published_at", now), zones, _CREATOR)
    sums = (
        finished.annotate(done=done)
        .order_by()
        .values_list("partnership")
        .annotate(
            n=Count("pk", distinct=True),
            pieces=Count("deliverables"),
            late=Count("deliverables", filter=Q(done__gt=F("deliverables__due_on"))),
            asked=Coalesce(Sum("deliverables__revisions"), 0),
        )
    )
    return {pk: (n, pieces, late, asked) for pk, n, pieces, late, asked in sums}


def _measured(finished: "QuerySet[Collaboration]") -> Iterator[tuple[int, list[Figures]]]:
    """Partnership id → figures of its campaigns, the earliest first; those that have any."""
    by = ("collaboration__partnership", "collaboration__campaign__starts_on", "collaboration")
    results = Result.objects.filter(collaboration__in=finished.order_by().values("pk"))
    rows = rated(results, *by).order_by(*by).iterator(chunk_size=2000)
    for pk, of_one in groupby(rows, key=itemgetter(by[0])):
        campaigns = groupby(of_one, key=itemgetter(by[2]))
        yield pk, [added_up(map(_figures, part)) for _campaign, part in campaigns]


def _figures(row: Mapping[str, Any]) -> Figures:
    shares = {
        base: (row[f"{base}_interactions"], row[f"{base}_base"])
        for base in BASES
        if row[f"{base}_base"] is not None
    }
    amount = row["revenue"]
    return Figures(1, {}, shares, {} if amount is None else {row["revenue_currency"]: amount})


def _day(moment: Any, zones: Sequence[Any], creator: str) -> Case:
    """The creator's day of a moment; None where there is none."""
    days = (When(**{f"{creator}__zone": z}, then=TruncDate(moment, tzinfo=z)) for z in zones)
    return Case(*days, default=None, output_field=DateField())


PORTFOLIO = PortfolioFacts(earned=earned, records=records)
