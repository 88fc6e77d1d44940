"""What lies ahead with partnerships, for whoever is to take them over (product.md, rows 6 and 43):
the lines of Today, and the next check-in of those that have none within the week."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation

from accounts.models import User
from checkins.enums import CheckInState
from checkins.models import CheckIn
from checkins.queries.board import board
from checkins.rules.load import hours_of
from checkins.today import Asking, Section
from partnerships.agenda import Agenda, AgendaLine, AgendaSource


def agenda(user: User, at: datetime, partnership_ids: Sequence[int]) -> Agenda:
    """The week of `user`, counted as their Today does. The queries of Today, and one."""
    wanted = set(partnership_ids)
    with translation.override(user.language):
        found = board(Asking(user=user, at=at))
        lines = [
            AgendaLine(
                partnership_id=line.partnership.pk,
                what=str(line.what),
                on=line.due_on,
                minutes=0 if shelf.section == Section.WAITS else line.minutes,
                overdue=line.overdue,
            )
            for shelf in found.shelves
            for line in shelf.lines
            if line.partnership is not None and line.partnership.pk in wanted
        ]
        if wanted:
            lines += _later(wanted, {line.partnership_id for line in lines if line.on})
    minutes = sum(shelf.minutes for shelf in found.shelves if shelf.section != Section.WAITS)
    return Agenda(minutes=minutes, lines=lines)


def _later(wanted: set[int], told: set[int]) -> list[AgendaLine]:
    rows = CheckIn.objects.filter(partnership__in=wanted - told, state=CheckInState.PLANNED)
    first: dict[int, CheckIn] = {}
    for row in rows.order_by("due_on", "pk"):
        first.setdefault(row.partnership_id, row)
    return [AgendaLine(pk, row.get_kind_display(), row.due_on) for pk, row in first.items()]


SOURCE = AgendaSource(load=agenda, hours=lambda minutes: hours_of([minutes]))
