"""What a campaign is still missing when it is about to be closed; what a person looks after
(product.md, rows 57, 59)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaigns.rules.objectives import Standing

# From the third on, a round says something of the brief.
ROUNDS = 2


class GapKind(StrEnum):
    UNANSWERED = "unanswered"  # invited, no answer: will stand as declined
    NO_DELIVERABLES = "no_deliverables"
    UNPUBLISHED = "unpublished"
    NO_RESULTS = "no_results"
    RESULTS_END = "results_end"  # before the campaign's last day
    OPEN_IDEAS = "open_ideas"
    MOVES = "moves"  # the brief changed after the lock
    ROUNDS = "rounds"
    NO_PAYOUT = "no_payout"  # a fee, and nobody knows where to pay it
    # Of the campaign as a whole.
    NO_OBJECTIVE = "no_objective"
    MISSED = "missed"
    UNKNOWN = "unknown"


class Item(StrEnum):
    """Lines of the checklist that a person ticks; a computer cannot know them."""

    FINAL = "final"
    FILES = "files"
    CODES = "codes"
    ASKED = "asked"
    THANKED = "thanked"


@dataclass(frozen=True)
class Part:
    """One collaboration, as far as closing asks. Declined ones are not given. `rounds`: (title,
    how often a change was asked for)."""

    key: str
    who: str
    invited: bool
    deliverables: int
    unpublished: tuple[str, ...]
    results: int
    last_result: date | None = None
    open_ideas: int = 0
    moves: int = 0
    rounds: tuple[tuple[str, int], ...] = ()
    # The public id of the creator and the currency where a fee cannot be paid out yet.
    no_payout: tuple[str, str] | None = None


@dataclass(frozen=True)
class Gap:
    """`key`: of the collaboration, "" where it is the campaign's; `who`: the creator, or what the
    objective measures. `place`: where it is mended, if not on the part's card."""

    kind: GapKind
    key: str
    who: str
    titles: tuple[str, ...] = ()
    n: int = 0
    day: date | None = None
    place: tuple[str, str] | None = None


@dataclass(frozen=True)
class Objective:
    name: str
    standing: Standing


def closing_gaps(parts: Iterable[Part], *, ends_on: date | None = None) -> list[Gap]:
    """Named in the order of the parts; nothing here forbids closing. `ends_on`: the campaign's
    last day."""
    return [gap for part in parts for gap in _of_part(part, ends_on)]


def _of_part(part: Part, ends_on: date | None) -> Iterable[Gap]:
    if part.invited:
        yield Gap(GapKind.UNANSWERED, part.key, part.who)
        return
    if not part.deliverables:
        yield Gap(GapKind.NO_DELIVERABLES, part.key, part.who)
    if part.unpublished:
        yield Gap(GapKind.UNPUBLISHED, part.key, part.who, part.unpublished)
    yield from _of_results(part, ends_on)
    if part.open_ideas:
        yield Gap(GapKind.OPEN_IDEAS, part.key, part.who, n=part.open_ideas)
    if part.moves:
        yield Gap(GapKind.MOVES, part.key, part.who, n=part.moves)
    often = [(title, n) for title, n in part.rounds if n > ROUNDS]
    if often:
        titles = tuple(title for title, _n in often)
        yield Gap(GapKind.ROUNDS, part.key, part.who, titles, n=max(n for _title, n in often))
    if part.no_payout:
        yield Gap(GapKind.NO_PAYOUT, part.key, part.who, place=part.no_payout)


def _of_results(part: Part, ends_on: date | None) -> Iterable[Gap]:
    if not part.results:
        yield Gap(GapKind.NO_RESULTS, part.key, part.who)
    elif ends_on and part.last_result and part.last_result < ends_on:
        yield Gap(GapKind.RESULTS_END, part.key, part.who, day=part.last_result)


def objective_gaps(objectives: Sequence[Objective]) -> list[Gap]:
    """Not reached, or not known; one line where nobody set any."""
    if not objectives:
        return [Gap(GapKind.NO_OBJECTIVE, "", "")]
    kinds = {Standing.UNKNOWN: GapKind.UNKNOWN, Standing.REACHED: None}
    found = [(kinds.get(one.standing, GapKind.MISSED), one.name) for one in objectives]
    return [Gap(kind, "", name) for kind, name in found if kind is not None]
