"""What a partnership grows into: states of an offer, quarters of a roadmap, give and take
(product.md, rows 50, 73, 74)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from partnerships.enums import OpportunityState

S = OpportunityState

# What may follow what. The creator hears of it from OFFERED on, so it is edited before that only.
TRANSITIONS: dict[OpportunityState, frozenset[OpportunityState]] = {
    S.IDEA: frozenset({S.OFFERED, S.DROPPED}),
    S.OFFERED: frozenset({S.ACCEPTED, S.DECLINED, S.DROPPED}),
    S.ACCEPTED: frozenset({S.DONE, S.DROPPED}),
    # Minds change: a no may become a yes, never silently.
    S.DECLINED: frozenset({S.ACCEPTED}),
    S.DONE: frozenset(),
    S.DROPPED: frozenset(),
}
# Still to come.
OPEN_STATES = frozenset({S.IDEA, S.OFFERED, S.ACCEPTED})
# An offer without an answer is asked about again after so many days.
ANSWER_WITHIN = 14
# Give and take is looked at over so many days.
YEAR = 365


def may_become(state: str, target: str) -> bool:
    return OpportunityState(target) in TRANSITIONS[OpportunityState(state)]


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter that holds `day`."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarter_after(quarter: date, by: int = 1) -> date:
    """The first day of the quarter `by` quarters later (earlier if negative)."""
    months = quarter.year * 12 + quarter.month - 1 + 3 * by
    return date(months // 12, months % 12 + 1, 1)


def quarter_name(quarter: date) -> str:
    """`Q3 2026`, in the language of the moment."""
    return _("Q%(number)d %(year)d") % {
        "number": (quarter.month + 2) // 3,
        "year": quarter.year,
    }


def quarters_around(today: date, planned: Iterable[date], *, ahead: int = 2) -> list[date]:
    """The quarters a roadmap shows: from the earliest one written down, but no more than four
    before today's, to `ahead` after it or the last one written down; none is left out between."""
    now = quarter_of(today)
    known = [*planned, now]
    first = max(min(known), quarter_after(now, -4))
    last = max(quarter_after(now, ahead), *known)
    found = []
    while first <= last:
        found.append(first)
        first = quarter_after(first)
    return found


@dataclass(frozen=True)
class GiveAndTake:
    """What the brand did for the creator in the last 365 days (`given`), the campaigns that began
    in them (`asked`), and the day of the last support ever."""

    given: int
    asked: int
    last: date | None

    @property
    def owing(self) -> bool:
        """Campaigns, and nothing given back."""
        return self.asked > 0 and self.given == 0


def give_and_take(
    support: Iterable[date], campaigns: Iterable[date], *, today: date
) -> GiveAndTake:
    """`support`: days of what was done for the creator; `campaigns`: first days of theirs."""
    days = sorted(support)
    return GiveAndTake(
        given=sum(1 for day in days if 0 <= (today - day).days < YEAR),
        asked=sum(1 for day in campaigns if 0 <= (today - day).days < YEAR),
        last=days[-1] if days else None,
    )
