"""The page of one campaign, in tabs that an address says."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from campaigns.next_step import next_step_of
from campaigns.queries import feedback, live, syncs
from campaigns.queries.closing import gaps_so_far
from campaigns.queries.detail import cards
from campaigns.queries.learnings import found_learnings
from campaigns.queries.objectives import span_of, standing
from campaigns.queries.results import imports_of
from campaigns.rules.live_chart import base_of, days_chart
from campaigns.views.respond import campaign_or_404
from core.panels import load_panels

Context = dict[str, Any]
TABS = (
    ("work", _("Work")),
    ("results", _("Results so far")),
    ("voices", _("Syncs and feedback")),
    ("learnings", _("Learnings")),
)


@require_safe
@needs(Permission.VIEW)
def detail(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    campaign = campaign_or_404(public_id)
    tab = request.GET.get("tab", "")
    tab = tab if tab in _LOAD else "work"
    today = timezone.localdate(timezone=request.workspace.zone)
    is_live = campaign.state == CampaignState.LIVE
    context: Context = {
        "campaign": campaign,
        "tabs": TABS,
        "tab": tab,
        "over": is_live and today > campaign.ends_on,
        "panels": load_panels("campaigns.detail", request, campaign, tab=_panel_tab(tab)),
        "here": request.get_full_path(),
    }
    context |= _LOAD[tab](request, campaign, today)
    return render(request, "campaigns/detail.html", context)


def _panel_tab(tab: str) -> str:
    """The tab that a page opens with is the one that panels need not name."""
    return "" if tab == "work" else tab


def _head(campaign: Campaign, today: date) -> Context:
    """Results and the targets they are held against; one query."""
    results, targets = standing(campaign, today)
    return {"results": results, "targets": targets, "span": span_of(campaign, today)}


def _work(request: WorkspaceRequest, campaign: Campaign, today: date) -> Context:
    now = timezone.now()
    page, parts = cards(campaign, request.GET.get("page", "1"), now)
    for card in parts:
        card.panels = load_panels("campaigns.collaboration", request, card.part)
    is_live = campaign.state == CampaignState.LIVE
    gaps = gaps_so_far(campaign) if is_live else []
    head = _head(campaign, today)
    step = next_step_of(
        campaign,
        parts,
        results=head["results"],
        targets=head["targets"],
        over=is_live and today > campaign.ends_on,
        slug=request.workspace.slug,
    )
    return {"page": page, "cards": parts, "gaps": gaps, "next_step": step, **head}


def _results(request: WorkspaceRequest, campaign: Campaign, today: date) -> Context:
    page, lines = live.live_parts(campaign, request.GET.get("page", "1"), today)
    days = live.days_of(campaign)
    own, n = live.own_median(lines, base_of(days))
    head = _head(campaign, today)
    return {
        "page": page,
        "lines": lines,
        "with_outcomes": [one for one in lines if one.outcomes],
        "imports": list(imports_of(campaign)[:5]),
        "chart": days_chart(days, own, n, get_language() or "en"),
        "business": live.business(head["results"].tally),
        **head,
    }


def _voices(request: WorkspaceRequest, campaign: Campaign, today: date) -> Context:
    rows = feedback.of_campaign(campaign)
    synced = syncs.syncs_of(campaign, timezone.now())
    return {
        "synced": synced,
        "feedback": rows,
        "shown_most": feedback.SHOWN,
        "untold": feedback.untold_by_part(rows),
    }


def _learnings(request: WorkspaceRequest, campaign: Campaign, today: date) -> Context:
    rows = list(found_learnings(campaign=campaign))
    return {
        "learned": [row for row in rows if row.collaboration_id is None],
        "parts_learned": [row for row in rows if row.collaboration_id is not None],
    }


_LOAD: dict[str, Callable[[WorkspaceRequest, Campaign, date], Context]] = {
    "work": _work,
    "results": _results,
    "voices": _voices,
    "learnings": _learnings,
}
