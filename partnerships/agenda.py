"""What lies ahead with a partnership is known by a room above, which registers here in `ready()`.

Whoever takes a partnership over reads it in their mail, and whoever hands many over sees the hours
of each receiver before they press (product.md, rows 6 and 43).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import User


@dataclass(frozen=True)
class AgendaLine:
    """One thing to come or promised, in the reader's language. `minutes` of ours within the week;
    0 for what is later or waits on the creator. `on` is the creator's day."""

    partnership_id: int
    what: str
    on: date | None = None
    minutes: int = 0
    overdue: bool = False


@dataclass(frozen=True)
class Agenda:
    """`minutes`: all that a person has to do within the week, of whatever kind."""

    minutes: int = 0
    lines: list[AgendaLine] = field(default_factory=list)


@dataclass(frozen=True)
class AgendaSource:
    """`load(user, at, partnership_ids)`: the week of `user`, with the lines of those partnerships
    that they keep. `hours(minutes)`: as the house rounds them."""

    load: Callable[[User, datetime, Sequence[int]], Agenda]
    hours: Callable[[int], float]


_source: list[AgendaSource] = []


def register_agenda(source: AgendaSource) -> None:
    """Again replaces: `ready()` may run twice."""
    _source[:] = [source]


def agenda_of(user: User, at: datetime, partnership_ids: Sequence[int] = ()) -> Agenda:
    """Empty where nobody has registered."""
    return _source[0].load(user, at, partnership_ids) if _source else Agenda()


def hours_of(minutes: int) -> float:
    return _source[0].hours(minutes) if _source else 0.0
