"""The common part of a campaign's briefs (product.md, rows 19 and 40)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from campaigns.actions.changes import lock, open_campaign
from campaigns.enums import CollaborationState
from campaigns.models import Brief, Campaign
from campaigns.rules.briefs import SECTION_KEYS, changed_texts, clean_sections
from campaigns.rules.common_part import looked_at, spread, taken_over
from core.audit import record
from core.versions import save_version


def save_common(
    *, campaign: Campaign, sections: Mapping[str, Any], expected: int, by: User, at: datetime
) -> bool:
    """What every brief of `campaign` has in common; briefs that began with it follow only where
    somebody takes it over. False if it says so already; EditConflict, with both texts, if the
    campaign was saved meanwhile; CampaignClosed."""
    new = clean_sections(sections)
    with transaction.atomic():
        fresh = open_campaign(campaign)
        told = changed_texts(fresh.common, new)
        if not told:
            return False
        save_version(fresh, expected=expected, changes={"common": new})
        changes = {"texts": [f"{key}.{language}" for key, language in told]}
        record(verb="campaign.common", obj=campaign, by=by, at=at, changes=changes)
    campaign.common, campaign.version = new, fresh.version
    return True


def take_common(*, brief: Brief, key: str, by: User, at: datetime) -> bool:
    """The common part into the section `key`, above what is the writer's own. False if there is
    nothing to take (a double click)."""
    with transaction.atomic():
        campaign = open_campaign(brief.collaboration.campaign)
        fresh = lock(brief)
        if key not in SECTION_KEYS:
            return False
        sections = taken_over(fresh.sections, campaign.common, fresh.common_seen, key)
        seen = looked_at(fresh.common_seen, campaign.common, key)
        return _follow(fresh, sections, seen, by, at)


def pass_common(*, brief: Brief, key: str, by: User, at: datetime) -> bool:
    """The section `key` keeps its own words though the common part changed; nobody is offered it
    again until it changes once more. Not an edit of the text."""
    with transaction.atomic():
        campaign = open_campaign(brief.collaboration.campaign)
        fresh = lock(brief)
        if key not in SECTION_KEYS:
            return False
        seen = looked_at(fresh.common_seen, campaign.common, key)
        if seen == clean_sections(fresh.common_seen):
            return False
        Brief.objects.filter(pk=fresh.pk).update(common_seen=seen)
        record(verb="brief.common_passed", obj=fresh, by=by, at=at, changes={"section": key})
    return True


def spread_common(*, campaign: Campaign, by: User, at: datetime) -> int:
    """The common part into every brief of `campaign` that is not locked, where nothing of the
    writer's own stands; own words are left alone and are offered it. Gives how many changed."""
    with transaction.atomic():
        fresh = open_campaign(campaign)
        rows = Brief.objects.select_for_update().filter(
            collaboration__campaign=campaign, locked_at=None
        )
        changed = 0
        for brief in rows.exclude(collaboration__state=CollaborationState.DECLINED):
            sections, seen, _keys = spread(brief.sections, fresh.common, brief.common_seen)
            changed += _follow(brief, sections, seen, by, at)
    return changed


def _follow(
    brief: Brief, sections: Mapping[str, Any], seen: Mapping[str, Any], by: User, at: datetime
) -> bool:
    told = changed_texts(brief.sections, sections)
    if not told and seen == clean_sections(brief.common_seen):
        return False
    new = {"sections": sections, "common_seen": seen, "updated_at": at, "updated_by": by}
    save_version(brief, expected=brief.version, changes=new)
    texts = [f"{key}.{language}" for key, language in told]
    record(verb="brief.common_taken", obj=brief, by=by, at=at, changes={"texts": texts})
    return True
