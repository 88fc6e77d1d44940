"""What the pages of creators show of this room."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.prepared import Given, prepared
from creators.models import Creator
from partnerships.enums import Stage
from partnerships.models import Agreement, Concern, Partnership
from partnerships.queries.agreements import leading_in_short


def with_agreements(creator: Creator) -> list[tuple[Partnership, Agreement | None]]:
    """All partnerships of a creator, the living first, each with the agreement that stands for
    it, of which only `public_id` and `state` are read, and whether a concern is open (`worries`);
    one query."""
    rows = _of_creator(creator=creator.pk)
    rows.sort(key=lambda row: row.stage == Stage.ENDED)
    return [(row, Agreement(**row.stands) if row.stands else None) for row in rows]


@prepared
def _of_creator() -> "QuerySet[Partnership, Any]":
    worries = Exists(Concern.objects.filter(partnership=OuterRef("pk"), closed_at=None))
    return (
        Partnership.objects.filter(creator=Given("creator"))
        .select_related("brand", "owner")
        .annotate(stands=leading_in_short("pk"), worries=worries)
        .order_by("brand__name", "-started_on", "pk")
    )


def owner_names(partnerships: Iterable[Partnership]) -> list[str]:
    """Each owner once, in the order of the partnerships."""
    return list(dict.fromkeys(str(row.owner) for row in partnerships))
