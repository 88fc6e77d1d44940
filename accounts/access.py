"""Doors of the workspace: `/w/<workspace>/…` views name the permission they need.

An outsider gets 404 (from the middleware), a member without the role 403 (product.md, Tenancy).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Membership, User, Workspace
from accounts.permissions import Permission, may


class WorkspaceRequest(HttpRequest):
    """A request inside `/w/<workspace>/`, as the middleware leaves it (for type checkers)."""

    user: User
    workspace: Workspace
    membership: Membership
    htmx: Any


View = Callable[..., HttpResponseBase]


def needs(read: Permission, write: Permission | None = None) -> Callable[[View], View]:
    """`@needs(Permission.VIEW)`; with `write`, other methods than GET and HEAD need that one.

    The middleware has removed `workspace` from the view's arguments: views read request.workspace.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reading = request.method in ("GET", "HEAD", "OPTIONS")
            needed = read if reading or write is None else write
            if not may(request.membership.role, needed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = read  # type: ignore[attr-defined]
        guarded.write_permission = write or read  # type: ignore[attr-defined]
        return guarded

    return decorate
