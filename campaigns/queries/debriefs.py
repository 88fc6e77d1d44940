"""What a debrief stands on, and which collaborations have one (product.md, row 49)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from campaigns.models import Collaboration, Debrief
from campaigns.queries.closing import objectives_of
from campaigns.queries.results import campaign_results, tallies_of
from campaigns.rules.debriefs import Proposal, proposal
from campaigns.rules.tallies import Tally


def proposed_for(part: Collaboration) -> Proposal:
    """From its figures and the creator's own earlier ones; four queries."""
    earlier = (
        Collaboration.objects.finished()
        .filter(partnership__creator=part.partnership.creator_id)
        .exclude(pk=part.pk)
    )
    if part.closed_at is not None:
        earlier = earlier.filter(closed_at__lt=part.closed_at)
    ids = list(earlier.values_list("pk", flat=True))
    found = tallies_of([part.pk, *ids])
    history = [found[pk] for pk in ids if pk in found]
    objectives = objectives_of(part.campaign, campaign_results(part.campaign))
    named = [(one.name, one.standing) for one in objectives]
    return proposal(found.get(part.pk, Tally()), history, named)


def debrief_of(part: Collaboration) -> Debrief | None:
    rows = Debrief.objects.filter(collaboration=part)
    return rows.select_related("by", "shared_by", "mail").first()


def of_parts(ids: Iterable[int]) -> "QuerySet[Debrief]":
    """Of those collaborations that have one; as much as a card says."""
    rows = Debrief.objects.filter(collaboration__in=list(ids))
    return rows.only("public_id", "collaboration", "kind", "shared_at")
