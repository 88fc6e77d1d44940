"""Ten creators for whoever types a name: the picker of other rooms' forms, and scripts."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from creators.models import Creator
from creators.queries.picker import OFFERED, picker

NAMES = ("creator", "creators")


@require_safe
@needs(Permission.VIEW)
def search(request: WorkspaceRequest) -> HttpResponse:
    """`?q=…&name=creator&exclude=<id>&creator=<chosen id>`: radios for htmx, JSON for others."""
    name = request.GET.get("name", "")
    name = name if name in NAMES else NAMES[0]
    found = picker(
        q=request.GET.get("q", ""),
        name=name,
        chosen_id=request.GET.get(name, "")[:16],
        exclude=[each[:16] for each in request.GET.getlist("exclude")[:500]],
    )
    if request.htmx:
        form_id = request.GET.get("form_id", "")[:60]
        context = {"picker": found, "form_id": form_id}
        response = render(request, "creators/_picker.html#options", context)
    else:
        response = JsonResponse({"results": [_told(c) for c in found.offered[:OFFERED]]})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _told(creator: Creator) -> dict[str, object]:
    first = next(iter(creator.known_channels), None)  # type: ignore[attr-defined]
    return {
        "id": creator.public_id,
        "name": creator.name,
        "market": creator.market,
        "city": creator.city,
        "followers": creator.followers,
        "handle": first.handle if first else "",
    }
