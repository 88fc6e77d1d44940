"""All channels and all rates of many creators: what a file has room for and a page has not."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Count, F

from creators.enums import ContentFormat, Platform
from creators.models import Channel, CreatorQuerySet, Rate


def accounts_a_platform(creators: CreatorQuerySet, most: int) -> list[tuple[str, int]]:
    """Platform → how many accounts one of these creators has there at most, up to `most`; in the
    order of the platforms. One query."""
    counted = (
        Channel.objects.filter(creator__in=creators.order_by().values("pk"))
        .order_by()
        .values("creator", "platform")
        .annotate(number=Count("pk"))
        .values_list("platform", "number")
        .distinct()
    )
    found: dict[str, int] = {}
    for platform, number in counted:
        found[platform] = min(max(found.get(platform, 0), number), most)
    return [(platform, found[platform]) for platform in Platform.values if platform in found]


def accounts(ids: Iterable[int]) -> list[tuple[int, str, str, int | None]]:
    """(creator id, platform, address or handle, followers), biggest first."""
    rows = Channel.objects.filter(creator__in=list(ids)).order_by(
        F("followers").desc(nulls_last=True), "pk"
    )
    found = rows.values_list("creator_id", "platform", "url", "handle", "followers")
    return [(pk, platform, url or handle, count) for pk, platform, url, handle, count in found]


def kinds_of_rates(creators: CreatorQuerySet) -> list[tuple[str, str]]:
    """(format, currency) of the prices that are valid, in the order of the formats."""
    rows = Rate.objects.filter(
        creator__in=creators.order_by().values("pk"), valid_until=None
    ).order_by()
    order = {value: place for place, value in enumerate(ContentFormat.values)}
    pairs = rows.values_list("format", "currency").distinct()
    return sorted(pairs, key=lambda pair: (order.get(pair[0], 99), pair[1]))


def rates(ids: Sequence[int]) -> list[tuple[int, str, str, Decimal]]:
    """(creator id, format, currency, amount) of the prices that are valid."""
    rows = Rate.objects.filter(creator__in=list(ids), valid_until=None).order_by("pk")
    return list(rows.values_list("creator_id", "format", "currency", "amount"))
