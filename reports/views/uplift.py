"""First, second, third and later campaigns; fatigue; pace (product.md, row 62)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from creators.enums import Market
from partnerships.rules.fatigue import IDEAL_PACE, TIRED_BELOW
from reports.queries import uplift as queries
from reports.rules.uplift import LAST, THIRD, step_name, uplift_chart


@require_safe
@needs(Permission.VIEW)
def uplift(request: WorkspaceRequest) -> HttpResponse:
    found = queries.report(timezone.localdate(timezone=request.workspace.zone))
    tired, used = queries.flagged(found)
    context = {
        "report": found,
        "chart": uplift_chart(found.whole.steps, get_language() or "en"),
        "names": [step_name(number) for number, _one in found.whole.steps],
        "tired": tired,
        "used": used,
        "ideal": IDEAL_PACE,
        "tired_below": TIRED_BELOW,
        "third": THIRD,
    }
    return render(request, "reports/uplift.html", context)


@require_safe
@needs(Permission.VIEW)
def behind(request: WorkspaceRequest) -> HttpResponse:
    """Who stands behind a figure: `market` ("": all), `n` 2, or 3 for the third and later."""
    market = request.GET.get("market", "")
    market = market if market in Market else ""
    asked = request.GET.get("n", "")
    step = min(int(asked), LAST) if asked.isdecimal() and asked.isascii() and int(asked) > 1 else 2
    page, lines = queries.behind(market, step, request.GET.get("page", "1"))
    context = {
        "page": page,
        "lines": [(one, partnership, step_name(one.number)) for one, partnership in lines],
        "later": step >= THIRD,
        "market": str(Market(market).label) if market else "",
    }
    return render(request, "reports/uplift_behind.html", context)
