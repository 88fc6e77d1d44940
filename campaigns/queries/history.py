"""What a creator has done so far, with what it brought; what is booked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from campaigns.enums import CampaignState, CollaborationState
from campaigns.models import Campaign, Collaboration
from campaigns.queries.results import tallies_of, tallies_of_creator
from campaigns.rules.tallies import Tally
from core.prepared import Given, prepared
from creators.models import Creator
from partnerships.bookings import Booking
from partnerships.models import Partnership


@dataclass(frozen=True)
class Past:
    collaboration: Collaboration
    tally: Tally


def pasts(collaborations: Iterable[Collaboration]) -> list[Past]:
    """Each with its tally, in the order given; one query besides the collaborations'."""
    rows = list(collaborations)
    found = tallies_of([row.pk for row in rows])
    return [Past(row, found.get(row.pk, Tally())) for row in rows]


def pasts_of_creator(creator: Creator) -> list[Past]:
    """With every brand, newest campaign first; also those declined, which say so. Two queries."""
    found = tallies_of_creator(creator.pk)
    return [Past(row, found.get(row.pk, Tally())) for row in _of_creator(creator=creator.pk)]


@prepared
def _of_creator() -> QuerySet[Collaboration]:
    return _newest(Collaboration.objects.filter(partnership__creator=Given("creator")))


def collaborations_of_partnership(partnership: Partnership) -> QuerySet[Collaboration]:
    return _newest(Collaboration.objects.filter(partnership=partnership))


def _newest(rows: QuerySet[Collaboration]) -> QuerySet[Collaboration]:
    return rows.select_related("campaign__brand").order_by("-campaign__starts_on", "-pk")


def booked_work(partnership_ids: Iterable[int]) -> dict[int, list[Booking]]:
    """Partnership id → the campaigns it takes part in (row 28); one query."""
    found: dict[int, list[Booking]] = {}
    rows = Collaboration.objects.taking_part().filter(partnership__in=list(partnership_ids))
    told = ("partnership", "campaign__starts_on", "campaign__ends_on", "state")
    for pk, first, last, state in rows.order_by().values_list(*told):
        delivered = state == CollaborationState.CLOSED
        found.setdefault(pk, []).append(Booking(first, last, delivered))
    return found


def open_without(partnership: Partnership, limit: int = 3) -> list[Campaign]:
    """Campaigns of the brand that are not over and that the partnership was not asked to, the
    soonest first; one query."""
    rows = Campaign.objects.filter(brand=partnership.brand_id, ends_on__gte=timezone.localdate())
    rows = rows.exclude(state=CampaignState.CLOSED)
    rows = rows.exclude(collaborations__partnership=partnership.pk)
    return list(rows.order_by("starts_on", "pk")[:limit])
