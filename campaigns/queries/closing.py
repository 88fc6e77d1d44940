"""What is missing before a campaign is closed."""

from django.db.models import Count

from campaigns.enums import CollaborationState, DeliverableState
from campaigns.models import Campaign, Collaboration
from campaigns.rules.closing import Gap, Part, closing_gaps


def gaps_of(campaign: Campaign) -> list[Gap]:
    """Named per creator, in the order of their names; two queries."""
    rows = (
        Collaboration.objects.taking_part()
        .filter(campaign=campaign)
        .select_related("partnership__creator")
        .prefetch_related("deliverables")
        .annotate(measured=Count("results"))
        .order_by("partnership__creator__name", "pk")
    )
    parts = []
    for row in rows:
        deliverables = list(row.deliverables.all())
        unpublished = (d.title for d in deliverables if d.state != DeliverableState.PUBLISHED)
        parts.append(
            Part(
                key=row.public_id,
                who=str(row.partnership.creator),
                invited=row.state == CollaborationState.INVITED,
                deliverables=len(deliverables),
                unpublished=tuple(unpublished),
                results=row.measured,
            )
        )
    return closing_gaps(parts)
