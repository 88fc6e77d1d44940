"""What the directory's own columns read beside the row itself: one query each for a whole page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from creators.enums import TagKind
from creators.models import Channel, Creator, Rate


class Handle(NamedTuple):
    platform: str
    handle: str
    url: str


class Price(NamedTuple):
    format: str
    amount: Decimal
    currency: str


def channels(ids: Iterable[int]) -> Mapping[int, list[Handle]]:
    """Creator id → channels, biggest first."""
    found: dict[int, list[Handle]] = defaultdict(list)
    rows = Channel.objects.filter(creator__in=list(ids)).order_by(
        F("followers").desc(nulls_last=True), "pk"
    )
    for pk, *channel in rows.values_list("creator_id", "platform", "handle", "url"):
        found[pk].append(Handle(*channel))
    return found


def tags(ids: Iterable[int]) -> Mapping[int, Mapping[str, list[str]]]:
    """Creator id → kind → names, by name."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: {kind: [] for kind in TagKind})
    rows = Creator.tags.through.objects.filter(creator__in=list(ids)).order_by("tag__name")
    for pk, kind, name in rows.values_list("creator_id", "tag__kind", "tag__name"):
        found[pk][kind].append(name)
    return found


def prices(ids: Iterable[int]) -> Mapping[int, list[Price]]:
    """Creator id → lines of the rate card that are valid, by format."""
    found: dict[int, list[Price]] = defaultdict(list)
    rows = Rate.objects.filter(creator__in=list(ids), valid_until=None).order_by("format", "pk")
    for pk, kind, amount, currency in rows.values_list(
        "creator_id", "format", "amount", "currency"
    ):
        found[pk].append(Price(kind, amount, currency))
    return found
