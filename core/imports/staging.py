"""A temporary table of one transaction, filled fast: where rows stand before they are merged.

A row comes as one text, its cells parted by tabs as COPY reads them: `escaped` cells, an empty one
is NULL. On PostgreSQL it goes in by COPY, elsewhere cell by cell.
"""

from collections.abc import Iterable, Sequence
from io import StringIO

from django.db import connection

_SIGNS = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED = str.maketrans(_SIGNS)
_MEANT = {told: sign for sign, told in _SIGNS.items()}


def escaped(cell: str) -> str:
    return cell.translate(_ESCAPED)


def stage(table: str, columns: Sequence[tuple[str, str]], rows: Iterable[str]) -> None:
    """Make `table` anew with `columns` (name, type) and these rows. Call inside a transaction."""
    names = ", ".join(f"{name} {kind}" for name, kind in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TEMP TABLE {table} ({names}) ON COMMIT DROP")
            # Some thousand rows against a table of millions: by its index, row by row. The planner
            # knows nothing of a table that is new, and would read all of the other one.
            for name in ("hashjoin", "mergejoin", "seqscan"):
                cursor.execute(f"SET LOCAL enable_{name} = off")
            cursor.execute("SET LOCAL jit = off")
            # A chunk lost in a crash of the server is lost with the count of rows done, and the
            # last word on the job waits for all before it: nobody has to wait for each chunk.
            cursor.execute("SET LOCAL synchronous_commit = off")
            text = StringIO("".join([f"{row}\n" for row in rows]))
            cursor.copy_expert(f"COPY {table} FROM STDIN WITH (NULL '')", text)
            return
        cursor.execute(f"CREATE TEMP TABLE {table} ({names})")
        marks = ", ".join("%s" for _column in columns)
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", [_cells(row) for row in rows])


def unstage(table: str) -> None:
    """Away with it before the transaction ends, so that it can be made again."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")


def differ(one: str, other: str) -> str:
    """SQL: whether two columns differ; two that are NULL do not."""
    return f"{one} {'IS DISTINCT FROM' if connection.vendor == 'postgresql' else 'IS NOT'} {other}"


def _cells(row: str) -> list[str | None]:
    cells = row.split("\t")
    return [(_plain(cell) if "\\" in cell else cell) if cell else None for cell in cells]


def _plain(cell: str) -> str:
    parts = cell.split("\\\\")
    for told, sign in _MEANT.items():
        if sign != "\\":
            parts = [part.replace(told, sign) for part in parts]
    return "\\".join(parts)
