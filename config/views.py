"""Doors of the house: where a person lands, and whether the house stands."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.queries import workspaces_of
from portal.access import creators_of


@require_safe
@login_required
def home(request: Any) -> HttpResponse:
    """A member's Today, a creator's portal, or a choice where there are several."""
    memberships = list(workspaces_of(request.user))
    creators = creators_of(request.user)
    if len(memberships) == 1 and not creators:
        return redirect("checkins:today", memberships[0].workspace.slug)
    if len(creators) == 1 and not memberships:
        return redirect("portal:home", creators[0].public_id)
    return render(request, "home.html", {"memberships": memberships, "creators": creators})


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers; for load balancers and the compose file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})
