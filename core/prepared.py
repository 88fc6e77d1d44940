"""Queries whose SQL is written once in a process.

Writing a wide query by the ORM takes longer than the database needs to answer it. A page that asks
the same question at every visit states it once, with `Given` where the values go:

    @prepared
    def _told() -> QuerySet[Tag]:
        return Tag.objects.filter(creators=Given("creator"))

    tags = _told(creator=creator.pk)
"""

import copy
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django_scopes import scope
from django_scopes.exceptions import ScopeError
from django_scopes.state import get_scope

_WORKSPACE = "workspace"


class Place:
    """Stands among the parameters of a statement for the value of `name`."""

    def __init__(self, name: str) -> None:
        self.name = name


class Given(Expression):
    """A number, a text, a day or a moment that is known only when the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [Place(self.name)]


def _stored(value: Any, connection: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


class _Written:
    """A query whose compiler knows its SQL; all else is the query's own."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class prepared:  # noqa: N801  (a decorator)
    """The rows of the queryset that `build` states, for the values given; one query each time.

    What is passed by place decides the shape of the question, and is what `build` is called with.
    It is called once for each, so nothing else in it may depend on the moment: no
    clock, language or time zone, no list of changing length, no prefetching. Rows are those of the
    workspace in whose scope the question is asked; outside of one ScopeError is raised.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._stated: dict[tuple[Any, ...], tuple[Any, Any, str, tuple[Any, ...]]] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *shape: Any, **values: Any) -> list[Any]:
        now = get_scope()
        workspace = now.get(_WORKSPACE)
        if workspace is None or not now.get("_enabled", True):
            raise ScopeError("A prepared query is asked in the scope of a workspace.")
        values[_WORKSPACE] = getattr(workspace, "pk", workspace)
        connection = connections[DEFAULT_DB_ALIAS]
        stated = self._stated.get((connection.vendor, *shape))
        if stated is None:
            stated = self._stated[connection.vendor, *shape] = self._state(shape)
        rows, known, sql, places = stated
        filled = tuple(
            _stored(values[p.name], connection) if isinstance(p, Place) else p for p in places
        )
        compiler = copy.copy(known)
        # Connections belong to threads, and a parameter to one question.
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (sql, filled)
        written: Any = _Written(rows.query, compiler)
        asked: Any = QuerySet(rows.model, query=written, using=rows.db)
        asked._fields = rows._fields
        return list(rows._iterable_class(asked))

    def _state(self, shape: tuple[Any, ...]) -> tuple[Any, Any, str, tuple[Any, ...]]:
        with scope(**{_WORKSPACE: Given(_WORKSPACE)}):
            rows: Any = self._build(*shape)
            compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
            sql, params = compiler.as_sql()
        return rows, compiler, sql, tuple(params)
