"""Who comes in, to which workspace, and what for.

    class Campaigns(WorkspaceView):
        needs = {"GET": Permission.VIEW}

A token belongs to one workspace: the address of another one does not exist for it. What it may do
is the lesser of its own role and the role of whoever made it.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone, translation
from django_scopes import scope, scopes_disabled
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed, PermissionDenied
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from accounts.actions.tokens import note_use
from accounts.models import ApiToken, Membership, User
from accounts.models.token import digest_of
from accounts.permissions import Permission, may

_SCHEME = "bearer"


@dataclass(frozen=True)
class Door:
    """What stands behind a request: `request.auth`."""

    token: ApiToken
    membership: Membership

    def may(self, permission: Permission) -> bool:
        return may(self.token.role, permission) and may(self.membership.role, permission)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer perennial_…`. One refusal for all reasons: nobody learns which tokens
    there are."""

    def authenticate(self, request: Request) -> tuple[User, Door] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != _SCHEME or not secret.strip():
            return None
        door = _door(secret.strip())
        if door is None:
            raise AuthenticationFailed("This token is not known, was taken back or has expired.")
        return door.token.user, door

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _door(secret: str) -> Door | None:
    with scopes_disabled():
        rows = ApiToken.objects.select_related("user", "workspace")
        token = rows.filter(digest=digest_of(secret), revoked_at=None).first()
    if token is None or not token.user.is_active:
        return None
    today = timezone.now().astimezone(token.workspace.zone).date()
    if token.expires_on is not None and token.expires_on < today:
        return None
    member = Membership.objects.filter(workspace=token.workspace, user=token.user).first()
    return Door(token, member) if member else None


class TokenScheme(OpenApiAuthenticationExtension):
    """How the description for programs tells of it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class TokenThrottle(SimpleRateThrottle):
    """Of each token, over all processes."""

    scope = "token"
    rate = "600/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return f"api:{request.auth.token.pk}" if request.auth else None


class WorkspaceView(APIView):
    """A door of `/api/v1/<workspace>/…`: opens the scope of the token's workspace and asks for the
    permission of the method. `needs` maps a method to what it takes."""

    authentication_classes = (TokenAuthentication,)
    throttle_classes = (TokenThrottle,)
    needs: ClassVar[dict[str, Permission]] = {}

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # English, whoever made the token: programs read it.
        with ExitStack() as self.opened, translation.override("en"):
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response) and not response.is_rendered:
                response.render()
            return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        door = request.auth
        if not isinstance(door, Door):
            raise AuthenticationFailed("Send a token: Authorization: Bearer …")
        if door.token.workspace.slug != kwargs.get("workspace"):
            raise Http404
        needed = self.needs.get(request.method or "")
        if needed is None:
            raise MethodNotAllowed(request.method or "")
        if not door.may(needed):
            raise PermissionDenied("The role of this token may not do that.")
        self.opened.enter_context(scope(workspace=door.token.workspace))
        note_use(token=door.token, at=timezone.now())


class ByCursor(CursorPagination):
    """Pages of 50; `next` leads on, however many rows come meanwhile."""

    page_size = 50
    ordering = "-pk"
