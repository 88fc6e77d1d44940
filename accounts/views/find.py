"""One field that finds any record or page: the palette, and the same as a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.finding import places_for, records_for
from accounts.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def find(request: WorkspaceRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    context = {
        "q": q,
        "groups": records_for(request.workspace, q),
        "places": places_for(request.workspace, request.membership.role, q),
    }
    name = "accounts/find.html#found" if request.htmx else "accounts/find.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
