"""Results and deliveries are known by a room above, which registers here in `ready()`.

The potential score (row 13) and the checklist (row 11) are fed from them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from creators.rules.track_record import Deliveries, Results

# Creator ids → results of finished campaigns, for those who have any; a fixed number of queries.
LoadResults = Callable[[Iterable[int]], Mapping[int, Results]]
# Creator ids, now → deliverables whose day has come; a fixed number of queries.
LoadDeliveries = Callable[[Iterable[int], datetime], Mapping[int, Deliveries]]

_sources: dict[str, tuple[LoadResults, LoadDeliveries]] = {}


def register_track_record(results: LoadResults, deliveries: LoadDeliveries) -> None:
    """One room knows campaigns; registering again replaces, since `ready()` may run twice."""
    _sources["campaigns"] = (results, deliveries)


def results_of(creator_ids: Iterable[int]) -> Mapping[int, Results]:
    return _sources["campaigns"][0](creator_ids) if _sources else {}


def deliveries_of(creator_ids: Iterable[int], at: datetime) -> Mapping[int, Deliveries]:
    return _sources["campaigns"][1](creator_ids, at) if _sources else {}
