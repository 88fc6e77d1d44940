from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from reports.queries.coming_back import Wanted, rows_behind

ROWS = 50


@require_safe
@needs(Permission.VIEW)
def coming_back(request: WorkspaceRequest) -> HttpResponse:
    """The creators behind a number of retention or repeat collaboration."""
    asked = request.GET
    what = Wanted(
        of=asked.get("of", ""),
        came=asked.get("came") == "1",
        by=asked.get("by", ""),
        so=asked.get("so", ""),
    )
    behind = rows_behind(what, timezone.now())
    page = Paginator(behind.courses, ROWS).get_page(asked.get("page", "1"))
    context = {"page": page, "rows": behind.rows(list(page.object_list)), "what": what}
    return render(request, "reports/coming_back.html", context)
