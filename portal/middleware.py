"""The portal writes nothing: the database itself refuses (issue of trust, not of discipline)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse


@contextmanager
def read_only() -> Iterator[None]:
    """Inside, every write raises in the database.

    PostgreSQL: a READ ONLY transaction, always rolled back, so that the mode ends with it.
    SQLite: `query_only` on this connection; no transaction, since ours would take the write lock.
    """
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        # The raw connection: ours refuses statements after an error, and this one must come off.
        raw = connection.connection
        raw.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            raw.execute("PRAGMA query_only = OFF")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield
        transaction.set_rollback(True)


class ReadOnlyMiddleware:
    """Everything under /portal/ runs read-only, rendering included. Session and messages are
    written by the middleware around this one, after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/portal/"):
            return self.get_response(request)
        with read_only():
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            return response
