"""What every tab of a partnership's page shows above all: what waits, is wrong or is left to do."""

from dataclasses import dataclass
from typing import Any

from core.panels import once
from core.together import read_together
from partnerships.models import CloseOutTask, Concern, ContinuationReview, Partnership, Renewal
from partnerships.queries.concerns import open_concerns
from partnerships.queries.renewals import open_close_out, open_windows
from partnerships.queries.reviews import undecided


@dataclass(frozen=True)
class Head:
    """`concerns`: open ones, the worst first. `review`: the one that waits longest for a decision.
    `close_out`: of an agreement in which something is still open. `window`: the one open now."""

    concerns: list[Concern]
    review: ContinuationReview | None
    close_out: list[CloseOutTask]
    window: Renewal | None


def head_of(request: Any, partnership: Partnership) -> Head:
    """One query, asked once for all panels of a page."""
    return once(request, f"head:{partnership.pk}", lambda: _read(partnership))


def _read(partnership: Partnership) -> Head:
    concerns, reviews, tasks, windows = read_together(
        [
            open_concerns(partnership),
            undecided(partnership),
            open_close_out(partnership),
            open_windows(partnership),
        ]
    )
    return Head(concerns, next(iter(reviews), None), tasks, next(iter(windows), None))
