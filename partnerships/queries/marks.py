"""How each row of the list stands: its pace, and whether it is over-used (rows 18, 28, 62)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.together import read_together
from partnerships.bookings import bookings
from partnerships.models import Partnership, TierPolicy
from partnerships.queries.pace import PaceFacts, paces_from, promises
from partnerships.queries.policies import default_policy
from partnerships.rules.fatigue import in_twelve_months


@dataclass(frozen=True)
class Mark:
    """`in_last_year` campaigns that began in the 12 months up to today, against `most`."""

    pace: PaceFacts
    in_last_year: int
    most: int

    @property
    def over_used(self) -> bool:
        return self.in_last_year > self.most


def marks(partnership_ids: Iterable[int], at: datetime) -> dict[int, Mark]:
    """Two queries, however many. Whether engagement falls is for the page of the one: it takes all
    results of all campaigns."""
    ids = list(partnership_ids)
    asked = Partnership.objects.filter(pk__in=ids)
    rows, policies, agreements, amended = read_together(
        [
            asked.select_related("creator", "brand").only(
                "tier", "creator__zone", "brand__workspace"
            ),
            TierPolicy.objects.filter(brand__in=asked.order_by().values("brand")).only(
                "brand", "tier", "most_in_a_year"
            ),
            *promises(ids),
        ]
    )
    booked = bookings(ids)
    found = paces_from(ids, agreements, amended, booked, at)
    most = {(row.brand_id, row.tier): row.most_in_a_year for row in policies}
    marked = {}
    for row in rows:
        usual = most.get((row.brand_id, row.tier))
        today = at.astimezone(row.creator.zone).date()
        marked[row.pk] = Mark(
            found[row.pk],
            in_twelve_months([one.first for one in booked[row.pk]], today),
            default_policy(row.brand, row.tier).most_in_a_year if usual is None else usual,
        )
    return marked
