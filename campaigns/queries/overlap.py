"""Who else works for the brand in these days, and what an exclusivity clause forbids (row 37)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Case, Q, QuerySet, When

from campaigns.enums import CollaborationState
from campaigns.models import Campaign, Collaboration
from campaigns.rules.exclusivity import Clash, Guard, Work, clashes
from partnerships.models import Agreement, Exclusivity
from partnerships.queries.terms import clauses_on, with_terms
from partnerships.rules.agreements import KEPT_STATES

MOST_NAMED = 30
# No clause reaches further from a campaign than its form takes (365 days).
_REACH = timedelta(days=366)
_AGREED = (CollaborationState.CONFIRMED, CollaborationState.CLOSED)


def overlapping(collaboration: Collaboration) -> QuerySet[Collaboration]:
    """Other creators of the same brand in the days of this campaign, those of this campaign first;
    whoever said no is left out."""
    campaign = collaboration.campaign
    rows = Collaboration.objects.taking_part().filter(
        campaign__brand=campaign.brand_id,
        campaign__starts_on__lte=campaign.ends_on,
        campaign__ends_on__gte=campaign.starts_on,
    )
    rows = rows.exclude(partnership__creator=collaboration.partnership.creator_id)
    rows = rows.select_related("campaign", "partnership__creator")
    own_first = Case(When(campaign=campaign.pk, then=0), default=1)
    return rows.order_by(own_first, "partnership__creator__name", "pk")[:MOST_NAMED]


def clashes_of(collaboration: Collaboration) -> list[Clash]:
    """What stands against this collaboration; at most four queries, one for a creator without any
    agreement."""
    creator, campaign = collaboration.partnership.creator, collaboration.campaign
    agreements = list(
        Agreement.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=campaign.starts_on - _REACH),
            partnership__creator=creator,
            state__in=KEPT_STATES,
            starts_on__lte=campaign.ends_on + _REACH,
        ).select_related("partnership__brand", "partnership__owner")
    )
    guards = _guards(agreements, campaign.starts_on) if agreements else []
    if not guards:
        return []
    others = [campaign, *_others(collaboration)]
    fields = _fields({one.brand_id for one in others})
    mine, *near = [_work(one, fields) for one in others]
    return clashes(mine, near, guards, creator.market)


def _guards(agreements: Iterable[Agreement], day: date) -> list[Guard]:
    return [
        Guard(
            brand_id=agreement.partnership.brand_id,
            brand=agreement.partnership.brand.name,
            clause=clause,
            first=agreement.starts_on,
            last=agreement.ends_on,
            agreement_id=agreement.public_id,
            owner=agreement.partnership.owner.name,
        )
        for agreement in with_terms(agreements, ["exclusivities"])
        for clause in clauses_on(agreement, day)
    ]


def _others(collaboration: Collaboration) -> list[Campaign]:
    """Campaigns that the creator has agreed to, near enough for a clause to reach."""
    campaign = collaboration.campaign
    rows = Campaign.objects.filter(
        collaborations__partnership__creator=collaboration.partnership.creator_id,
        collaborations__state__in=_AGREED,
        starts_on__lte=campaign.ends_on + _REACH,
        ends_on__gte=campaign.starts_on - _REACH,
    )
    return list(rows.exclude(pk=campaign.pk).select_related("brand").order_by("starts_on", "pk"))


def _fields(brand_ids: Iterable[int]) -> dict[int, list[str]]:
    """Brand id → the categories it asks exclusivity for itself: what it is in."""
    rows = Exclusivity.objects.filter(
        agreement__partnership__brand__in=list(brand_ids), agreement__state__in=KEPT_STATES
    )
    found: dict[int, list[str]] = defaultdict(list)
    told = rows.order_by().values_list("agreement__partnership__brand", "category").distinct()
    for brand, category in told:
        found[brand].append(category)
    return found


def _work(campaign: Campaign, fields: Mapping[int, list[str]]) -> Work:
    brand = campaign.brand
    return Work(
        brand_id=brand.pk,
        brand=brand.name,
        campaign=campaign.name,
        first=campaign.starts_on,
        last=campaign.ends_on,
        fields=tuple(fields.get(brand.pk, ())),
        words=f"{brand.name}. {brand.about}",
    )
