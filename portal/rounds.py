"""What was said of a creator's drafts, as they read it (row 41): the words, nobody's name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.deliverable_emails import answer_url
from campaigns.enums import DeliverableState, Verdict
from campaigns.models import Deliverable, Submission
from portal.queries import Work


@dataclass(frozen=True)
class Said:
    """`number`: of the round; `note` may be empty for an approval."""

    number: int
    at: datetime
    is_revision: bool
    note: str


@dataclass(frozen=True)
class Piece:
    """A deliverable with what was said of its drafts, oldest first. `late`: its day is over and it
    is not out. `answer`: where the new draft's link is put, while one is waited for."""

    deliverable: Deliverable
    said: list[Said]
    late: bool
    answer: str

    @property
    def asked(self) -> Said | None:
        """What is to be changed now."""
        waits = self.deliverable.state == DeliverableState.REVISION
        found = [one for one in self.said if one.is_revision]
        return found[-1] if waits and found else None

    @property
    def before(self) -> list[Said]:
        return [one for one in self.said if one is not self.asked]


@dataclass(frozen=True)
class Shown:
    """One part of the page: `Work` with its pieces."""

    work: Work
    pieces: list[Piece]


def shown(work: list[Work], today: date) -> list[Shown]:
    """One query. `today` is the creator's own."""
    every = [row for item in work for row in item.deliverables]
    rounds: dict[int, list[Submission]] = defaultdict(list)
    if every:
        rows = Submission.objects.filter(deliverable__in=every).exclude(verdict_at=None)
        for row in rows.select_related("workspace").order_by("number"):
            rounds[row.deliverable_id].append(row)
    return [
        Shown(item, [_piece(one, rounds[one.pk], today) for one in item.deliverables])
        for item in work
    ]


def _piece(deliverable: Deliverable, rounds: list[Submission], today: date) -> Piece:
    said, answer = [], ""
    for row in rounds:
        assert row.verdict_at is not None
        revision = row.verdict == Verdict.REVISION
        said.append(Said(row.number, row.verdict_at, revision, row.verdict_note))
        if revision and deliverable.state == DeliverableState.REVISION:
            answer = answer_url(row, row.verdict_at)
    out = deliverable.state == DeliverableState.PUBLISHED
    return Piece(deliverable, said, not out and deliverable.due_on < today, answer)
