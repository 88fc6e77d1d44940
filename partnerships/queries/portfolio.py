"""The portfolio of one brand or of all, as its page shows it (product.md, row 14)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.exchange_rates import rate_table
from partnerships.enums import EndKind
from partnerships.models import Brand, Partnership, TierChange
from partnerships.queries.bench import Candidate, bench
from partnerships.rules.facts import WorkFacts
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
from partnerships.work_facts import work_of

_SHOWN = ["public_id", "workspace", "tier", "stage", "started_on", "ended_on", "end_kind",
          "end_reason", "creator__name", "creator__zone", "creator__potential",
          "creator__public_id", "creator__workspace", "brand__name", "brand__public_id",
          "brand__workspace"]  # fmt: skip


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
    stability: Stability
    oldest: list[Partnership]
    endings: list[Ending]
    ended: list[Partnership]
    bench: list[Candidate]
    living: list[Partnership]
    work: dict[int, list[WorkFacts]]


def lives_of(rows: Sequence[Partnership]) -> dict[int, Life]:
    """Partnership id → its moves between tiers; one query."""
    moves: dict[int, list[Move]] = defaultdict(list)
    zones = {row.pk: row.creator.zone for row in rows}
    changes = TierChange.objects.filter(partnership__in=list(zones)).order_by("at", "pk")
    for pk, at, before, after in changes.values_list("partnership", "at", "from_tier", "to_tier"):
        moves[pk].append(Move(_day(at, zones[pk]), after, before))
    return {
        row.pk: Life(
            row.pk, row.tier, row.stage, row.started_on, row.ended_on, row.end_kind, moves[row.pk]
        )
        for row in rows
    }


def _day(at: datetime, zone: object) -> date:
    return at.astimezone(zone).date()  # type: ignore[arg-type]


def portfolio(brands: Iterable[Brand], *, home: str, today: date) -> Portfolio:
    """Of these brands. `home`: the currency of the workspace. Ten queries, however many rows."""
    brands = list(brands)
    rows = list(
        Partnership.objects.filter(brand__in=brands)
        .select_related("creator", "brand")
        .only(*_SHOWN)
        .order_by("creator__name", "pk")
    )
    by_id = {row.pk: row for row in rows}
    lives = lives_of(rows)
    since = anniversary(today, -1)
    counted = [row for row in rows if row.ended_on is None or row.ended_on > since]
    work = work_of(row.pk for row in counted)
    living = [row for row in rows if row.ended_on is None]
    brought = worth(work, rate_table(), home, today)
    whole = concentration(brought.values)
    spans = [span for life in lives.values() for span in first_tier_spans(life)]
    turned = turnover(spans, today)
    return Portfolio(
        today=today,
        since=since,
        n=len(living),
        worth=brought,
        concentration=whole,
        valued=_valued(whole, by_id),
        turnover=turned,
        lost=[Stay(by_id[span.pk], span) for span in turned.lost],
        added=[Stay(by_id[span.pk], span) for span in added_in_year(spans, today)],
        stability=stability(lives.values(), today),
        oldest=sorted(living, key=lambda row: row.started_on),
        endings=[
            Ending(str(EndKind(one.kind).label) if one.kind else "", one)
            for one in endings(lives.values(), today)
        ],
        ended=sorted(
            (row for row in counted if row.ended_on is not None),
            key=lambda row: row.ended_on or today,
            reverse=True,
        ),
        bench=bench(brands, living, work),
        living=living,
        work=work,
    )


def _valued(whole: Concentration | None, by_id: dict[int, Partnership]) -> list[Valued]:
    if whole is None:
        return []
    total = sum((value for _pk, value in whole.ranked), Decimal(0))
    return [
        Valued(by_id[pk], value, value / total, place < whole.top)
        for place, (pk, value) in enumerate(whole.ranked)
    ]
