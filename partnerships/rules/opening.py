"""The three-month opening in thirteen weeks (product.md, row 16): month 1 alignment, month 2 the
first campaign with weekly syncs, month 3 a co-creation review."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from partnerships.rules.facts import WorkFacts

WEEKS = 13
# First and last week of each month; the campaign has the longest.
MONTHS = ((1, 4), (5, 9), (10, 13))
_WEEK = timedelta(days=7)


class Step(StrEnum):
    ALIGNMENT = "alignment"
    CAMPAIGN = "campaign"
    SYNC = "sync"
    REVIEW = "review"


class State(StrEnum):
    DONE = "done"
    # Asked for now.
    DUE = "due"
    LATE = "late"
    AHEAD = "ahead"
    # Its time is over and it cannot be made good: a week without a sync.
    MISSED = "missed"


@dataclass(frozen=True)
class Sync:
    """A week of the live first campaign, counted from its first day."""

    first: date
    last: date
    state: State


@dataclass(frozen=True)
class Week:
    """`number` 1 to 13; `syncs`: those of the campaign's weeks that begin in it."""

    number: int
    first: date
    last: date
    now: bool
    past: bool
    syncs: tuple[Sync, ...] = ()


@dataclass(frozen=True)
class Part:
    """One step with the last day it should be done by; `done_on` where it has a day."""

    step: Step
    due_on: date
    state: State
    done_on: date | None = None

    @property
    def asked(self) -> bool:
        return self.state in (State.DUE, State.LATE)


@dataclass(frozen=True)
class Month:
    number: int
    first: date
    last: date
    weeks: tuple[Week, ...]
    parts: tuple[Part, ...]

    @property
    def now(self) -> bool:
        return any(week.now for week in self.weeks)


@dataclass(frozen=True)
class Arc:
    """`week`: the running one, 1 or more; above 13 once the three months are over. `campaign` is
    the first one, where one is known."""

    week: int
    months: tuple[Month, ...]
    syncs: tuple[Sync, ...] = ()
    campaign: str = ""
    asked: tuple[Part, ...] = ()
    missing: tuple[Step, ...] = ()
    over: bool = field(default=False)


def arc(
    *,
    starts_on: date,
    today: date,
    aligned_on: date | None,
    reviewed_on: date | None,
    campaign: WorkFacts | None,
    contact_days: Iterable[date] = (),
) -> Arc:
    """`campaign`: the first one that was confirmed; `contact_days`: days with a logged touch. All
    days are the creator's. A step asked for by its last day is due from the first day of its
    month, and late after the last."""
    week = (today - starts_on).days // 7 + 1
    syncs = _syncs(campaign, set(contact_days), today)
    began = campaign.starts_on if campaign and campaign.starts_on <= today else None
    running = next((sync for sync in syncs if sync.first <= today <= sync.last), None)
    parts = [
        [_part(Step.ALIGNMENT, 0, starts_on, today, aligned_on)],
        [_part(Step.CAMPAIGN, 1, starts_on, today, began)],
        [_part(Step.REVIEW, 2, starts_on, today, reviewed_on)],
    ]
    if running is not None:
        parts[1].append(Part(Step.SYNC, running.last, running.state))
    months = tuple(
        Month(
            number=number + 1,
            first=starts_on + (first - 1) * _WEEK,
            last=_last(starts_on, number),
            weeks=tuple(_week(n, starts_on, today, syncs) for n in range(first, last + 1)),
            parts=tuple(parts[number]),
        )
        for number, (first, last) in enumerate(MONTHS)
    )
    flat = [part for month in months for part in month.parts]
    return Arc(
        week=max(week, 1),
        months=months,
        syncs=syncs,
        campaign=campaign.campaign if campaign else "",
        asked=tuple(part for part in flat if part.asked),
        missing=tuple(
            part.step for part in flat if part.step != Step.SYNC and part.state != State.DONE
        ),
        over=week > WEEKS,
    )


def _last(starts_on: date, month: int) -> date:
    return starts_on + MONTHS[month][1] * _WEEK - timedelta(days=1)


def _part(step: Step, month: int, starts_on: date, today: date, done_on: date | None) -> Part:
    last = _last(starts_on, month)
    first = starts_on + (MONTHS[month][0] - 1) * _WEEK
    if done_on is not None:
        state = State.DONE
    elif today > last:
        state = State.LATE
    else:
        state = State.DUE if today >= first else State.AHEAD
    return Part(step, last, state, done_on)


def _syncs(campaign: WorkFacts | None, contacts: set[date], today: date) -> tuple[Sync, ...]:
    """Every started week of the campaign asks for one contact; the last may be a short one."""
    if campaign is None:
        return ()
    return sync_weeks(
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        closed_on=campaign.closed_on,
        contacts=contacts,
        today=today,
    )


def sync_weeks(
    *,
    starts_on: date,
    ends_on: date,
    closed_on: date | None,
    contacts: Collection[date],
    today: date,
) -> tuple[Sync, ...]:
    """The weeks of a campaign, each with whether we were in touch (row 47)."""
    end = ends_on if closed_on is None else min(ends_on, max(closed_on, starts_on))
    found: list[Sync] = []
    first = starts_on
    while first <= end:
        last = min(first + _WEEK - timedelta(days=1), end)
        if any(first <= day <= last for day in contacts):
            state = State.DONE
        elif today > last:
            state = State.MISSED
        else:
            state = State.DUE if today >= first else State.AHEAD
        found.append(Sync(first, last, state))
        first = last + timedelta(days=1)
    return tuple(found)


def _week(number: int, starts_on: date, today: date, syncs: tuple[Sync, ...]) -> Week:
    first = starts_on + (number - 1) * _WEEK
    last = first + _WEEK - timedelta(days=1)
    return Week(
        number=number,
        first=first,
        last=last,
        now=first <= today <= last,
        past=last < today,
        syncs=tuple(sync for sync in syncs if first <= sync.first <= last),
    )
