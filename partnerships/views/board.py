"""The partnerships as a board by stage and as a list by tier, beside the list."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from partnerships.models import Partnership
from partnerships.queries import board as queries
from partnerships.queries import listing
from partnerships.queries.policies import brands
from partnerships.rows import draw_options


@require_safe
@needs(Permission.VIEW)
def board(request: WorkspaceRequest) -> HttpResponse:
    filters = replace(listing.Filters.read(request.GET), stage="")
    if "" in request.GET.values():
        return redirect(f"{request.path}{filters.address()}")
    today = timezone.now().astimezone(request.workspace.zone).date()
    in_use = list(brands())
    owners = listing.possible_owners(request.workspace)
    offered = [one for one in listing.choices(in_use, owners) if one.name != "stage"]
    columns = queries.stages(filters, request.user, today)
    context = {
        "filters": filters,
        "chips": listing.chips(filters, offered),
        "choices": [(c, draw_options(c, getattr(filters, c.name))) for c in offered],
        "columns": columns,
        "recently": queries.RECENTLY,
        "brand_places": in_use,
        "nobody": not filters
        and not any(c.n for c in columns)
        and not Partnership.objects.exists(),
    }
    return render(request, "partnerships/board.html", context)


@require_safe
@needs(Permission.VIEW)
def tiers(request: WorkspaceRequest) -> HttpResponse:
    in_use = list(brands())
    wanted = request.GET.get("brand", "")
    chosen = [brand for brand in in_use if brand.public_id == wanted]
    context = {
        "brands": in_use,
        "brand": chosen[0] if chosen else None,
        "rows": queries.tiers(chosen or in_use),
    }
    return render(request, "partnerships/tiers.html", context)
