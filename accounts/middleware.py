from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django_scopes import scope

from accounts.models import Membership

Respond = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """The signed-in person's language and zone rule the request; guests keep their browser's."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not user.is_authenticated:
            with timezone.override(None):
                return self.get_response(request)
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        with timezone.override(user.zone):
            response = self.get_response(request)
            response.headers["Content-Language"] = user.language
            return response


class WorkspaceMiddleware:
    """Opens the scope of `/w/<workspace>/…` for members; to everybody else it does not exist."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        slug = match.kwargs.get("workspace") if match.route.startswith("w/<") else None
        if slug is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        membership = (
            Membership.objects.select_related("workspace")
            .filter(user=request.user, workspace__slug=slug)
            .first()
        )
        if membership is None:
            return self._missing(request)
        request.workspace = membership.workspace  # type: ignore[attr-defined]
        request.membership = membership  # type: ignore[attr-defined]
        with scope(workspace=membership.workspace):
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            return response

    def _missing(self, request: HttpRequest) -> HttpResponse:
        request.workspace_missing = True  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        if getattr(request, "workspace_missing", False):
            raise Http404
        if hasattr(request, "membership"):
            kwargs.pop("workspace", None)
