"""A brief that is urgent after a long silence (product.md, row 38)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Due within so many days: urgent.
URGENT_DAYS = 14
# Silence that is long where no rhythm was promised: the first gap alert.
LONG_DAYS = 90


@dataclass(frozen=True)
class Silence:
    """`since`: their last word, or the first day of the partnership where there was none
    (`answered` False). `span`: days of its rhythm."""

    since: date
    days: int
    span: int
    answered: bool
    due_on: date
    due_in: int


def urgent_after_silence(
    *,
    last: date | None,
    started_on: date,
    span: int | None,
    due: Iterable[date],
    today: date,
) -> Silence | None:
    """None unless something is due within URGENT_DAYS and they were last in touch longer ago than
    `span` days (None: no rhythm). Days are the creator's; what is late already is urgent too."""
    soonest = min(due, default=None)
    since = last or started_on
    days, long = (today - since).days, span or LONG_DAYS
    if soonest is None or (soonest - today).days > URGENT_DAYS or days <= long:
        return None
    return Silence(since, days, long, last is not None, soonest, (soonest - today).days)
