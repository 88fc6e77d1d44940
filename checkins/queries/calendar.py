"""Planned check-ins week by week (product.md, row 42)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from checkins.enums import CheckInState
from checkins.models import CheckIn
from checkins.queries.reach import with_reach
from partnerships.enums import Stage

WEEKS = 5
# Of the weeks shown; a programme has some tens of them.
MOST = 400


@dataclass(frozen=True)
class Week:
    """From `monday`, with the check-ins of its days."""

    monday: date
    check_ins: list[Any]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class Weeks:
    """`late`: overdue before the first week shown; `more`: too many to show them all."""

    weeks: list[Week]
    late: int
    more: bool

    @property
    def is_empty(self) -> bool:
        return not self.late and not any(week.check_ins for week in self.weeks)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(first: date, user: User | None) -> Weeks:
    """WEEKS weeks from the Monday `first`; with `user` only what that person keeps. Two queries."""
    rows = CheckIn.objects.filter(state=CheckInState.PLANNED).exclude(
        partnership__stage=Stage.ENDED
    )
    if user is not None:
        rows = rows.filter(partnership__owner=user)
    last = first + timedelta(weeks=WEEKS)
    late = rows.filter(due_on__lt=first).count()
    found: list[Any] = list(
        with_reach(rows.filter(due_on__gte=first, due_on__lt=last))
        .select_related("partnership__creator", "partnership__brand", "partnership__owner")
        .order_by("due_on", "pk")[: MOST + 1]
    )
    by_week: dict[date, list[Any]] = {first + timedelta(weeks=n): [] for n in range(WEEKS)}
    for row in found[:MOST]:
        by_week[monday_of(row.due_on)].append(row)
    return Weeks([Week(monday, part) for monday, part in by_week.items()], late, len(found) > MOST)
