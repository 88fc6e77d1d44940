"""A draft that creators handed in by themselves is a reply; a revision by mail asks for something
(product.md, rows 41, 42 and 44)."""

from datetime import datetime

from campaigns.enums import Verdict
from campaigns.models import Submission
from checkins.actions.touches import log_touch
from checkins.enums import Direction, TouchKind


def log_round(*, submission: Submission, at: datetime) -> None:
    """Once for each side of a round, however often it is told or swept."""
    deliverable = submission.deliverable
    partnership = deliverable.collaboration.partnership
    if submission.by_id is None:
        log_touch(
            partnership=partnership,
            kind=TouchKind.REPLY,
            direction=Direction.IN,
            at=submission.submitted_at,
            logged_at=max(at, submission.submitted_at),
            by=None,
            subject=deliverable.title,
            body=submission.note,
            source_key=f"round:{submission.public_id}:in",
        )
    if submission.verdict == Verdict.REVISION and submission.mail and submission.verdict_at:
        log_touch(
            partnership=partnership,
            kind=TouchKind.MESSAGE,
            direction=Direction.OUT,
            at=submission.verdict_at,
            logged_at=max(at, submission.verdict_at),
            by=submission.verdict_by,
            asks=True,
            subject=deliverable.title,
            body=submission.verdict_note,
            mail=submission.mail,
            source_key=f"round:{submission.public_id}:out",
        )
