"""What was done and measured is known by a room above, which registers here in `ready()`.

Continuation reviews, the mutual-value audit, pace, fatigue, ROI, portfolio and objectives of this
room are computed from these facts (rows 14, 15, 17, 28, 29, 32, 60, 62, 66).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partnerships.rules.facts import Figures, WorkFacts
from partnerships.rules.record import Record
from partnerships.rules.worth import Earned


@dataclass(frozen=True)
class Facts:
    """`work(ids)`: partnership id → its collaborations, the earliest first, declined ones left out.
    `figures(ids, first, last)`: partnership id → market → figures of results dated from `first` to
    `last`.
    Each is a fixed number of queries."""

    work: Callable[[Iterable[int]], Mapping[int, list[WorkFacts]]]
    figures: Callable[[Iterable[int], date, date], Mapping[int, Mapping[str, Figures]]]


@dataclass(frozen=True)
class PortfolioFacts:
    """Summed in the database, of any number of partnerships, which are a question of theirs.

    `earned(partnerships, since, today, zones)`; `records(partnerships, zones)`: (id, record) as a
    stream, of those that finished anything. `zones`: all that their creators live in. Each is a
    fixed number of queries."""

    earned: Callable[[Any, date, date, Sequence[Any]], Earned]
    records: Callable[[Any, Sequence[Any]], Iterator[tuple[int, Record]]]


_known: list[Facts] = []
_portfolio: list[PortfolioFacts] = []


def register_facts(facts: Facts) -> None:
    """Again replaces: `ready()` may run twice."""
    _known[:] = [facts]


def register_portfolio_facts(facts: PortfolioFacts) -> None:
    """Again replaces: `ready()` may run twice."""
    _portfolio[:] = [facts]


def earned(partnerships: Any, since: date, today: date, zones: Sequence[Any]) -> Earned:
    return _portfolio[0].earned(partnerships, since, today, zones) if _portfolio else Earned()


def records(partnerships: Any, zones: Sequence[Any]) -> Iterator[tuple[int, Record]]:
    return _portfolio[0].records(partnerships, zones) if _portfolio else iter(())


def work_of(partnership_ids: Iterable[int]) -> dict[int, list[WorkFacts]]:
    """Every id asked for is in the answer. One query."""
    ids = list(partnership_ids)
    found = _known[0].work(ids) if _known else {}
    return {pk: list(found.get(pk, ())) for pk in ids}


def figures_of(
    partnership_ids: Iterable[int], first: date, last: date
) -> dict[int, dict[str, Figures]]:
    """Every id asked for is in the answer. One query."""
    ids = list(partnership_ids)
    found = _known[0].figures(ids, first, last) if _known else {}
    return {pk: dict(found.get(pk, {})) for pk in ids}
