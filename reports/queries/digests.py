"""What a member's morning digest says: what is overdue and due on their Today, nothing else."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from accounts.models import Membership
from checkins.queries.board import board
from checkins.today import Asking, Section, TodayLine
from reports.rules.mornings import DigestLine


def digest_lines(membership: Membership, now: datetime) -> list[DigestLine]:
    """The member's own lines, overdue first, in their language and their days. What they put off
    rests here too; what waits on creators or for later in the week is no news of this morning."""
    user = membership.user
    with translation.override(user.language), timezone.override(user.zone):
        shelves = board(Asking(user=user, at=now)).shelves
        return [
            _line(line)
            for section in (Section.OVERDUE, Section.TODAY)
            for shelf in shelves
            if shelf.section == section
            for line in shelf.lines
        ]


def _line(line: TodayLine) -> DigestLine:
    why = [str(text) for text in (line.reason, line.problem, line.note) if text]
    return DigestLine(
        title=f"{line.title}: {line.what}",
        reason=" ".join(why),
        url=settings.SITE_URL + line.url,
        overdue=line.overdue,
        minutes=line.minutes,
    )
