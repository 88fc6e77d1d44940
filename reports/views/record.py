from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from reports.queries import record
from reports.queries.corrections import correction_counts

A_PAGE = 50


@require_safe
@needs(Permission.VIEW)
def summaries(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.now()
    state = request.GET.get("state", "")
    state = state if state in record.STATES else ""
    page = Paginator(record.summaries(state, now), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "chips": record.chips(now),
        "clock": record.on_time(now),
        "corrections": correction_counts(),
        "now": now,
    }
    return render(request, "reports/summaries.html", context)
