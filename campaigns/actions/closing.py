"""Closing a campaign: what starts the clock of 72 hours (product.md, row 57)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import (
    creator_day,
    hold_history,
    renumber,
    step,
    tell,
)
from campaigns.actions.learnings import save_campaign_learnings, save_learnings
from campaigns.actions.outreach import settle_outreach
from campaigns.actions.payments import owe
from campaigns.enums import Answer, CampaignState, CollaborationState
from campaigns.errors import WrongState
from campaigns.models import Campaign, Collaboration
from campaigns.signals import campaign_closed


def close_campaign(
    *,
    campaign: Campaign,
    by: User | None,
    at: datetime,
    learnings: Mapping[int, Mapping[str, str]] | None = None,
    whole: Mapping[str, str] | None = None,
) -> bool:
    """Close the campaign and everybody's part in it at the same instant `at`.

    Closing without results is allowed: `queries.closing.gaps_of` names what is missing. Whoever
    was invited and never answered stands as declined. `learnings` maps a collaboration id to
    {kind: lines}; `whole` are those of the campaign itself. What is owed and not yet started
    becomes due by the terms.

    False if it is closed already (a double click closes once; learnings given are kept all the
    same). WrongState if it never started.
    """
    with transaction.atomic():
        closed = step(
            campaign,
            sources=[CampaignState.LIVE],
            new={"state": CampaignState.CLOSED, "closed_at": at, "closed_by": by},
            verb="campaign.closed",
            by=by,
            at=at,
        )
        if not closed and campaign.state != CampaignState.CLOSED:
            raise WrongState(_("It has not started yet. Start it first."))
        rows = Collaboration.objects.taking_part().filter(campaign=campaign)
        parts = list(rows.select_related("campaign", "partnership__creator"))
        for part in parts:
            texts = (learnings or {}).get(part.pk)
            if texts:
                save_learnings(collaboration=part, texts=texts, by=by, at=at)
        if whole:
            save_campaign_learnings(campaign=campaign, texts=whole, by=by, at=at)
        if closed:
            _close_parts(parts, by, at)
            facts = {"workspace_id": campaign.workspace_id, "campaign_id": campaign.pk}
            tell(campaign_closed, Campaign, at=at, **facts)
    return closed


def _close_parts(parts: list[Collaboration], by: User | None, at: datetime) -> None:
    hold_history([part.partnership for part in parts])
    silent = []
    for part in parts:
        to: dict[str, Any]
        if part.state == CollaborationState.INVITED:
            silent.append(part.partnership)
            to, verb = {"state": CollaborationState.DECLINED}, "collaboration.unanswered"
        else:
            to = {"state": CollaborationState.CLOSED, "closed_at": at}
            verb = "collaboration.closed"
        step(part, sources=[part.state], new=to, verb=verb, by=by, at=at)
        if part.state == CollaborationState.DECLINED:
            settle_outreach(collaboration=part, answer=Answer.NONE, note="", by=by, at=at)
        if part.state == CollaborationState.CLOSED:
            day = creator_day(part.partnership.creator, at)
            owe(part, earned_on=day, by=by, at=at)
    renumber(silent)
