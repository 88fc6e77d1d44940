"""What a session of each kind usually is, who hears of it when, and when the next is due (rows 68,
69, 71)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checkins.enums import SessionKind
from partnerships.enums import Tier

# Where top partners hear first, the others hear so long after them.
OTHERS_AFTER = timedelta(days=3)
MOST_DAYS_AFTER = 30
# Guests are asked about so many times at most: nobody reads twenty.
MOST_TIMES = 6
SILENT_AFTER = timedelta(days=3)
UNUSED_AFTER = timedelta(days=30)
# From one to the next, where they are held at all.
EVERY_MONTHS = {SessionKind.COUNCIL: 3, SessionKind.STRATEGY: 1}
# The link of an invitation takes answers so long after it was sent, and always until the session.
ANSWER_WITHIN = timedelta(days=60)


def asked_about(state: str, starts_at: datetime | None) -> str:
    """What a page of a guest asks; an answer to another question is no answer to this one."""
    return f"{state}:{starts_at:%Y%m%dT%H%M%z}" if starts_at else state


@dataclass(frozen=True)
class Usual:
    """`guests`: the fewest and the most; None where any number is right."""

    minutes: int
    guests: tuple[int, int] | None = None
    paid: bool = False
    across_markets: bool = False


USUAL = {
    SessionKind.CALL: Usual(30),
    SessionKind.PLANNING: Usual(45),
    SessionKind.COUNCIL: Usual(90, (5, 6), across_markets=True),
    SessionKind.STRATEGY: Usual(120, (3, 4), paid=True),
}


def usual(kind: str) -> Usual:
    return USUAL[SessionKind(kind)]


@dataclass(frozen=True)
class Group:
    """What is unusual about who comes: to be said, never to stop anybody."""

    too_few: int = 0
    too_many: int = 0
    one_market: str = ""
    unpaid: int = 0

    def __bool__(self) -> bool:
        return bool(self.too_few or self.too_many or self.one_market or self.unpaid)


def group(kind: str, markets: Sequence[str], fees: Sequence[bool]) -> Group:
    """`markets` of the guests, and whether each has a fee. `too_few`: how many are missing."""
    wanted = usual(kind)
    n = len(markets)
    few, many = wanted.guests or (0, n)
    return Group(
        too_few=max(few - n, 0),
        too_many=max(n - many, 0),
        one_market=markets[0] if wanted.across_markets and n > 1 and len(set(markets)) == 1 else "",
        unpaid=sum(not fee for fee in fees) if wanted.paid else 0,
    )


def top_first(kind: str) -> bool:
    """Seasonal planning: top partners hear of it before the others (row 71)."""
    return kind == SessionKind.PLANNING


def hears_at(tier: str, first: datetime, after: timedelta) -> datetime:
    """When a guest hears of it, if the first hear at `first`."""
    return first if tier == Tier.T1 else first + after


def next_one(kind: str, held: Iterable[date], today: date) -> date | None:
    """The day from which another session of this kind would be due, once its time has come; None
    where none was ever held, or the rhythm of the kind has none."""
    months = EVERY_MONTHS.get(SessionKind(kind))
    last = max(held, default=None)
    if months is None or last is None:
        return None
    due = _months_later(last, months)
    return due if due <= today else None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    return date(day.year + year, month + 1, min(day.day, 28))
