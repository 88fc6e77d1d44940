"""The limits that ratios are taken to: a constant, and the plainest useful list (quality.md)."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines

from accounts.access import needs
from accounts.permissions import Permission
from creators.models import Creator


class CountQueries:
    """`X-Queries`: how many statements an answer took, session and all."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        counted = 0

        def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            nonlocal counted
            counted += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response: HttpResponse = self.get_response(request)
        response["X-Queries"] = str(counted)
        return response


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("constant")


PLAIN = """<!doctype html><title>list50</title><table>{% for c in creators %}
<tr><td><a href="/c/{{ c.public_id }}/">{{ c.name }}</a></td><td>{{ c.email }}</td>
<td>{{ c.market }}</td><td>{{ c.followers }}</td></tr>{% endfor %}</table>"""


@needs(Permission.VIEW)
def list50(request: Any) -> HttpResponse:
    """One indexed query of 50 rows in a plain template, behind all usual middleware."""
    creators = Creator.objects.order_by("name", "id")[:50]
    return HttpResponse(
        engines["django"].from_string(PLAIN).render({"creators": creators}, request)
    )
