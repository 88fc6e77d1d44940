"""Opening a closed campaign again: something came later that belongs to it (product.md, row 57)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import step, tell
from campaigns.enums import CampaignState, CollaborationState
from campaigns.errors import Refused, WrongState
from campaigns.models import Campaign, Collaboration
from campaigns.rules.closing import Item
from campaigns.signals import campaign_reopened
from core.audit import record


def reopen_campaign(*, campaign: Campaign, reason: str, by: User | None, at: datetime) -> bool:
    """Live again, with everybody who was part of it when it closed; who declined stays declined.

    Payments stay as they are: what is owed was made due by the first closing. What was sent stays
    as sent; the room above takes unsent drafts off their clock. False if it is live already (a
    double click opens once). Refused without a reason, WrongState if it never started.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Say why: the creators read it where figures change."), field="reason")
    with transaction.atomic():
        opened = step(
            campaign,
            sources=[CampaignState.CLOSED],
            new={
                "state": CampaignState.LIVE,
                "closed_at": None,
                "closed_by": None,
                "reopened_at": at,
                "reopen_reason": reason,
            },
            verb="campaign.reopened",
            by=by,
            at=at,
        )
        if not opened and campaign.state != CampaignState.LIVE:
            raise WrongState(_("It has not started yet. Start it first."))
        if opened:
            _open_parts(campaign, by, at)
            _not_final(campaign, by, at)
            facts = {"workspace_id": campaign.workspace_id, "campaign_id": campaign.pk}
            tell(campaign_reopened, Campaign, at=at, **facts)
    return opened


def _open_parts(campaign: Campaign, by: User | None, at: datetime) -> None:
    for part in Collaboration.objects.finished().filter(campaign=campaign):
        step(
            part,
            sources=[CollaborationState.CLOSED],
            new={"state": CollaborationState.CONFIRMED, "closed_at": None},
            verb="collaboration.reopened",
            by=by,
            at=at,
        )


def _not_final(campaign: Campaign, by: User | None, at: datetime) -> None:
    """Opened again, its results are not final any more."""
    mark = campaign.closing_marks.filter(item=Item.FINAL).first()
    if mark is not None:
        record(verb="closing.unticked", obj=campaign, by=by, at=at, changes={"item": mark.item})
        mark.delete()
