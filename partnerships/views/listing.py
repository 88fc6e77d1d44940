from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.queries import listing
from partnerships.queries.policies import brands, tiers

PAGE = 50


@require_safe
@needs(Permission.VIEW)
def partnership_list(request: WorkspaceRequest) -> HttpResponse:
    names = ("brand", "tier", "owner", "stage", "q")
    filters = listing.Filters(**{name: request.GET.get(name, "") for name in names})
    page = Paginator(listing.listed(filters, request.user), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    in_use = list(brands())
    places = listing.all_places(in_use, rows)
    context = {
        "filters": filters,
        "page": page,
        "groups": listing.grouped(rows, places),
        "brand_places": listing.brand_places(in_use, places),
        "columns": listing.filled_columns(rows),
        "brands": in_use,
        "tiers": tiers(),
        "owners": listing.possible_owners(request.workspace),
        "stages": listing.stages(),
    }
    return render(request, "partnerships/list.html", context)
