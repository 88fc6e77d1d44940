from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from reports.queries.programme import programme as programme_numbers
from reports.rules.programme import market_chart, market_rows


@require_safe
@needs(Permission.VIEW)
def programme(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.now()
    numbers = programme_numbers(now, now.astimezone(request.workspace.zone).date())
    rows = market_rows(numbers.markets)
    context = {
        "numbers": numbers,
        "markets": rows,
        "chart": market_chart(rows, get_language() or "en"),
    }
    return render(request, "reports/programme.html", context)
