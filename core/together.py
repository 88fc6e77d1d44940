"""Several reads in one round trip to the database.

A page that shows a little of many tables pays for each query more than for its rows. Here the
querysets become legs of one `UNION ALL`; the columns of a leg travel as one JSON array, so that
the legs need not look alike, and each leg keeps its own order and limit.
"""

import copy
import json
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django_scopes import scope
from django_scopes.exceptions import ScopeError
from django_scopes.state import get_scope

from core.prepared import Given, Place

T = TypeVar("T")

_WORKSPACE = "workspace"
# Neither database builds an array of more than a hundred values: a wide row is an array of arrays.
_WIDTH = 90
# What JSON tells as text or as another number, as the driver of PostgreSQL would give it.
_AS_DRIVER: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "DecimalField": Decimal,
    "JSONField": json.dumps,
}


@dataclass(frozen=True)
class Question:
    """A queryset whose SQL is written once in a process (core.prepared says why).

    `build` states it with `Given` where `values` go; nothing else in it may change but by `key`.
    Asked in the scope of a workspace, whose rows it finds."""

    key: Hashable
    build: Callable[[], "QuerySet[Any, Any]"]
    values: Mapping[str, Any]


def read_together(asked: Sequence["QuerySet[Any, Any] | Question"]) -> list[list[Any]]:
    """The rows of each, in the order given; one query, none where nothing can be found.

    Takes model rows and `values()`, without prefetches."""
    legs = [_Leg(n, one) for n, one in enumerate(asked)]
    found = [leg for leg in legs if leg.sql]
    if found:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(leg.sql for leg in found),
                [value for leg in found for value in leg.params],
            )
            for n, told in cursor.fetchall():
                legs[n].told.append(told)
    return [leg.rows() for leg in legs]


def read_rounds(tellings: Sequence[Generator[Sequence[Any], Any, T]]) -> list[T]:
    """What each of `tellings` returns. Each yields querysets and questions, and is sent the rows of
    each; all that are asked for in one round are read together, so that a page of twenty sources
    costs as many queries as the longest of them has questions one after the other."""
    told: dict[int, T] = {}
    answers: dict[int, Any] = dict.fromkeys(range(len(tellings)))
    while answers:
        asked: dict[int, Sequence[Any]] = {}
        for n, rows in answers.items():
            try:
                asked[n] = tellings[n].send(rows)
            except StopIteration as ended:
                told[n] = ended.value
        found = iter(read_together([one for some in asked.values() for one in some]))
        answers = {n: [next(found) for _asked in some] for n, some in asked.items()}
    return [told[n] for n in range(len(tellings))]


class _Statement:
    """A queryset with its SQL; the same compiler reads the answer."""

    def __init__(self, queryset: "QuerySet[Any, Any]") -> None:
        self.queryset: Any = queryset
        self.compiler: Any = self.queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.sql, self.places, self.is_wide = "", (), False
        try:
            sql, self.places = self.compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            return
        columns = [f't."{alias}"' for _expression, _sql, alias in self.compiler.select]
        self.is_wide = len(columns) > _WIDTH
        self.sql = f"{_array(columns)} FROM ({sql}) t"


def _array(columns: Sequence[str]) -> str:
    is_postgres = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
    build, as_text = ("json_build_array", "::text") if is_postgres else ("json_array", "")
    if len(columns) <= _WIDTH:
        return f"{build}({', '.join(columns)}){as_text}"
    parts = [columns[n : n + _WIDTH] for n in range(0, len(columns), _WIDTH)]
    arrays = [f"{build}({', '.join(part)})" for part in parts]
    return f"{build}({', '.join(arrays)}){as_text}"


_MOST = 2000
_statements: dict[tuple[str, Hashable], _Statement] = {}


def _statement_of(question: Question) -> _Statement:
    key = (connections[DEFAULT_DB_ALIAS].vendor, question.key)
    found = _statements.get(key)
    if found is None:
        with scope(**{_WORKSPACE: Given(_WORKSPACE)}):
            found = _Statement(question.build())
        if len(_statements) >= _MOST:
            _statements.clear()
        _statements[key] = found
    return found


def _params(places: Iterable[Any], values: Mapping[str, Any]) -> Iterator[Any]:
    ops = connections[DEFAULT_DB_ALIAS].ops
    now = get_scope()
    workspace = now.get(_WORKSPACE)
    if workspace is None or not now.get("_enabled", True):
        raise ScopeError("A question is asked in the scope of a workspace.")
    known = {**values, _WORKSPACE: workspace.pk}
    for place in places:
        value = known[place.name] if isinstance(place, Place) else place
        if isinstance(value, datetime):
            value = ops.adapt_datetimefield_value(value)
        elif isinstance(value, date):
            value = ops.adapt_datefield_value(value)
        yield value


class _Leg:
    """One of those asked together, and the rows that come for it."""

    def __init__(self, n: int, asked: "QuerySet[Any, Any] | Question") -> None:
        if isinstance(asked, Question):
            self._statement = _statement_of(asked)
            self.params = list(_params(self._statement.places, asked.values))
        else:
            self._statement = _Statement(asked)
            self.params = list(self._statement.places)
        self.sql = f"SELECT {n}, {self._statement.sql}" if self._statement.sql else ""
        self.told: list[str] = []

    def rows(self) -> list[Any]:
        if not self.told:
            return []
        # A statement is everybody's: the answer is read with copies.
        compiler: Any = copy.copy(self._statement.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.execute_sql = lambda *_args, **_options: [list(self._values(compiler))]
        queryset: Any = self._statement.queryset.all()
        queryset.query.get_compiler = lambda *_args, **_options: compiler
        return list(queryset)

    def _values(self, compiler: Any) -> Iterator[Sequence[Any]]:
        if compiler.connection.vendor != "postgresql":
            yield from (self._flat(json.loads(told)) for told in self.told)
            return
        types = [
            _AS_DRIVER.get(expression.output_field.get_internal_type())
            for expression, _sql, _alias in compiler.select
        ]
        for told in self.told:
            yield _as_driver(self._flat(json.loads(told, parse_float=Decimal)), types)

    def _flat(self, row: list[Any]) -> list[Any]:
        return [value for part in row for value in part] if self._statement.is_wide else row


def _as_driver(values: Iterable[Any], types: Iterable[Any]) -> list[Any]:
    return [
        value if convert is None or value is None else convert(value)
        for value, convert in zip(values, types, strict=True)
    ]
