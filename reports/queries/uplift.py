"""Campaigns in their order with each brand, over all results (product.md, row 62). Summed by the
database; the plain rows are all that Python sees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from campaigns.enums import CollaborationState
from campaigns.models import Collaboration, Result
from campaigns.queries.tallies import shares_of
from creators.enums import Market
from partnerships.models import Partnership, TierPolicy
from partnerships.rules.pace import anniversary
from reports.rules.uplift import (
    LAST,
    THIRD,
    Paces,
    Pair,
    Row,
    Shares,
    Tired,
    Uplift,
    added,
    paces,
    pairs_at,
    pairs_from,
    tired,
    uplift,
    uplift_from,
)

PAGE = 50
FLAGGED = 30
# A creator with a brand.
Key = tuple[int, int]
ALL = ""


@dataclass(frozen=True)
class Slice:
    """Of one market, or of all together: the second, the third and later, and each step."""

    market: str
    label: str
    second: Uplift
    third: Uplift
    steps: list[tuple[int, Uplift]]


@dataclass(frozen=True)
class Used:
    """A partnership over the most campaigns that its policy allows in 12 months."""

    partnership: int
    campaigns: int
    most: int


@dataclass(frozen=True)
class Report:
    slices: list[Slice]
    tired: list[Tired]
    over_used: list[Used]
    paces: Paces
    # Creators with a brand that finished anything; those of them whose first can be compared.
    n: int

    @property
    def whole(self) -> Slice:
        return self.slices[0]


def measured() -> dict[str, dict[Key, dict[int, Shares]]]:
    """Market ("" for all together) → creator with brand → number → shares; two queries."""
    finished = Collaboration.objects.finished().order_by()
    told = ("pk", "partnership__creator_id", "partnership__brand_id", "sequence")
    places = {
        pk: ((creator, brand), number)
        for pk, creator, brand, number in finished.values_list(*told).iterator(chunk_size=5000)
    }
    found: dict[str, dict[Key, dict[int, Shares]]] = {ALL: {}}
    for key, _number in places.values():
        found[ALL].setdefault(key, {})
    results = Result.objects.filter(collaboration__state=CollaborationState.CLOSED)
    rows = shares_of(results, "collaboration_id", "market").iterator(chunk_size=5000)
    for pk, market, *shares in rows:
        key, number = places[pk]
        mine: Shares = tuple(shares)
        found.setdefault(market, {}).setdefault(key, {})[number] = mine
        whole = found[ALL][key]
        whole[number] = added(whole.get(number), mine)
    return found


def report(today: date) -> Report:
    """`today`: of the workspace. Four queries, whatever the number of rows."""
    found = measured()
    markets = [ALL, *sorted(market for market in found if market)]
    counted, over = _used(today)
    return Report(
        slices=[_slice(market, found[market]) for market in markets],
        tired=tired(found[ALL]),
        over_used=over,
        paces=paces(counted),
        n=len(found[ALL]),
    )


def _slice(market: str, rows: Mapping[Any, Row]) -> Slice:
    steps = [(number, uplift(pairs_at(rows, number))) for number in range(2, LAST + 1)]
    return Slice(
        market=market,
        label=str(Market(market).label) if market else "",
        second=steps[0][1],
        third=uplift_from(pairs_from(rows, THIRD)),
        steps=steps,
    )


def _used(today: date) -> tuple[list[int], list[Used]]:
    """Campaigns of each living partnership that began in the 12 months up to today, and who is
    over the policy; two queries."""
    since = anniversary(today, -1)
    began = Q(
        collaborations__campaign__starts_on__gt=since,
        collaborations__campaign__starts_on__lte=today,
    ) & ~Q(collaborations__state=CollaborationState.DECLINED)
    rows = (
        Partnership.objects.living()
        .order_by()
        .values_list("pk", "brand", "tier")
        .annotate(n=Count("collaborations", filter=began))
        .filter(n__gt=0)
    )
    usual = TierPolicy._meta.get_field("most_in_a_year").default
    most = {
        (brand, tier): allowed
        for brand, tier, allowed in TierPolicy.objects.values_list(
            "brand", "tier", "most_in_a_year"
        )
    }
    counted, over = [], []
    for pk, brand, tier, n in rows:
        counted.append(n)
        allowed = most.get((brand, tier), usual)
        if n > allowed:
            over.append(Used(pk, n, allowed))
    return counted, sorted(over, key=lambda one: -one.campaigns)


def behind(market: str, step: int, number: str) -> tuple[Page, list[tuple[Pair, Partnership]]]:
    """The creators behind a figure, the biggest change first; `step` THIRD: their third and later
    campaigns, each named. Three queries and one for the names."""
    rows = measured().get(market, {})
    pairs = (
        [one for some in pairs_from(rows, THIRD) for one in some]
        if step >= THIRD
        else pairs_at(rows, step)
    )
    page = Paginator(sorted(pairs, key=lambda one: -one.change), PAGE).get_page(number)
    names = named([one.key for one in page.object_list])
    return page, [(one, names[one.key]) for one in page.object_list if one.key in names]


def named(keys: Iterable[Key]) -> dict[Key, Partnership]:
    """Creator with brand → their newest partnership, with both at hand; one query."""
    wanted = set(keys)
    rows = Partnership.objects.filter(
        creator__in={creator for creator, _brand in wanted},
        brand__in={brand for _creator, brand in wanted},
    ).select_related("creator", "brand")
    return {
        (row.creator_id, row.brand_id): row
        for row in rows.order_by("started_on", "pk")
        if (row.creator_id, row.brand_id) in wanted
    }


def flagged(report: Report) -> tuple[list[tuple[Tired, Partnership]], list[tuple[Used, Any]]]:
    """The first of both lists, with their names; two queries."""
    some = report.tired[:FLAGGED]
    names = named([one.key for one in some])
    used = report.over_used[:FLAGGED]
    rows = Partnership.objects.filter(pk__in=[one.partnership for one in used])
    known = {row.pk: row for row in rows.select_related("creator", "brand")}
    return (
        [(one, names[one.key]) for one in some if one.key in names],
        [(one, known[one.partnership]) for one in used if one.partnership in known],
    )
