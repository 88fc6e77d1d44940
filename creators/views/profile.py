"""One screen per creator (product.md, row 1), its parts under `?tab=` (views/tabs.py)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from core.panels import NextStep, load_panels, next_step, once
from creators.models import Creator
from creators.queries import profile as queries
from creators.rules.goals import is_stale
from creators.rules.hours import LocalTime, local_time
from creators.rules.next_step import Known, next_steps
from creators.rules.rate_card import RateLine
from creators.views.merging import follows_merges
from creators.views.respond import OVERVIEW
from creators.views.tabs import PARTS, TABS, there


@require_safe
@needs(Permission.VIEW)
@follows_merges
def profile(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    creator = queries.creator_at_a_glance(public_id)
    return show_profile(request, creator, request.GET.get("tab", OVERVIEW))


def show_profile(
    request: WorkspaceRequest,
    creator: Creator,
    tab: str,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """The profile at `tab`; `forms` are those a refused POST brings back, filled in."""
    tab = tab if tab in PARTS else OVERVIEW
    seen: Any = creator
    if not hasattr(seen, "goals_open"):
        seen = queries.creator_at_a_glance(creator.public_id)
    lines = once(request, f"channels:{creator.pk}", lambda: queries.channel_lines(seen))
    header_panels = load_panels("creators.profile.header", request, seen)
    panels = load_panels("creators.profile", request, seen, tab=tab)
    rates = queries.glanced_rates(seen, there(seen))
    steps = [] if creator.archived_at else _own_steps(request, seen, lines)
    context = {
        "creator": seen,
        "local": _local(request, seen),
        "channel_lines": lines,
        "declining": [line for line in lines if line.growth and line.growth.is_declining],
        "price": _dearest(rates),
        "rates": [line for line in rates if line.now],
        "goals_wait": _goals_wait(seen),
        "next_step": next_step([*header_panels, *panels], steps),
        "header_panels": header_panels,
        "panels": panels,
        "tab": tab,
        "tabs": [(key, name) for key, name, _part in TABS],
        **PARTS[tab](request, seen, forms),
    }
    return render(request, "creators/profile.html", context, status=status)


def _own_steps(request: WorkspaceRequest, creator: Any, lines: list[Any]) -> list[NextStep]:
    known = Known(
        call_name=creator.call_name,
        has_address=bool(creator.email),
        has_preferences=bool(creator.briefing or creator.boundaries or creator.lead_days),
        channels=len(lines),
        snapshot_on=creator.snapshot_on,
        declining=any(line.growth and line.growth.is_declining for line in lines),
        has_price=bool(creator.prices_told),
        goals_open=creator.goals_open,
        goal_spoken_on=creator.goal_spoken_on,
    )
    edit_url = reverse("creators:edit", args=[request.workspace.slug, creator.public_id])
    return list(next_steps(known, there(creator), edit_url=edit_url))


def _dearest(lines: list[RateLine[Any]]) -> RateLine[Any] | None:
    """The dearest price of today: what a glance at the rate card says."""
    held = [line for line in lines if line.now]
    return max(held, key=lambda line: line.now.amount) if held else None  # type: ignore[union-attr]


def _goals_wait(creator: Any) -> bool:
    spoken = creator.goal_spoken_on
    return spoken is not None and is_stale(spoken, there(creator))


def _local(request: WorkspaceRequest, creator: Creator) -> LocalTime:
    return local_time(
        at=timezone.now(),
        zone=creator.zone,
        reader_zone=request.user.zone,
        market=creator.market,
        quiet_from=creator.quiet_from,
        quiet_until=creator.quiet_until,
    )
