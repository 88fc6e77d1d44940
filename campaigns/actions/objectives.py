"""Targets of a campaign: set, corrected, removed (product.md, rows 29 and 56)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import open_campaign
from campaigns.errors import Refused, TwiceTheSame
from campaigns.models import Campaign, CampaignObjective
from core.audit import record
from core.once import insert_once
from core.versions import save_version
from partnerships.actions.changes import changed
from partnerships.enums import Metric
from partnerships.rules.objectives import RATES

_WORDS = ("metric", "market", "target", "currency")


def add_objective(
    *,
    campaign: Campaign,
    values: Mapping[str, Any],
    public_id: str = "",
    by: User | None,
    at: datetime,
) -> CampaignObjective:
    """`values`: metric, market ("": all), target (rates as fractions), currency (of revenue).
    `public_id`: the id that the page made, so that a double click sets one."""
    new = _checked(values)
    with transaction.atomic():
        open_campaign(campaign)
        made = campaign.objectives.filter(public_id=public_id).first() if public_id else None
        if made is not None:
            return made
        _refuse_double(campaign, new)
        row = CampaignObjective(
            workspace_id=campaign.workspace_id, campaign=campaign, created_at=at, **new
        )
        row, _made = insert_once(row, public_id, campaign=campaign)
        record(verb="campaign.objective_added", obj=row, by=by, at=at, changes=new)
    return row


def update_objective(
    *,
    objective: CampaignObjective,
    expected: int,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
) -> None:
    """EditConflict if `expected` is outdated."""
    new = _checked(values)
    differences = changed(objective, new)
    with transaction.atomic():
        open_campaign(objective.campaign)
        _refuse_double(objective.campaign, new, but=objective.pk)
        save_version(objective, expected=expected, changes=new)
        if differences:
            record(
                verb="campaign.objective_changed", obj=objective, by=by, at=at, changes=differences
            )


def remove_objective(*, objective: CampaignObjective, by: User | None, at: datetime) -> bool:
    """Gone; what it asked for stays in the audit. False if it is gone already."""
    with transaction.atomic():
        open_campaign(objective.campaign)
        row = CampaignObjective.objects.select_for_update().filter(pk=objective.pk).first()
        if row is None:
            return False
        said = {name: getattr(row, name) for name in _WORDS}
        record(verb="campaign.objective_removed", obj=row, by=by, at=at, changes=said)
        row.delete()
    return True


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    new = {name: values[name] for name in _WORDS}
    if new["target"] <= 0:
        raise Refused(_("More than nothing, please."), field="target")
    if new["metric"] in RATES and new["target"] > 1:
        raise Refused(_("A rate is at most 100 %."), field="target")
    if new["metric"] != Metric.REVENUE:
        new["currency"] = ""
    elif not new["currency"]:
        raise Refused(_("Choose the currency of the revenue."), field="currency")
    return new


def _refuse_double(campaign: Campaign, new: Mapping[str, Any], but: int = 0) -> None:
    """The campaign is locked: nobody adds the same meanwhile."""
    same = {name: new[name] for name in ("metric", "market", "currency")}
    if campaign.objectives.filter(**same).exclude(pk=but).exists():
        raise TwiceTheSame(
            _("There is a target of this measure and market already. Change that one."),
            field="metric",
        )
