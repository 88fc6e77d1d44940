"""Lines of the closing checklist that a person ticks (product.md, row 59)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.actions.changes import open_campaign
from campaigns.models import Campaign, ClosingMark
from campaigns.rules.closing import Item
from core.audit import record


def tick(*, campaign: Campaign, item: Item, by: User | None, at: datetime) -> bool:
    """False if it is ticked already: whoever was first stands beside it. CampaignClosed."""
    with transaction.atomic():
        open_campaign(campaign)
        _mark, made = ClosingMark.objects.get_or_create(
            campaign=campaign,
            item=item.value,
            defaults={"workspace_id": campaign.workspace_id, "at": at, "by": by, "created_at": at},
        )
        if made:
            told = {"item": item.value}
            record(verb="closing.ticked", obj=campaign, by=by, at=at, changes=told)
    return made


def untick(*, campaign: Campaign, item: Item, by: User | None, at: datetime) -> bool:
    """Not so after all. False if it is not ticked. CampaignClosed."""
    with transaction.atomic():
        open_campaign(campaign)
        mark = campaign.closing_marks.filter(item=item.value).first()
        if mark is None:
            return False
        told = {"item": item.value, "ticked_by": str(mark.by or "")}
        record(verb="closing.unticked", obj=campaign, by=by, at=at, changes=told)
        mark.delete()
    return True
