"""What the page that opens a partnership asks."""

from django.db.models import QuerySet

from core.search import fold
from creators.models import Creator
from partnerships.models import Partnership

FOUND = 20


def find_creators(q: str) -> QuerySet[Creator]:
    """Up to twenty creators by any part of their name, however it is spelled; by name."""
    rows = Creator.objects.active()
    if q.strip():
        rows = rows.filter(search__contains=fold(q))
    return rows.order_by("name", "pk")[:FOUND]


def living_of(creator: Creator) -> list[Partnership]:
    """The partnerships of a creator that have not ended, by brand; one query."""
    return list(
        Partnership.objects.living()
        .filter(creator=creator)
        .select_related("brand", "owner")
        .order_by("brand__name", "pk")
    )
