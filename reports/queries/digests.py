"""What a member's digest says: of a morning what is overdue and due on their Today, of a week what
stands on its days and what waits on creators."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation

from accounts.models import Membership
from checkins.enums import CheckInState
from checkins.models import CheckIn
from checkins.queries.board import Shelf, board
from checkins.rules.week import monday_of
from checkins.snooze_links import MONDAY, TOMORROW, snooze_url
from checkins.today import Asking, Section, TodayLine
from reports.rules.mornings import DigestLine, WeekDigest


def digest_lines(membership: Membership, now: datetime) -> list[DigestLine]:
    """The member's own lines, overdue first, in their language and their days. What they put off
    rests here too; what waits on creators or for later in the week is no news of this morning."""
    user = membership.user
    with translation.override(user.language), timezone.override(user.zone):
        shelves = board(Asking(user=user, at=now)).shelves
        lines = _of(shelves, Section.OVERDUE, Section.TODAY)
        return [_line(line, membership, now) for line in lines]


def week_digest(membership: Membership, now: datetime) -> WeekDigest:
    """The week that begins today, in the member's language and their days."""
    user = membership.user
    with translation.override(user.language), timezone.override(user.zone):
        asking = Asking(user=user, at=now)
        shelves = board(asking).shelves
        days: dict[date | None, list[DigestLine]] = {}
        for line in _of(shelves, Section.TODAY, Section.WEEK):
            days.setdefault(line.shown, []).append(_line(line, membership, now))
        return WeekDigest(
            overdue=[_line(line, membership, now) for line in _of(shelves, Section.OVERDUE)],
            # By day; what has none, last.
            days=sorted(days.items(), key=lambda pair: (pair[0] is None, pair[0] or date.max)),
            waits=[_line(line, membership, now) for line in _of(shelves, Section.WAITS)],
            done=_closed_in_week_before(membership, now),
        )


def _closed_in_week_before(membership: Membership, now: datetime) -> int:
    """Check-ins that they sent or noted as done. Of other lines nobody can tell who finished
    them, so they are not counted."""
    user = membership.user
    monday = monday_of(now.astimezone(user.zone).date())
    first, after = (
        datetime(day.year, day.month, day.day, tzinfo=user.zone)
        for day in (monday - timedelta(days=7), monday)
    )
    return CheckIn.objects.filter(
        closed_by=user,
        closed_at__gte=first,
        closed_at__lt=after,
        state__in=[CheckInState.SENT, CheckInState.DONE],
    ).count()


def _of(shelves: Iterable[Shelf], *sections: Section) -> list[TodayLine]:
    return [
        line
        for section in sections
        for shelf in shelves
        if shelf.section == section
        for line in shelf.lines
    ]


def _line(line: TodayLine, membership: Membership, now: datetime) -> DigestLine:
    why = [str(text) for text in (line.reason, line.problem, line.note) if text]
    return DigestLine(
        title=f"{line.title}: {line.what}",
        reason=" ".join(why),
        url=settings.SITE_URL + line.url,
        overdue=line.overdue,
        minutes=line.minutes,
        tomorrow_url=snooze_url(membership, line.key, TOMORROW, now),
        monday_url=snooze_url(membership, line.key, MONDAY, now),
    )
