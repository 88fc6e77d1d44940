"""What this person put off last, so that it can be taken back at once (product.md, row 43)."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.access import WorkspaceRequest
from checkins.views.respond import where_from
from core.ids import new_public_id

_KEPT = "put_off"


def remember(request: WorkspaceRequest, keys: Sequence[str]) -> str:
    """The address that takes it back, for the message about it."""
    stamp = new_public_id()
    request.session[_KEPT] = {
        "stamp": stamp,
        "keys": list(keys),
        "workspace": request.workspace.slug,
    }
    query = {"last": stamp, "next": where_from(request)}
    return reverse("checkins:unsnooze", args=[request.workspace.slug], query=query)


def last_put_off(request: WorkspaceRequest, stamp: str) -> list[str]:
    """Keys of that time, or with "any" of the last one here; once."""
    kept = request.session.get(_KEPT) or {}
    fits = stamp in ("any", kept.get("stamp"))
    if not fits or kept.get("workspace") != request.workspace.slug:
        return []
    del request.session[_KEPT]
    keys: list[str] = kept["keys"]
    return keys
