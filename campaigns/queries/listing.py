"""The list of campaigns: one page of rows with what each stands at."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from campaigns.enums import CampaignState, CollaborationState, DeliverableState
from campaigns.models import Campaign, Collaboration, Deliverable
from core.search import fold

PAGE = 50


@dataclass
class Standing:
    """How far a campaign is: who takes part, what is published."""

    creators: int = 0
    deliverables: int = 0
    published: int = 0


@dataclass
class Row:
    campaign: Campaign
    standing: Standing


def state_counts() -> dict[str, int]:
    """State → number of campaigns, for the filter."""
    counted = Campaign.objects.order_by().values_list("state").annotate(creators=Count("pk"))
    return {**dict.fromkeys(CampaignState.values, 0), **dict(counted)}


def campaign_rows(
    *, state: str = "", brand: str = "", creator: str = "", q: str = ""
) -> QuerySet[Campaign]:
    """Campaigns narrowed by state, by public ids of brand and creator, by any part of the name."""
    rows = Campaign.objects.select_related("brand", "owner").order_by("-starts_on", "-pk")
    if state:
        rows = rows.filter(state=state)
    if brand:
        rows = rows.filter(brand__public_id=brand)
    if creator:
        parts = Collaboration.objects.taking_part()
        parts = parts.filter(partnership__creator__public_id=creator)
        rows = rows.filter(pk__in=parts.values("campaign"))
    if wanted := fold(q):
        # Names have no folded column: a workspace has hundreds of campaigns, not thousands.
        names = rows.values_list("pk", "name")
        rows = rows.filter(pk__in=[pk for pk, name in names if wanted in fold(name)])
    return rows


def campaign_page(rows: QuerySet[Campaign], number: str) -> tuple[Page, list[Row]]:
    page = Paginator(rows, PAGE).get_page(number)
    campaigns = list(page.object_list)
    standing = standings([campaign.pk for campaign in campaigns])
    return page, [Row(campaign, standing[campaign.pk]) for campaign in campaigns]


def standings(campaign_ids: Iterable[int]) -> dict[int, Standing]:
    """Campaign id → how far it is; two queries for any number."""
    ids = list(campaign_ids)
    found = {pk: Standing() for pk in ids}
    parts = (
        Collaboration.objects.taking_part()
        .filter(campaign__in=ids)
        .order_by()
        .values_list("campaign")
        .annotate(creators=Count("pk"))
    )
    for pk, creators in parts:
        found[pk].creators = creators
    published = Count("pk", filter=Q(state=DeliverableState.PUBLISHED))
    work = (
        Deliverable.objects.filter(collaboration__campaign__in=ids)
        .exclude(collaboration__state=CollaborationState.DECLINED)
        .order_by()
        .values_list("collaboration__campaign")
        .annotate(deliverables=Count("pk"), published=published)
    )
    for pk, deliverables, done in work:
        found[pk].deliverables, found[pk].published = deliverables, done
    return found
