"""Campaigns that take creators, and who of many takes part in one already."""

from collections.abc import Iterable

from django.db.models import QuerySet

from campaigns.enums import CampaignState
from campaigns.models import Campaign, Collaboration
from creators.models import Creator
from partnerships.models import Partnership


def open_campaigns() -> QuerySet[Campaign]:
    """Not closed; those that start next first."""
    rows = Campaign.objects.exclude(state=CampaignState.CLOSED).select_related("brand")
    return rows.order_by("starts_on", "name", "pk")


def open_campaign_or_none(public_id: str) -> Campaign | None:
    return open_campaigns().select_related("workspace").filter(public_id=public_id).first()


def partners_of(campaign: Campaign, creators: Iterable[Creator]) -> dict[int, Partnership]:
    """Creator id → their living partnership with the campaign's brand."""
    rows = Partnership.objects.living().filter(
        brand=campaign.brand_id, creator__in=[each.pk for each in creators]
    )
    return {row.creator_id: row for row in rows.select_related("creator", "brand", "workspace")}


def parts_in(campaign: Campaign, creators: Iterable[Creator]) -> dict[int, Collaboration]:
    """Partnership id → the collaboration that is there, also a declined one."""
    rows = Collaboration.objects.filter(
        campaign=campaign, partnership__creator__in=[each.pk for each in creators]
    )
    return {row.partnership_id: row for row in rows}


def collaboration_by_id(public_id: str) -> Collaboration | None:
    rows = Collaboration.objects.select_related("campaign", "partnership__creator")
    return rows.filter(public_id=public_id).first()
