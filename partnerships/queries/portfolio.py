"""The portfolio of one brand or of all, as its page shows it (product.md, row 14)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.exchange_rates import dated_rates, table_of
from core.together import read_together
from creators.models import Creator
from partnerships.enums import EndKind, Tier
from partnerships.models import Brand, Partnership, TierChange
from partnerships.queries.bench import Bench, bench
from partnerships.queries.lights import LightSum, lights
from partnerships.rules.pace import anniversary
from partnerships.rules.portfolio import (
    Concentration,
    EndCount,
    Life,
    Move,
    Span,
    Stability,
    Turnover,
    added_in_year,
    concentration,
    endings,
    first_tier_spans,
    stability,
    turnover,
)
from partnerships.rules.worth import Worth, worth
from partnerships.work_facts import earned

# Rows that the page names; the list has all of them.
VALUED, OLDEST, ENDED, STAYS, BENCH = 50, 15, 10, 12, 5

_SHOWN = [
    "public_id", "workspace", "tier", "started_on", "ended_on", "end_reason", "creator__name",
    "creator__public_id", "creator__workspace", "brand__name", "brand__public_id",
    "brand__workspace",
]  # fmt: skip


@dataclass(frozen=True)
class Valued:
    """A line of the table behind the concentration; `share` of the whole, `top`: in the fifth."""

    partnership: Partnership
    value: Decimal
    share: Decimal
    top: bool


@dataclass(frozen=True)
class Stay:
    """A stay in T1 that began or ended, with its partnership."""

    partnership: Partnership
    span: Span


@dataclass(frozen=True)
class Ending:
    """`label` of an EndKind, with how often it was the reason."""

    label: str
    count: EndCount


@dataclass(frozen=True)
class Portfolio:
    """`ended`: partnerships that ended in the 12 months up to today, the last first."""

    today: date
    since: date
    n: int
    worth: Worth
    concentration: Concentration | None
    valued: list[Valued]
    turnover: Turnover
    lost: list[Stay]
    added: list[Stay]
    n_added: int
    stability: Stability
    oldest: list[Partnership]
    endings: list[Ending]
    ended: list[Partnership]
    bench: Bench
    lights: list[LightSum]


def stood_in_first(rows: "QuerySet[Partnership]", since: date) -> "list[QuerySet[Any, Any]]":
    """Those that stood in the first tier at some time after `since`, and their moves."""
    first = TierChange.objects.filter(partnership=OuterRef("pk")).filter(
        Q(from_tier=Tier.T1) | Q(to_tier=Tier.T1)
    )
    stood = rows.filter(_counted(since)).filter(Q(tier=Tier.T1) | Exists(first)).order_by()
    changes = TierChange.objects.filter(partnership__in=stood.values("pk")).order_by("at", "pk")
    return [
        stood.values("pk", "tier", "started_on", "ended_on", "creator__zone"),
        changes.values("partnership", "at", "from_tier", "to_tier"),
    ]


def lives_of(
    stood: Iterable[Mapping[str, Any]], changes: Iterable[Mapping[str, Any]]
) -> list[Life]:
    """The answers of `stood_in_first`; a move is of the creator's day."""
    stood = list(stood)
    zones = {row["pk"]: row["creator__zone"] for row in stood}
    moves: dict[int, list[Move]] = defaultdict(list)
    for row in changes:
        day = row["at"].astimezone(zones[row["partnership"]]).date()
        moves[row["partnership"]].append(Move(day, row["to_tier"], row["from_tier"]))
    return [
        Life(row["pk"], row["tier"], row["started_on"], row["ended_on"], moves.get(row["pk"], ()))
        for row in stood
    ]


def portfolio(brands: Iterable[Brand], *, home: str, at: datetime, today: date) -> Portfolio:
    """Of these brands. `home`: the currency of the workspace. A fixed number of queries; sums are
    the database's, and of partnerships only those are read that the page names."""
    brands = list(brands)
    rows = Partnership.objects.filter(brand__in=brands)
    living = rows.filter(ended_on=None)
    since = anniversary(today, -1)
    stood, changes, begun_on, end_kinds, oldest, ended, rates, zones = read_together(
        [
            *stood_in_first(rows, since),
            living.order_by().values("started_on").annotate(n=Count("pk")),
            _end_kinds(rows, since),
            _named(living).order_by("started_on", "creator__name", "pk")[:OLDEST],
            _named(rows.filter(ended_on__gt=since)).order_by("-ended_on", "creator__name", "pk")[
                :ENDED
            ],
            dated_rates(),
            Creator.objects.filter(pk__in=rows.order_by().values("creator"))
            .order_by()
            .values("zone")
            .distinct(),
        ]
    )
    days = [row["zone"] for row in zones]
    brought = worth(
        earned(rows.filter(_counted(since)), since, today, days), table_of(rates), home, today
    )
    whole = concentration(brought.values)
    spans = [span for life in lives_of(stood, changes) for span in first_tier_spans(life)]
    turned, added = turnover(spans, today), added_in_year(spans, today)
    begun = [(row["started_on"], row["n"]) for row in begun_on]
    lost = sorted(turned.lost, key=lambda span: span.until or today, reverse=True)[:STAYS]
    new = sorted(added, key=lambda span: span.since, reverse=True)[:STAYS]
    top = [pk for pk, _value in whole.ranked[:VALUED]] if whole else []
    by_id = _shown([*top, *(span.pk for span in [*lost, *new])])
    return Portfolio(
        today=today,
        since=since,
        n=sum(n for _day, n in begun),
        worth=brought,
        concentration=whole,
        valued=_valued(whole, by_id),
        turnover=turned,
        lost=[Stay(by_id[span.pk], span) for span in lost],
        added=[Stay(by_id[span.pk], span) for span in new],
        n_added=len(added),
        stability=stability(begun, today),
        oldest=oldest,
        endings=_endings(end_kinds),
        ended=ended,
        bench=bench(brands, each=BENCH),
        lights=lights(living, at, days),
    )


def _counted(since: date) -> Q:
    return Q(ended_on=None) | Q(ended_on__gt=since)


def _named(rows: "QuerySet[Partnership]") -> "QuerySet[Partnership]":
    return rows.select_related("creator", "brand").only(*_SHOWN)


def _shown(ids: Iterable[int]) -> dict[int, Partnership]:
    return {row.pk: row for row in _named(Partnership.objects.filter(pk__in=set(ids)))}


def _end_kinds(rows: "QuerySet[Partnership]", since: date) -> "QuerySet[Partnership, Any]":
    ended = rows.filter(ended_on__isnull=False).order_by().values("end_kind")
    return ended.annotate(lately=Count("pk", filter=Q(ended_on__gt=since)), ever=Count("pk"))


def _endings(counts: Iterable[Mapping[str, Any]]) -> list[Ending]:
    told = endings(EndCount(row["end_kind"], row["lately"], row["ever"]) for row in counts)
    return [Ending(str(EndKind(one.kind).label) if one.kind else "", one) for one in told]


def _valued(whole: Concentration | None, by_id: dict[int, Partnership]) -> list[Valued]:
    if whole is None:
        return []
    total = sum((value for _pk, value in whole.ranked), Decimal(0))
    return [
        Valued(by_id[pk], value, value / total, place < whole.top)
        for place, (pk, value) in enumerate(whole.ranked[:VALUED])
    ]
