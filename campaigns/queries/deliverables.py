"""What is still to come out."""

from django.db.models import QuerySet

from campaigns.enums import CampaignState, CollaborationState, DeliverableState
from campaigns.models import Deliverable
from core.prepared import Given, prepared
from creators.models import Creator

# More than that is for the campaigns' own pages.
MOST_SHOWN = 5


def unpublished() -> QuerySet[Deliverable]:
    """Of campaigns that are not closed and creators who take part, the soonest first."""
    return (
        Deliverable.objects.exclude(state=DeliverableState.PUBLISHED)
        .exclude(collaboration__state=CollaborationState.DECLINED)
        .exclude(collaboration__campaign__state=CampaignState.CLOSED)
        .select_related("collaboration__campaign__brand", "collaboration__partnership__creator")
        .order_by("due_on", "pk")
    )


def upcoming_deliverables(creator: Creator) -> QuerySet[Deliverable]:
    """What a creator is to publish; `due_on` is a date where they live."""
    return unpublished().filter(collaboration__partnership__creator=creator)


def next_deliverables(creator: Creator) -> list[Deliverable]:
    """The first few of those, for the profile."""
    return _next(creator=creator.pk)


@prepared
def _next() -> QuerySet[Deliverable]:
    rows = unpublished().filter(collaboration__partnership__creator=Given("creator"))
    return rows.select_related(None).select_related("collaboration__campaign")[:MOST_SHOWN]
