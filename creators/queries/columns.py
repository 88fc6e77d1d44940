"""What the directory's own columns read beside the row itself: one query each for a whole page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from core.prepared_rows import about_rows
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


@about_rows("creator")
def _channels() -> "QuerySet[Channel, Any]":
    rows = Channel.objects.order_by(F("followers").desc(nulls_last=True), "pk")
    return rows.values_list("creator_id", "platform", "handle", "url")


def channels(ids: Iterable[int]) -> Mapping[int, list[Handle]]:
    """Creator id → channels, biggest first."""
    found: dict[int, list[Handle]] = defaultdict(list)
    for pk, *channel in _channels(ids):
        found[pk].append(Handle(*channel))
    return found


@about_rows("creator")
def _tags() -> "QuerySet[Any, Any]":
    rows = Creator.tags.through.objects.order_by("tag__name")
    return rows.values_list("creator_id", "tag__kind", "tag__name")


def tags(ids: Iterable[int]) -> Mapping[int, Mapping[str, list[str]]]:
    """Creator id → kind → names, by name."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: {kind: [] for kind in TagKind})
    for pk, kind, name in _tags(ids):
        found[pk][kind].append(name)
    return found


@about_rows("creator")
def _prices() -> "QuerySet[Rate, Any]":
    rows = Rate.objects.filter(valid_until=None).order_by("format", "pk")
    return rows.values_list("creator_id", "format", "amount", "currency")


def prices(ids: Iterable[int]) -> Mapping[int, list[Price]]:
    """Creator id → lines of the rate card that are valid, by format."""
    found: dict[int, list[Price]] = defaultdict(list)
    for pk, kind, amount, currency in _prices(ids):
        found[pk].append(Price(kind, amount, currency))
    return found
