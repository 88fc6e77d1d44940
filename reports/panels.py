"""What lower pages show of reports."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CollaborationState
from campaigns.panels import whole_history
from core.panels import Panel, register_panel
from reports.models import SummaryState
from reports.queries.performance import finished_of, performance_in
from reports.queries.record import summaries_of_campaign
from reports.rules.charts import base_name, by_campaign
from reports.rules.showing import against


def register() -> None:
    register_panel(
        Panel(
            slot="campaigns.collaboration",
            key="reports.summary",
            title=_("Summary"),
            template="reports/panels/summary.html",
            load=summary_state,
        )
    )
    register_panel(
        Panel(
            slot="creators.profile",
            key="reports.performance",
            title=_("Performance"),
            template="reports/panels/performance.html",
            load=performance,
            order=60,
        )
    )


def summary_state(request: Any, collaboration: Any) -> Mapping[str, Any] | None:
    """Nothing before the campaign is closed. A campaign's page asks for each of its parts in turn:
    the first time fetches them all, so that the page has one query more, not thirty."""
    if collaboration.state != CollaborationState.CLOSED:
        return None
    kept = request.__dict__.setdefault("summaries_by_campaign", {})
    campaign = collaboration.campaign_id
    if campaign not in kept:
        kept[campaign] = summaries_of_campaign(campaign)
    summary = kept[campaign].get(collaboration.pk)
    overdue = (
        summary is not None
        and summary.state != SummaryState.SENT
        and summary.due_at < timezone.now()
    )
    return {"summary": summary, "overdue": overdue}


def performance(request: Any, creator: Any) -> Mapping[str, Any] | None:
    """Nothing before the first finished campaign."""
    found = performance_in(finished_of(whole_history(request, creator)))
    if found is None:
        return None
    rows = [
        {
            "campaign": earlier.campaign,
            "closed_at": earlier.closed_at,
            "reach": earlier.tally.known("reach"),
            "purchases": earlier.tally.known("purchases"),
            "rate": rate["rate"],
            "against": against(rate["rate"], found.median),
        }
        for earlier, rate in zip(found.history, found.rates, strict=True)
    ]
    chart = None
    if found.n:
        chart = by_campaign(found.rates, found.base, found.median, get_language() or "en")
    return {
        "performance": found,
        "rows": list(reversed(rows)),
        "chart": chart,
        "base": base_name(found.base),
    }
