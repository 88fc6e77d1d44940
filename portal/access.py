from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from django_scopes import scope, scopes_disabled

from creators.models import Creator

View = Callable[..., HttpResponse]


def creators_of(user: Any) -> list[Creator]:
    """The creator rows this person stands behind, in all workspaces; nothing else is read."""
    with scopes_disabled():
        return list(
            Creator.objects.filter(person=user, archived_at=None)
            .select_related("workspace")
            # All that the portal says of them; the rest is read only where a page asks for it.
            .only("public_id", "name", "short_name", "language", "zone", "workspace__name")
            .order_by("workspace__name", "pk")
        )


def creator_page(view: View) -> View:
    """`/portal/<public_id>/…` for the person behind that creator; to anybody else it does not
    exist. Opens the scope of the creator's workspace; `request.creator` is theirs."""

    @require_safe
    @login_required
    @wraps(view)
    def guarded(request: Any, public_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = creators_of(request.user)
        creator = next((c for c in mine if c.public_id == public_id), None)
        if creator is None:
            raise Http404
        request.creator = creator
        request.portals = mine
        with scope(workspace=creator.workspace):
            return view(request, *args, **kwargs)

    guarded.portal = True  # type: ignore[attr-defined]
    return guarded
