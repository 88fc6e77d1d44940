"""A campaign: planned, changed, started. Closing has a file of its own."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import changed, hold_history, renumber, said, step, tell
from campaigns.actions.ledger import keep_fee
from campaigns.enums import CampaignState
from campaigns.errors import Refused, TwiceTheSame, WrongState
from campaigns.models import Campaign
from campaigns.signals import work_changed
from core.audit import record
from core.versions import save_version
from partnerships.actions.changes import check_owner
from partnerships.models import Brand, Partnership


def plan_campaign(
    *,
    brand: Brand,
    name: str,
    starts_on: date,
    ends_on: date,
    owner: User,
    by: User | None,
    at: datetime,
    goal: str = "",
) -> Campaign:
    """A planned campaign of `brand`. The same brand, name and first day again give the campaign
    that is there, so a form sent twice plans one; TwiceTheSame if it says something else."""
    if brand.archived_at is not None:
        raise Refused(_("This brand is put away. Restore it first."), field="brand")
    _check_days(starts_on, ends_on)
    check_owner(brand.workspace_id, owner)
    wanted = {"goal": goal.strip(), "ends_on": ends_on, "owner": owner}
    key = {"brand": brand, "name": name.strip(), "starts_on": starts_on}
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                workspace_id=brand.workspace_id, created_at=at, **key, **wanted
            )
            record(verb="campaign.planned", obj=campaign, by=by, at=at, changes=said(key | wanted))
    except IntegrityError:
        there = Campaign.objects.get(**key)
        if changed(there, wanted):
            raise TwiceTheSame(
                _("A campaign of this name starts on this day already."), field="name"
            ) from None
        return there
    return campaign


def update_campaign(
    *,
    campaign: Campaign,
    expected: int,
    name: str,
    goal: str,
    starts_on: date,
    ends_on: date,
    owner: User,
    by: User | None,
    at: datetime,
) -> None:
    """New words and days. EditConflict if `expected` is no longer the version. A new first day
    may change which campaign of a creator is the first, second, third."""
    _check_days(starts_on, ends_on)
    check_owner(campaign.workspace_id, owner)
    new = {
        "name": name.strip(),
        "goal": goal.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "owner": owner,
    }
    differences = changed(campaign, new)
    try:
        with transaction.atomic():
            save_version(campaign, expected=expected, changes=new)
            if differences:
                told = said(differences)
                record(verb="campaign.updated", obj=campaign, by=by, at=at, changes=told)
            if "starts_on" in differences:
                partners = list(Partnership.objects.filter(collaborations__campaign=campaign))
                hold_history(partners)
                renumber(partners)
                for part in campaign.collaborations.select_related("partnership__creator"):
                    part.campaign = campaign
                    keep_fee(part, by=by, at=at)
            if "ends_on" in differences:
                _tell(campaign, at)
    except IntegrityError:
        raise TwiceTheSame(
            _("A campaign of this name starts on this day already."), field="name"
        ) from None


def start_campaign(*, campaign: Campaign, by: User | None, at: datetime) -> bool:
    """Planned → live; False if it is live already (a double click). WrongState once closed."""
    with transaction.atomic():
        started = step(
            campaign,
            sources=[CampaignState.PLANNED],
            new={"state": CampaignState.LIVE},
            verb="campaign.started",
            by=by,
            at=at,
        )
    if not started and campaign.state != CampaignState.LIVE:
        raise WrongState
    return started


def _tell(campaign: Campaign, at: datetime) -> None:
    ids = list(campaign.collaborations.values_list("partnership", flat=True))
    facts = {"workspace_id": campaign.workspace_id, "partnership_ids": ids}
    tell(work_changed, Campaign, at=at, **facts)


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first one."), field="ends_on")
