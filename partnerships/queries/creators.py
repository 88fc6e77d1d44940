"""What the pages of creators show of this room."""

from collections.abc import Iterable
from typing import Any

from creators.models import Creator
from partnerships.enums import Stage
from partnerships.models import Agreement, Partnership
from partnerships.queries.agreements import leading_in_short


def with_agreements(creator: Creator) -> list[tuple[Partnership, Agreement | None]]:
    """All partnerships of a creator, the living first, each with the agreement that stands for
    it, of which only `public_id` and `state` are read; one query."""
    rows: list[Any] = list(
        Partnership.objects.filter(creator=creator)
        .select_related("brand", "owner")
        .annotate(stands=leading_in_short("pk"))
        .order_by("brand__name", "-started_on", "pk")
    )
    rows.sort(key=lambda row: row.stage == Stage.ENDED)
    return [(row, Agreement(**row.stands) if row.stands else None) for row in rows]


def owner_names(partnerships: Iterable[Partnership]) -> list[str]:
    """Each owner once, in the order of the partnerships."""
    return list(dict.fromkeys(str(row.owner) for row in partnerships))
