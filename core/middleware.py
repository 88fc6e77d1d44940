"""What no page should have to think of."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

NUL = "\x00"


class NoNulMiddleware:
    """The sign that no text holds and PostgreSQL refuses never reaches a view: it is taken out of
    what was typed, and an address with it leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        # What providers of mail send is signed as it came.
        if request.method == "POST" and not request.path_info.startswith("/webhooks/"):
            self._clean_form(request)
        return self.get_response(request)

    @staticmethod
    def _clean_form(request: HttpRequest) -> None:
        if not any(NUL in value for _key, values in request.POST.lists() for value in values):
            return
        clean = request.POST.copy()
        for key, values in request.POST.lists():
            clean.setlist(key, [value.replace(NUL, "") for value in values])
        request.POST = clean  # type: ignore[assignment]
