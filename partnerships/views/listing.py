from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.models import Partnership
from partnerships.queries import listing
from partnerships.rows import draw_groups, draw_options

PAGE = 50


@require_safe
@needs(Permission.VIEW)
def partnership_list(request: WorkspaceRequest) -> HttpResponse:
    filters = listing.Filters.read(request.GET)
    swap = bool(request.htmx) and not request.htmx.history_restore_request
    if not swap and "" in request.GET.values():
        # A form without JavaScript sends its empty fields too: the address people share has none.
        return redirect(f"{request.path}{filters.address()}")
    context = shown(request, filters)
    template = "partnerships/list.html"
    response = render(request, f"{template}#results" if swap else template, context)
    if swap:
        response.headers["HX-Push-Url"] = f"{request.path}{filters.address()}"
    patch_vary_headers(response, ["HX-Request"])
    return response


def shown(request: WorkspaceRequest, filters: listing.Filters) -> dict[str, Any]:
    found = Paginator(listing.listed(filters, request.user), PAGE)
    page = found.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    around = listing.around(rows, request.workspace)
    offered = listing.choices(around.brands, around.owners)
    groups = listing.grouped(rows, around.policies, around.places, around.agreements)
    columns = listing.filled_columns(rows)
    shared = {"workspace": request.workspace}
    return {
        "filters": filters,
        "chips": listing.chips(filters, offered),
        "page": page,
        "groups": groups,
        "drawn": draw_groups(groups, columns, slug=request.workspace.slug, shared=shared),
        "brand_places": listing.brand_places(around.brands, around.places),
        "columns": [one for one in columns if one.column.shown],
        "choices": [(c, draw_options(c, getattr(filters, c.name))) for c in offered],
        "nobody": not rows and not filters and not Partnership.objects.exists(),
    }
