"""Taking back that somebody was added to a campaign, while nothing has come of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import hold_history, lock, open_campaign, renumber, step
from campaigns.actions.ledger import forget_fee, keep_fee
from campaigns.actions.outreach import take_back_outreach
from campaigns.enums import CollaborationState
from campaigns.errors import Refused
from campaigns.models import Collaboration
from core.audit import record
from core.money import Money


class UsedSince(Refused):
    message = _("Work on it has begun since.")


def remove_collaboration(
    *, collaboration: Collaboration, expected: int, by: User | None, at: datetime
) -> None:
    """As if it had never been added. UsedSince if its version is not `expected` any more or
    anything hangs on it (a brief, a deliverable, a payment …); CampaignClosed."""
    with transaction.atomic():
        open_campaign(collaboration.campaign)
        hold_history([collaboration.partnership])
        fresh = lock(collaboration)
        if fresh.version != expected:
            raise UsedSince
        if not take_back_outreach(collaboration=fresh, by=by, at=at) or _is_used(fresh):
            raise UsedSince
        record(verb="collaboration.removed", obj=fresh, by=by, at=at)
        forget_fee(fresh, by=by, at=at)
        fresh.delete()
        renumber([collaboration.partnership])


def decline_again(
    *, collaboration: Collaboration, expected: int, fee: Money, by: User | None, at: datetime
) -> None:
    """Back to what it was before they were asked a second time. UsedSince, CampaignClosed."""
    with transaction.atomic():
        open_campaign(collaboration.campaign)
        hold_history([collaboration.partnership])
        if lock(collaboration).version != expected:
            raise UsedSince
        if not take_back_outreach(collaboration=collaboration, by=by, at=at):
            raise UsedSince
        step(
            collaboration,
            sources=[CollaborationState.INVITED, CollaborationState.CONFIRMED],
            new={
                "state": CollaborationState.DECLINED,
                "fee_amount": fee.amount,
                "fee_currency": fee.currency,
            },
            verb="collaboration.declined",
            by=by,
            at=at,
        )
        keep_fee(collaboration, by=by, at=at)
        renumber([collaboration.partnership])


def _is_used(collaboration: Collaboration) -> bool:
    """Whether any row of any room points to it."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: collaboration}).exists()
        for relation in Collaboration._meta.related_objects
    )
