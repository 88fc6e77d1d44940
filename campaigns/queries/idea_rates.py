"""Idea contribution by creator, brand and quarter (product.md, row 34)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncQuarter

from campaigns.models import BriefVersion, Idea
from campaigns.rules.ideas import Counts, counts
from partnerships.enums import Stage
from partnerships.models import Partnership

# Names of those whom nobody asked.
NAMED = 30
_PART = "collaboration__partnership"
_BRIEF = "brief__collaboration__partnership"


@dataclass(frozen=True)
class Rated:
    """`asked`: how many of their briefs were shared in these days; each asks for ideas."""

    key: str
    name: str
    counts: Counts
    asked: int = 0


@dataclass(frozen=True)
class Quarter:
    starts_on: date
    counts: Counts

    @property
    def number(self) -> int:
        return (self.starts_on.month + 2) // 3


@dataclass(frozen=True)
class Rates:
    """`silent`: asked, and nothing came, which is not zero of something. `unasked`: partnerships
    nobody asked in these days, the first NAMED; `unasked_n`: all of them."""

    whole: Counts
    creators: list[Rated]
    brands: list[Rated]
    quarters: list[Quarter]
    silent: list[Rated]
    unasked: list[Partnership]
    unasked_n: int

    @property
    def zeros(self) -> list[Rated]:
        """Received, and none taken up."""
        return [one for one in self.creators if one.counts.is_zero]


def idea_rates(*, since: datetime | None, zone: ZoneInfo, brand: str = "") -> Rates:
    """What was said, and asked, since that moment (None: ever). Quarters are those of `zone`;
    `brand` by public id. Four queries."""
    rows = list(_said(since, zone, brand))
    asked = list(_asked(since, brand))
    creators = _rated(rows, asked, f"{_PART}__creator", f"{_BRIEF}__creator")
    unasked = _unasked(since, brand)
    quarters = _summed(rows, lambda row: row["quarter"])
    return Rates(
        whole=sum(_summed(rows, lambda row: "").values(), Counts()),
        creators=[one for one in creators if one.counts.received],
        brands=_rated(rows, asked, f"{_PART}__brand", f"{_BRIEF}__brand"),
        quarters=[
            Quarter(starts.date(), quarters[starts]) for starts in sorted(quarters, reverse=True)
        ],
        silent=[one for one in creators if not one.counts.received and one.asked],
        unasked=list(unasked[:NAMED]),
        unasked_n=unasked.count(),
    )


def _said(since: datetime | None, zone: ZoneInfo, brand: str) -> "QuerySet[Idea, Any]":
    rows = Idea.objects.order_by()
    if since is not None:
        rows = rows.filter(said_at__gte=since)
    if brand:
        rows = rows.filter(**{f"{_PART}__brand__public_id": brand})
    quarter = TruncQuarter("said_at", tzinfo=zone)
    named = [f"{_PART}__{who}__{what}" for who in ("creator", "brand") for what in _NAMES]
    return rows.values("state", *named, quarter=quarter).annotate(n=Count("pk"))


_NAMES = ("public_id", "name")


def _asked(since: datetime | None, brand: str) -> "QuerySet[BriefVersion, Any]":
    rows = BriefVersion.objects.order_by()
    if since is not None:
        rows = rows.filter(shared_at__gte=since)
    if brand:
        rows = rows.filter(**{f"{_BRIEF}__brand__public_id": brand})
    named = [f"{_BRIEF}__{who}__{what}" for who in ("creator", "brand") for what in _NAMES]
    return rows.values(*named).annotate(n=Count("brief", distinct=True))


def _unasked(since: datetime | None, brand: str) -> "QuerySet[Partnership]":
    shown = BriefVersion.objects.filter(brief__collaboration__partnership=OuterRef("pk"))
    if since is not None:
        shown = shown.filter(shared_at__gte=since)
    rows = Partnership.objects.living().exclude(stage=Stage.PAUSED).filter(~Exists(shown))
    if brand:
        rows = rows.filter(brand__public_id=brand)
    return rows.select_related("creator", "brand").order_by("tier", "creator__name", "pk")


def _summed(
    rows: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], Any]
) -> dict[Any, Counts]:
    states: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        states[key(row)][row["state"]] += row["n"]
    return {found: counts(by_state) for found, by_state in states.items()}


def _rated(
    rows: list[dict[str, Any]], asked: list[dict[str, Any]], said_by: str, asked_of: str
) -> list[Rated]:
    """Those with none taken up first, then by how much they said."""
    received = _summed(rows, lambda row: row[f"{said_by}__public_id"])
    names = {row[f"{said_by}__public_id"]: row[f"{said_by}__name"] for row in rows}
    times: dict[str, int] = defaultdict(int)
    for row in asked:
        times[row[f"{asked_of}__public_id"]] += row["n"]
        names[row[f"{asked_of}__public_id"]] = row[f"{asked_of}__name"]
    found = [
        Rated(key, name, received.get(key, Counts()), times[key]) for key, name in names.items()
    ]
    return sorted(
        found, key=lambda one: (not one.counts.is_zero, -one.counts.received, one.name, one.key)
    )
