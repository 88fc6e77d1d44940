"""What the page that opens a partnership asks."""

from creators.models import Creator
from partnerships.models import Partnership


def living_of(creator: Creator) -> list[Partnership]:
    """The partnerships of a creator that have not ended, by brand; one query."""
    return list(
        Partnership.objects.living()
        .filter(creator=creator)
        .select_related("brand", "owner")
        .order_by("brand__name", "pk")
    )
