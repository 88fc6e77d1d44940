"""Growth of the audiences of many creators at once."""

from collections.abc import Iterable
from itertools import groupby

from creators.models import AudienceSnapshot
from creators.rules.growth import Growth, Reading, growth_of


def growths(ids: Iterable[int]) -> dict[int, Growth]:
    """Creator id → growth of the channel that does worst; one query for a page of creators."""
    rows = (
        AudienceSnapshot.objects.filter(channel__creator__in=list(ids))
        .order_by("channel", "taken_on")
        .values_list("channel", "channel__creator", "taken_on", "followers")
    )
    found: dict[int, Growth] = {}
    for (_channel, creator), of_one in groupby(rows, key=lambda row: row[:2]):
        growth = growth_of([Reading(day, followers) for *_ids, day, followers in of_one])
        if growth and (creator not in found or growth.rate < found[creator].rate):
            found[creator] = growth
    return found
