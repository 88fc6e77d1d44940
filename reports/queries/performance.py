"""A creator's engagement by campaign, against their own median."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from campaigns.enums import CollaborationState
from campaigns.models import Collaboration
from campaigns.queries.history import Past
from campaigns.rules.tallies import BASES
from creators.models import Creator
from reports.queries.figures import histories
from reports.rules.comparison import Earlier, history_of_rates


@dataclass(frozen=True)
class Performance:
    """`base` is the one most campaigns know, so that as many as possible compare."""

    history: list[Earlier]
    base: str
    rates: list[dict[str, Any]]
    median: float | None
    # Campaigns whose rate is known.
    n: int


def performance_of(creator: Creator) -> Performance | None:
    """None before the first finished campaign. Two queries."""
    finished = Collaboration.objects.finished().filter(partnership__creator=creator)
    return performance_in(histories(finished))


def finished_of(pasts: Iterable[Past]) -> list[Earlier]:
    """Those of a creator's collaborations that are finished, oldest first, as history."""
    done = [
        (past.collaboration.campaign.closed_at, past.collaboration.pk, past)
        for past in pasts
        if past.collaboration.state == CollaborationState.CLOSED
    ]
    return [
        Earlier(campaign=past.collaboration.campaign.name, closed_at=closed_at, tally=past.tally)
        for closed_at, _pk, past in sorted(done, key=lambda one: one[:2])
        if closed_at is not None
    ]


def performance_in(history: list[Earlier]) -> Performance | None:
    """None before the first finished campaign; `history`: oldest first."""
    if not history:
        return None
    base = max(BASES, key=lambda name: sum(1 for e in history if e.tally.engagement(name)))
    rates = history_of_rates(history, base)
    known = [row["rate"] for row in rates if row["rate"] is not None]
    return Performance(
        history=history,
        base=base,
        rates=rates,
        median=median(known) if known else None,
        n=len(known),
    )
