"""When an evergreen agreement renews, until when that can be prevented, and what a day asks for
(product.md, rows 22 and 23).

Days are the creator's. The rules:

* Year 1 begins on the first day and is agreed to explicitly; each later year begins on the
  anniversary (29 February falls back to the 28th) and ends the day before the next one.
* Notice ends an agreement `notice_days` after the day it was given. It prevents a renewal if that
  last day comes before the anniversary, so the last day to give it is
  anniversary − 1 − `notice_days`: then the window to adjust closes.
* The window opens `window_days` before the anniversary, or on the day it closes if that is earlier;
  never before the year that it ends. Where the notice is as long as the year nothing prevents the
  renewal, and the window closes the day before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from partnerships.enums import AgreementKind, AgreementState, RenewalState
from partnerships.rules.pace import anniversary

DAY = timedelta(days=1)
# So many days before its last one an agreement that does not renew is spoken of.
EXPIRES_SOON = (60, 30)


@dataclass(frozen=True)
class RenewalDays:
    """The days around contract year `year`, from 2 on; all inclusive."""

    year: int
    opens_on: date
    # The last day of the window.
    closes_on: date
    # The first and the last day of the renewed year.
    renews_on: date
    until: date
    # Whether notice on `closes_on` ends it before it renews.
    preventable: bool = True


def renewal_of(starts_on: date, year: int, *, window_days: int, notice_days: int) -> RenewalDays:
    """`year` counts from 1; the first is never a renewal: ValueError."""
    if year < 2:
        raise ValueError(f"Year {year} is agreed to, not renewed")
    before, renews_on = anniversary(starts_on, year - 2), anniversary(starts_on, year - 1)
    last_notice = renews_on - DAY - timedelta(days=notice_days)
    preventable = last_notice >= before
    opens_on = renews_on - timedelta(days=window_days)
    closes_on = last_notice if preventable else renews_on - DAY
    return RenewalDays(
        year=year,
        opens_on=max(before, min(opens_on, closes_on)),
        closes_on=closes_on,
        renews_on=renews_on,
        until=anniversary(starts_on, year) - DAY,
        preventable=preventable,
    )


def renewals_opened(
    starts_on: date, today: date, *, window_days: int, notice_days: int
) -> Iterator[RenewalDays]:
    """Every renewal whose window has opened by `today`, the earliest first."""
    year = 2
    while True:
        days = renewal_of(starts_on, year, window_days=window_days, notice_days=notice_days)
        if days.opens_on > today:
            return
        yield days
        year += 1


class Act(StrEnum):
    OPEN = "open"
    RENEW = "renew"
    STOP = "stop"


@dataclass(frozen=True)
class Step:
    act: Act
    year: int
    # Known for OPEN and RENEW.
    days: RenewalDays | None = None


def renewal_steps(
    *,
    kind: str,
    state: str,
    starts_on: date,
    ends_on: date | None,
    window_days: int,
    notice_days: int,
    known: Mapping[int, str],
    today: date,
) -> list[Step]:
    """What is left to do by `today`, in order. `known`: year → RenewalState of the rows there are.

    Asks what is missing and not what today's date is, so days that nobody looked are made up for,
    and asking again gives nothing. Only what is in force renews: in notice, or after the end, an
    open window is stopped, and so is a renewal that a notice written down late turns out to have
    prevented; stopped ones open again when the notice was taken back.
    """
    if kind != AgreementKind.EVERGREEN or state != AgreementState.IN_FORCE:
        return [
            Step(Act.STOP, year)
            for year, row in sorted(known.items())
            if row == RenewalState.OPEN
            or (row == RenewalState.RENEWED and _never_began(starts_on, year, ends_on))
        ]
    found: list[Step] = []
    for days in renewals_opened(starts_on, today, window_days=window_days, notice_days=notice_days):
        stands = known.get(days.year)
        if stands == RenewalState.RENEWED:
            continue
        if stands != RenewalState.OPEN:
            found.append(Step(Act.OPEN, days.year, days))
        if days.renews_on <= today:
            found.append(Step(Act.RENEW, days.year, days))
    return found


def _never_began(starts_on: date, year: int, ends_on: date | None) -> bool:
    return ends_on is not None and ends_on < anniversary(starts_on, year - 1)


def expires_soon(starts_on: date, ends_on: date, today: date) -> int | None:
    """Which of EXPIRES_SOON is to be said on `today`; None: it is too early, over, or the agreement
    is shorter than that.

    After days that nobody looked only the nearer one is said: the further one would be untrue.
    """
    if today > ends_on:
        return None
    for days in sorted(EXPIRES_SOON):
        said_on = ends_on - timedelta(days=days)
        if said_on <= today:
            return days if said_on >= starts_on else None
    return None
