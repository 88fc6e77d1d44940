"""What was done and measured is known by a room above, which registers here in `ready()`.

Continuation reviews, the mutual-value audit, pace, fatigue, ROI, portfolio and objectives of this
room are computed from these facts (rows 14, 15, 17, 28, 29, 32, 60, 62, 66).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from partnerships.rules.facts import Figures, WorkFacts


@dataclass(frozen=True)
class Facts:
    """`work(ids)`: partnership id → its collaborations, the earliest first, declined ones left out.
    `figures(ids, first, last)`: partnership id → market → figures of results dated from `first` to
    `last`.
    Each is a fixed number of queries."""

    work: Callable[[Iterable[int]], Mapping[int, list[WorkFacts]]]
    figures: Callable[[Iterable[int], date, date], Mapping[int, Mapping[str, Figures]]]


_known: list[Facts] = []


def register_facts(facts: Facts) -> None:
    """Again replaces: `ready()` may run twice."""
    _known[:] = [facts]


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
