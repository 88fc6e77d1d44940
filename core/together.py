"""Several reads in one round trip to the database.

A page that shows a little of many tables pays for each query more than for its rows. Here the
querysets become legs of one `UNION ALL`; the columns of a leg travel as one JSON array, so that
the legs need not look alike, and each leg keeps its own order and limit.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# What JSON tells as text or as another number, as the driver of PostgreSQL would give it.
_AS_DRIVER: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "DecimalField": Decimal,
    "JSONField": json.dumps,
}


def read_together(querysets: Sequence["QuerySet[Any, Any]"]) -> list[list[Any]]:
    """The rows of each queryset, in the order given; one query, none where nothing can be found.

    Takes model rows and `values()`, without prefetches, of at most 100 columns: name the columns
    by `only()`."""
    legs = [_Leg(n, rows) for n, rows in enumerate(querysets)]
    asked = [leg for leg in legs if leg.sql]
    if asked:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(leg.sql for leg in asked),
                [value for leg in asked for value in leg.params],
            )
            for n, told in cursor.fetchall():
                legs[n].told.append(told)
    return [leg.rows() for leg in legs]


class _Leg:
    """One queryset, compiled once: the same compiler reads the answer."""

    def __init__(self, n: int, rows: "QuerySet[Any, Any]") -> None:
        self._queryset: Any = rows.all()
        self._is_postgres = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
        self._compiler: Any = self._queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.told: list[str] = []
        self.sql, self.params = "", ()
        try:
            sql, self.params = self._compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            return
        columns = ", ".join(f't."{alias}"' for _expression, _sql, alias in self._compiler.select)
        array = "json_build_array(%s)::text" if self._is_postgres else "json_array(%s)"
        self.sql = f"SELECT {n}, {array % columns} FROM ({sql}) t"

    def rows(self) -> list[Any]:
        if not self.told:
            return []
        self._compiler.execute_sql = lambda *_args, **_options: [list(self._values())]
        self._queryset.query.get_compiler = lambda *_args, **_options: self._compiler
        return list(self._queryset)

    def _values(self) -> Iterator[Sequence[Any]]:
        if not self._is_postgres:
            yield from map(json.loads, self.told)
            return
        types = [
            _AS_DRIVER.get(expression.output_field.get_internal_type())
            for expression, _sql, _alias in self._compiler.select
        ]
        for told in self.told:
            yield _as_driver(json.loads(told, parse_float=Decimal), types)


def _as_driver(values: Iterable[Any], types: Iterable[Any]) -> list[Any]:
    return [
        value if convert is None or value is None else convert(value)
        for value, convert in zip(values, types, strict=True)
    ]
