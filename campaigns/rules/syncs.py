"""Weekly syncs of a running campaign: expected of a creator's first one (product.md, row 47)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from partnerships.rules.opening import State, Sync, sync_weeks

FIRST = 1


@dataclass(frozen=True)
class Weeks:
    """The weeks of one collaboration; `expected`: it is the creator's first campaign with the
    brand, so that each week asks for a contact."""

    expected: bool
    weeks: tuple[Sync, ...] = ()

    @property
    def due(self) -> Sync | None:
        """This week, while nobody was in touch in it."""
        return next((one for one in self.weeks if one.state == State.DUE), None)

    @property
    def missed(self) -> int:
        return sum(1 for one in self.weeks if one.state == State.MISSED)

    @property
    def held(self) -> int:
        return sum(1 for one in self.weeks if one.state == State.DONE)


def weeks_of(
    *,
    sequence: int,
    starts_on: date,
    ends_on: date,
    closed_on: date | None,
    contacts: Collection[date],
    today: date,
) -> Weeks:
    """All days are the creator's; `contacts`: those with a logged contact or a note."""
    if sequence != FIRST:
        return Weeks(expected=False)
    found = sync_weeks(
        starts_on=starts_on, ends_on=ends_on, closed_on=closed_on, contacts=contacts, today=today
    )
    return Weeks(expected=True, weeks=found)
