"""The years of a partnership and what each of them is for (product.md, row 15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from partnerships.rules.pace import anniversary


class Phase(StrEnum):
    FOUNDATION = "foundation"
    DEEPENING = "deepening"
    EXPANSION = "expansion"


class Play(StrEnum):
    """What should happen in a phase."""

    ALIGNMENT = "alignment"
    FIRST_DECIDED = "first_decided"
    PREFERENCES = "preferences"
    CAMPAIGNS = "campaigns"
    SECOND_FORMAT = "second_format"
    AUTONOMY = "autonomy"
    OFFERED = "offered"
    RATE_REVIEWED = "rate_reviewed"
    SERIES = "series"
    ROLE = "role"
    GOAL = "goal"


# Campaigns of a year of the phase: (from, to); None: and more.
CAMPAIGNS: Mapping[Phase, tuple[int, int | None]] = {
    Phase.FOUNDATION: (2, 3),
    Phase.DEEPENING: (4, 5),
    Phase.EXPANSION: (6, None),
}
PLAYBOOK: Mapping[Phase, tuple[Play, ...]] = {
    Phase.FOUNDATION: (Play.ALIGNMENT, Play.PREFERENCES, Play.FIRST_DECIDED, Play.CAMPAIGNS),
    Phase.DEEPENING: (
        Play.CAMPAIGNS, Play.SECOND_FORMAT, Play.AUTONOMY, Play.OFFERED, Play.RATE_REVIEWED,
    ),
    Phase.EXPANSION: (Play.CAMPAIGNS, Play.SERIES, Play.ROLE, Play.GOAL),
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """`done` None: nobody can know."""

    play: Play
    done: bool | None


@dataclass(frozen=True)
class Maturity:
    """`year` from 1, counted from the partnership's first day; `first` and `last` are its days.
    `campaigns` began or will begin in it. The playbook of the phase and whether it happened."""

    year: int
    first: date
    last: date
    phase: Phase
    campaigns: int
    items: tuple[Item, ...]

    @property
    def wanted(self) -> tuple[int, int | None]:
        return CAMPAIGNS[self.phase]

    @property
    def done(self) -> int:
        return sum(1 for item in self.items if item.done)


def year_of(started_on: date, today: date) -> tuple[int, date, date]:
    """(the partnership's year from 1, its first day, its last day)."""
    passed = max(today.year - started_on.year, 0)
    if passed and anniversary(started_on, passed) > today:
        passed -= 1
    first, after = anniversary(started_on, passed), anniversary(started_on, passed + 1)
    return passed + 1, first, date.fromordinal(after.toordinal() - 1)


def phase_of(year: int) -> Phase:
    return (Phase.FOUNDATION, Phase.DEEPENING, Phase.EXPANSION)[min(year, 3) - 1]


def maturity(
    *,
    started_on: date,
    today: date,
    first_days: list[date],
    known: Mapping[Play, bool | None],
) -> Maturity:
    """`first_days`: of all campaigns. `known`: what the rows say; a play that is not among them is
    unknown."""
    year, first, last = year_of(started_on, today)
    phase = phase_of(year)
    campaigns = sum(1 for day in first_days if first <= day <= last)
    told = {**known, Play.CAMPAIGNS: campaigns >= CAMPAIGNS[phase][0]}
    items = tuple(Item(play, told.get(play)) for play in PLAYBOOK[phase])
    return Maturity(year, first, last, phase, campaigns, items)
