"""The door of a page that a mail links to (core/reply_pages.py): who may open it is said by the
link alone; the row it is about is looked for in the scope of its workspace.

    def _asked(public_id: str) -> Found: ...

    @answer_page(PURPOSE, _asked)
    def own_answer(request, row): ...
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from accounts.models import Workspace
from core.reply_pages import BadToken, Expired, read_token, refused, reply_page, speak, too_many

# What the page is about, and the language of whoever answers; None: there is no such thing.
Found = tuple[Any, str] | None


def answer_page(
    kind: str, find: Callable[..., Found], *, counted: bool = True, read: bool = True
) -> Callable[[Callable[[HttpRequest, Any], HttpResponse]], Callable[..., HttpResponse]]:
    """For the view of such a page. A token of `kind` holds a workspace's public id and the parts
    that `find` is called with. GET writes nothing; answers and bad links are counted. Where
    servers answer for many people (an unsubscribe by a mailbox provider), good links are not
    (`counted` False). `read`: whether a person reads answers to the mail it came with."""

    wanted = len(signature(find).parameters)

    def decorate(view: Callable[[HttpRequest, Any], HttpResponse]) -> Callable[..., HttpResponse]:
        @reply_page
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def page(request: HttpRequest, token: str) -> HttpResponse:
            if counted and request.method == "POST" and too_many(request, kind):
                return refused(request, "many")
            try:
                workspace_id, *parts = read_token(kind, token, at=timezone.now())
                if len(parts) != wanted:
                    raise BadToken
            except Expired:
                return refused(request, "expired", read=read)
            except (BadToken, ValueError):
                return refused(request, "many" if too_many(request, kind) else "bad", read=read)
            workspace = Workspace.objects.filter(public_id=workspace_id).first()
            if workspace is None:
                return refused(request, "bad", read=read)
            with scope(workspace=workspace):
                found = find(*parts)
                if found is None:
                    return refused(request, "bad", read=read)
                row, language = found
                speak(request, language)
                return view(request, row)

        return page

    return decorate
