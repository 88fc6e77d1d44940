"""What the card of a collaboration says of its audience and its weekly syncs (rows 47, 72)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from campaigns.models import Collaboration, SyncNote
from campaigns.queries.feedback import Counted
from campaigns.queries.syncs import weeks_of_parts
from campaigns.rules.syncs import Weeks


@dataclass(frozen=True)
class Voice:
    """`last_sync`: the day of the newest note; `counted`: what waits."""

    counted: Counted
    weeks: Weeks
    last_sync: date | None

    @property
    def says(self) -> bool:
        counted = self.counted
        due = self.weeks.due is not None
        return bool(counted.waiting or counted.untold or self.last_sync or due)


def last_syncs(collaboration_ids: Iterable[int]) -> Any:
    """Rows of collaboration and `last`, the day of its newest note."""
    rows = SyncNote.objects.filter(collaboration__in=list(collaboration_ids)).order_by()
    return rows.values("collaboration").annotate(last=Max("held_on"))


def voices_in(
    parts: Sequence[Collaboration],
    waiting: Iterable[Mapping[str, Any]],
    last: Iterable[Mapping[str, Any]],
    at: datetime,
) -> dict[int, Voice]:
    """Collaboration id → its voices, of all given; `waiting`, `last`: the rows of `counted_rows`
    and `last_syncs`. One query, none where nobody is here for the first time. The parts carry
    their campaign and the creator."""
    counts = {row["collaboration"]: Counted(row["waiting"], row["untold"]) for row in waiting}
    days = {row["collaboration"]: row["last"] for row in last}
    weeks = weeks_of_parts(parts, at)
    return {
        part.pk: Voice(counts.get(part.pk, Counted()), weeks[part.pk], days.get(part.pk))
        for part in parts
    }
