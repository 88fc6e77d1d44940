"""The life of an agreement: states, days, overlaps (product.md, rows 18, 22, 23).

Days are dates in the creator's zone. `starts_on` and `ends_on` are the first and the last day in
force; `ends_on` None is an evergreen agreement nobody gave notice to.
"""

from datetime import date, timedelta

from partnerships.enums import AgreementState

S = AgreementState

# What may follow what. One that was on the table and never came into force is withdrawn, not
# ended: it must not look like an agreement that once bound anybody. A draft is simply discarded.
TRANSITIONS: dict[AgreementState, frozenset[AgreementState]] = {
    S.DRAFT: frozenset({S.SENT, S.SIGNED}),
    S.SENT: frozenset({S.SIGNED, S.WITHDRAWN}),
    S.SIGNED: frozenset({S.IN_FORCE, S.WITHDRAWN}),
    S.IN_FORCE: frozenset({S.IN_NOTICE, S.ENDED}),
    S.IN_NOTICE: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
    S.WITHDRAWN: frozenset(),
}

# Signed and not over.
BINDING_STATES = frozenset({S.SIGNED, S.IN_FORCE, S.IN_NOTICE})
# Binds now or once did: its days are taken.
KEPT_STATES = BINDING_STATES | {S.ENDED}
# What both sides know of.
SHARED_STATES = KEPT_STATES | {S.SENT}


def may_become(state: str, target: str) -> bool:
    return AgreementState(target) in TRANSITIONS[AgreementState(state)]


def notice_end(given_on: date, notice_days: int, ends_on: date | None) -> date:
    """The last day in force after notice: `notice_days` from the day it was given (row 23).

    Notice never makes an agreement longer than it already was.
    """
    last = given_on + timedelta(days=notice_days)
    return last if ends_on is None else min(last, ends_on)


def state_on(state: str, starts_on: date, ends_on: date | None, today: date) -> AgreementState:
    """The state that `today` asks for: in force from `starts_on`, ended the day after `ends_on`.

    Only the calendar's part: drafts wait for a person, however late it gets.
    """
    now = AgreementState(state)
    if now not in BINDING_STATES:
        return now
    if now == S.SIGNED and starts_on <= today:
        now = S.IN_FORCE
    if now != S.SIGNED and ends_on is not None and ends_on < today:
        now = S.ENDED
    return now


def step_on(
    state: str, starts_on: date, ends_on: date | None, today: date
) -> AgreementState | None:
    """The one next step on the way to `state_on`, or None: every state passed is recorded."""
    target = state_on(state, starts_on, ends_on, today)
    if target == state:
        return None
    return S.IN_FORCE if state == S.SIGNED else target


def covers(state: str, starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether the agreement binds both sides on `day`, also in the past."""
    if AgreementState(state) not in KEPT_STATES:
        return False
    return starts_on <= day and (ends_on is None or day <= ends_on)


def overlap(
    first: tuple[date, date | None], second: tuple[date, date | None]
) -> tuple[date, date | None] | None:
    """The days (first, last) that two agreements share; None if they share none.

    A last day None means without end.
    """
    starts_on = max(first[0], second[0])
    ends = [end for end in (first[1], second[1]) if end is not None]
    ends_on = min(ends) if ends else None
    if ends_on is not None and ends_on < starts_on:
        return None
    return starts_on, ends_on


def length_in_months(starts_on: date, ends_on: date | None) -> int | None:
    """Whole months from the first to the last day; None for one without end."""
    if ends_on is None:
        return None
    after = ends_on + timedelta(days=1)
    months = (after.year - starts_on.year) * 12 + after.month - starts_on.month
    return months - (after.day < starts_on.day)
