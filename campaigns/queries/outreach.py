"""Whether somebody was asked, how, and what they said (rows 54, 63)."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import Outreach


@dataclass(frozen=True)
class Asked:
    """The newest question of a collaboration; `times`: how often they were asked for it."""

    row: Outreach
    times: int

    @property
    def is_open(self) -> bool:
        return not self.row.answer

    @property
    def by_themselves(self) -> bool:
        """The creator answered on the page that the invitation leads to."""
        return bool(self.row.answer) and self.row.mail_id is not None and not self.row.answered_by


def of_parts(ids: Iterable[int]) -> dict[int, Asked]:
    """Collaboration id → its newest question; one query. None there: they were added before
    questions were written down."""
    rows = (
        Outreach.objects.filter(collaboration__in=list(ids))
        .select_related("asked_by", "answered_by", "mail")
        .defer("mail__text", "mail__html")
        .order_by("asked_at", "pk")
    )
    found: dict[int, Asked] = {}
    for row in rows:
        before = found.get(row.collaboration_id)
        found[row.collaboration_id] = Asked(row, before.times + 1 if before else 1)
    return found
