"""What becomes of a creator's ideas, and how their share is counted (product.md, rows 33, 34)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from campaigns.enums import IdeaState
from core.workdays import is_working

# They were taken up.
USED = frozenset({IdeaState.ADOPTED, IdeaState.ADAPTED})
# The creator reads why, or what was made of it.
NEEDS_WORDS = frozenset({IdeaState.ADAPTED, IdeaState.DECLINED})
# What is told to the creator; an answer without an idea in it needs no answer of ours.
ANSWERED = frozenset({*USED, IdeaState.DECLINED})
# Working days in which an idea is answered.
ANSWER_WITHIN = 2
# The reply page stays open after the campaign's last day, for what is said late.
PAGE_OPEN = timedelta(days=14)


def tidy(text: str) -> str:
    """As it is kept: lines without trailing spaces, no empty ones around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def said_once(*parts: str) -> str:
    """What makes words the same words again: 16 signs."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def answer_due(said_on: date, market: str) -> date:
    """The second working day of `market` after `said_on`."""
    day, left = said_on, ANSWER_WITHIN
    while left:
        day += timedelta(days=1)
        left -= is_working(day, market)
    return day


@dataclass(frozen=True)
class Counts:
    """Of ideas received. `open` ones are not decided yet; they count below the line."""

    received: int = 0
    open: int = 0
    adopted: int = 0
    adapted: int = 0
    declined: int = 0

    @property
    def used(self) -> int:
        return self.adopted + self.adapted

    @property
    def rate(self) -> Decimal | None:
        """*Idea contribution* = adopted or adapted ÷ received, 0 to 1. None: none received."""
        return Decimal(self.used) / self.received if self.received else None

    @property
    def is_zero(self) -> bool:
        """Received, and none of them taken up: flagged (row 34)."""
        return self.received > 0 and self.used == 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.received + other.received,
            self.open + other.open,
            self.adopted + other.adopted,
            self.adapted + other.adapted,
            self.declined + other.declined,
        )


def counts(by_state: Mapping[str, int]) -> Counts:
    """`by_state`: state → number. What holds no idea is not counted as received."""
    known = {state: by_state.get(state, 0) for state in (IdeaState.OPEN, *ANSWERED)}
    return Counts(
        received=sum(known.values()),
        open=known[IdeaState.OPEN],
        adopted=known[IdeaState.ADOPTED],
        adapted=known[IdeaState.ADAPTED],
        declined=known[IdeaState.DECLINED],
    )


@dataclass(frozen=True)
class Said:
    """One answer of a creator to a brief, as far as it matters here."""

    at: datetime
    state: str


def is_co_briefed(said: Sequence[Said], *, locked_at: datetime | None) -> bool:
    """*Co-briefed* = the creator's answer arrived before the brief was locked and was answered.

    All that came in time must be answered, and something must have come. A brief that was never
    locked stayed open to them. An answer without an idea in it is one: they read it and agreed.
    """
    in_time = [one for one in said if locked_at is None or one.at < locked_at]
    return bool(in_time) and all(one.state != IdeaState.OPEN for one in in_time)


def fingerprint(rows: Iterable[tuple[str, int]]) -> str:
    """Of (public id, version) pairs: what was looked at before it was told."""
    return said_once(*(f"{key}:{version}" for key, version in sorted(rows)))
