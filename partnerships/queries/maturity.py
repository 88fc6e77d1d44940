"""What of a partnership's playbook has happened, from the rows that say so (product.md, row 15)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from creators.models import Rate
from partnerships.enums import OpportunityKind, OpportunityState, PartnerRole, RoadmapState
from partnerships.models import (
    Amendment,
    ContinuationReview,
    Opening,
    Opportunity,
    Partnership,
    RoadmapItem,
)
from partnerships.playbook import known_above
from partnerships.rules.maturity import Maturity, Play, maturity, year_of

_SAID = (OpportunityState.OFFERED, OpportunityState.ACCEPTED, OpportunityState.DONE,
         OpportunityState.DECLINED)  # fmt: skip
_CO_CREATED = Q(
    kind=OpportunityKind.SERIES, state__in=[OpportunityState.ACCEPTED, OpportunityState.DONE]
)


def maturity_of(partnership: Partnership, first_days: list[date], today: date) -> Maturity:
    """Two queries: the rows of this room at once, and those of rooms above."""
    _year, since, _last = year_of(partnership.started_on, today)
    creator = partnership.creator
    offers = Opportunity.objects.filter(partnership=OuterRef("pk"))
    roadmap = RoadmapItem.objects.filter(partnership=OuterRef("pk"))
    found = (
        Partnership.objects.filter(pk=partnership.pk)
        .annotate(
            aligned=Exists(
                Opening.objects.filter(partnership=OuterRef("pk"), aligned_on__isnull=False)
            ),
            decided=Exists(
                ContinuationReview.objects.filter(
                    partnership=OuterRef("pk"), kind="first_campaign", decided_at__isnull=False
                )
            ),
            offered=Exists(offers.filter(state__in=_SAID, offered_on__gte=since)),
            series=Exists(offers.filter(_CO_CREATED)),
            priced=Exists(Rate.objects.filter(creator=creator.pk, valid_from__gte=since)),
            amended=Exists(
                Amendment.objects.filter(
                    agreement__partnership=OuterRef("pk"), effective_on__gte=since
                )
            ),
            built=Exists(roadmap.exclude(state=RoadmapState.DROPPED).filter(quarter__gte=since)),
        )
        .values("aligned", "decided", "offered", "series", "priced", "amended", "built")
        .get()
    )
    known: dict[Play, bool | None] = {
        Play.ALIGNMENT: found["aligned"],
        Play.FIRST_DECIDED: found["decided"],
        # The three that a brief cannot do without.
        Play.PREFERENCES: bool(creator.contact_by and creator.briefing and creator.lead_days),
        Play.OFFERED: found["offered"],
        Play.RATE_REVIEWED: found["priced"] or found["amended"],
        Play.SERIES: found["series"],
        Play.ROLE: partnership.role != PartnerRole.PARTNER,
        Play.GOAL: bool(partnership.larger_goal.strip()) and found["built"],
        **known_above(partnership.pk),
    }
    return maturity(
        started_on=partnership.started_on, today=today, first_days=first_days, known=known
    )
