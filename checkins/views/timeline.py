"""Parts of the timeline, loaded in place (product.md, row 7)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, needs
from accounts.permissions import Permission
from checkins.timeline_page import timeline_of
from creators.models import Creator


@require_safe
@needs(Permission.VIEW)
def timeline(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    """With `before` the next part, to be put under the last one; without, the whole panel for
    other filters. Anybody who opens the address itself is led to the profile."""
    creator = get_object_or_404(Creator, public_id=public_id)
    if not request.htmx:
        address = {**dict(request.GET.lists()), "tab": ["timeline"]}
        profile = ("creators:profile", None, [request.workspace.slug, public_id])
        return redirect(reverse(*profile, query=address))
    joined = "before" in request.GET
    context = timeline_of(request, creator, joined=joined)
    name = "part" if joined else "panel"
    response = render(request, f"checkins/timeline/{name}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if not joined:
        response.headers["HX-Push-Url"] = f"{context['profile']}{context['asked'].query()}"
    return response
