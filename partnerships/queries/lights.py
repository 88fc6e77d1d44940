"""The lights of the mutual-value audit, summed over a portfolio (product.md, rows 14 and 66)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from core.together import read_together
from creators.models import AudienceSnapshot
from partnerships.enums import AuditItem, Light
from partnerships.ideas import ideas_asked, ideas_told
from partnerships.models import AuditMark, Partnership
from partnerships.rules.audit import Audience, Audit, audit_record
from partnerships.rules.pace import anniversary
from partnerships.rules.record import Record
from partnerships.work_facts import records

# Names shown beside a red light.
NAMED = 8


@dataclass
class LightSum:
    """One item over all partnerships: how many stand in each light, and the first in the red."""

    item: AuditItem
    green: int = 0
    amber: int = 0
    red: int = 0
    # Nobody can say yet.
    unknown: int = 0
    reds: list[Partnership] = field(default_factory=list)

    @property
    def n(self) -> int:
        return self.green + self.amber + self.red


def lights(
    partnerships: "QuerySet[Partnership]", at: datetime, zones: Sequence[Any]
) -> list[LightSum]:
    """The three items over these partnerships. `zones`: all that their creators live in. A fixed
    number of queries; of all their work no more than one partnership's is held at a time."""
    sums = {item.value: LightSum(item) for item in AuditItem}
    reds: dict[str, list[int]] = {item.value: [] for item in AuditItem}
    for pk, found in _audits(partnerships, at, zones):
        for item, light in found.items():
            _count(sums[item], light)
            if light == Light.RED and len(reds[item]) <= NAMED:
                reds[item].append(pk)
    named = Partnership.objects.filter(pk__in={pk for each in reds.values() for pk in each})
    for row in named.select_related("creator", "brand").order_by("creator__name", "pk"):
        for item, ids in reds.items():
            if row.pk in ids:
                sums[item].reds.append(row)
    return list(sums.values())


def _audits(
    partnerships: "QuerySet[Partnership]", at: datetime, zones: Sequence[Any]
) -> Iterator[tuple[int, dict[str, str]]]:
    said = AuditMark.objects.filter(partnership__in=partnerships.order_by().values("pk"))
    rows, marked, readings, *suggested = read_together(
        [
            partnerships.order_by().values("pk", "creator"),
            said.order_by("at", "pk").values("partnership", "item", "light"),
            audience_asked(partnerships.order_by().values("creator"), at),
            *ideas_asked(partnerships.order_by().values("pk")),
        ]
    )
    creators = {row["pk"]: row["creator"] for row in rows}
    ideas = ideas_told(suggested)
    audience = audience_told(readings)
    marks: dict[int, dict[str, str]] = {}
    for row in marked:
        marks.setdefault(row["partnership"], {})[row["item"]] = row["light"]

    def of(pk: int, record: Record) -> dict[str, str]:
        known: Audit = audit_record(
            record,
            ideas=None if ideas is None else ideas[pk],
            audience=audience.get(creators[pk]),
        )
        return {**known.lights, **marks.get(pk, {})}

    left: dict[int, Any] = dict.fromkeys(creators)
    for pk, record in records(partnerships, zones):
        del left[pk]
        yield pk, of(pk, record)
    for pk in left:
        yield pk, of(pk, Record())


def audience_asked(creators: Any, at: datetime) -> "QuerySet[AudienceSnapshot, Any]":
    """The first and the last reading, over 12 months, of each channel that was read at least twice
    in them: what `audience_told` takes the answer of."""
    # A day further: in the east it is tomorrow already.
    today = at.date() + timedelta(days=1)
    channel = [F("channel")]
    in_order = [F("taken_on").asc(), F("pk").asc()]
    read = AudienceSnapshot.objects.filter(
        channel__creator__in=creators, taken_on__gt=anniversary(today, -1), taken_on__lte=today
    )
    return (
        read.order_by()
        .annotate(
            place=Window(RowNumber(), partition_by=channel, order_by=in_order),
            n=Window(Count("pk"), partition_by=channel),
        )
        .filter(Q(place=1) | Q(place=F("n")), n__gt=1)
        .values("channel__creator", "place", "followers")
    )


def audience_told(readings: Iterable[Mapping[str, Any]]) -> dict[int, Audience]:
    """Creator id → audience, as `audits` counts it."""
    found: dict[int, Audience] = {}
    for row in readings:
        creator, place, followers = row["channel__creator"], row["place"], row["followers"]
        known = found.get(creator, Audience(0, 0, 0))
        found[creator] = (
            Audience(known.before + followers, known.now, known.channels + 1)
            if place == 1
            else Audience(known.before, known.now + followers, known.channels)
        )
    return found


def _count(total: LightSum, light: str) -> None:
    if light == Light.GREEN:
        total.green += 1
    elif light == Light.AMBER:
        total.amber += 1
    elif light == Light.RED:
        total.red += 1
    else:
        total.unknown += 1
