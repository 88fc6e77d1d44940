"""Thousands of lines at once into the table of results: what is new, what says the same, what says
something else. Two statements where all is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from campaigns.models import METRICS, Result
from core.ids import new_public_ids
from core.imports.registry import Staged
from core.imports.staging import differ, stage, unstage
from core.models import ImportJob

_STAGE = "results_staged"
_TABLE = Result._meta.db_table
_PLACE = ("collaboration_id", "deliverable_id", "market", "source_key", "day")
_MONEY = ("revenue_amount", "revenue_currency")
_SAME_ROW = " AND ".join(
    f"r.{name} = s.{name}" for name in ("collaboration_id", "day", "market", "source_key")
)


@dataclass(frozen=True)
class There:
    """A line whose row is in the table already: by which job and line, and whether the line knows
    a number that the row does not have."""

    line: int
    pk: int
    job: int | None
    source_row: int | None
    differs: bool


def stage_results(staged: Sequence[Staged], order: Sequence[str]) -> None:
    """`order`: the metrics as they follow each other in the texts. Until `unstage_results`."""
    kinds = [
        ("line", "integer"),
        *((name, _type(name)) for name in (*_PLACE, *order, *_MONEY)),
        ("public_id", "varchar(16)"),
    ]
    ids = new_public_ids(len(staged))
    rows = [f"{one[0]}\t{one[1]}\t{pk}" for one, pk in zip(staged, ids, strict=True)]
    stage(_STAGE, kinds, rows)


def unstage_results() -> None:
    unstage(_STAGE)


def insert_new(job: ImportJob, at: datetime) -> int:
    """Rows for staged lines that have none yet; how many."""
    columns = ["public_id", *_PLACE, *METRICS, "revenue_amount"]
    now = connection.ops.adapt_datetimefield_value(at)
    given = {
        "workspace_id": job.workspace_id, "job_id": job.pk, "by_id": job.created_by_id,
        "created_at": now, "updated_at": now,
    }  # fmt: skip
    names = ", ".join([*columns, "revenue_currency", "source_row", *given])
    picked = ", ".join(f"s.{name}" for name in columns)
    marks = ", ".join("%s" for _name in given)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} ({names}) "  # noqa: S608
            f"SELECT {picked}, coalesce(s.revenue_currency, ''), s.line, {marks} "
            f"FROM {_STAGE} s WHERE true "
            "ON CONFLICT (collaboration_id, day, market, source_key) DO NOTHING",
            list(given.values()),
        )
        return int(cursor.rowcount)


def find_there(job: ImportJob | None = None) -> list[There]:
    """Staged lines whose row is there; not those that `job` has made of the line itself."""
    own = "" if job is None else f"WHERE {differ('r.job_id', '%s')} OR r.source_row <> s.line"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.line, r.id, r.job_id, r.source_row, CASE WHEN {_differs()} "  # noqa: S608
            f"THEN 1 ELSE 0 END FROM {_STAGE} s JOIN {_TABLE} r ON {_SAME_ROW} {own}",
            [] if job is None else [job.pk],
        )
        return [
            There(line, pk, job_id, source_row, bool(differs))
            for line, pk, job_id, source_row, differs in cursor.fetchall()
        ]


def update_differing(job: ImportJob, at: datetime) -> int:
    """Numbers of staged lines into rows of others that lack them; how many rows."""
    sets = [f"{name} = coalesce(s.{name}, r.{name})" for name in ("deliverable_id", *METRICS)]
    sets += [
        "revenue_amount = coalesce(s.revenue_amount, r.revenue_amount)",
        "revenue_currency = coalesce(s.revenue_currency, r.revenue_currency)",
        "source_row = s.line", "job_id = %s", "by_id = %s", "updated_at = %s",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} AS r SET {', '.join(sets)} FROM {_STAGE} s "  # noqa: S608
            f"WHERE {_SAME_ROW} AND {differ('r.job_id', '%s')} AND ({_differs()})",
            [job.pk, job.created_by_id, connection.ops.adapt_datetimefield_value(at), job.pk],
        )
        return int(cursor.rowcount)


def delete_made(job: ImportJob, after: int, upto: int) -> None:
    """Rows that `job` has made of these lines and nobody has changed."""
    # By hand: nothing refers to a result, so no need to look who would go with it.
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {_TABLE} WHERE job_id = %s AND source_row > %s "  # noqa: S608
            "AND source_row <= %s AND updated_at = created_at",
            [job.pk, after, upto],
        )


def _differs() -> str:
    """SQL: whether the line knows a number, and the row has another one or none."""
    return " OR ".join(
        f"(s.{name} IS NOT NULL AND {differ(f'r.{name}', f's.{name}')})"
        for name in (*METRICS, *_MONEY)
    )


def _type(name: str) -> str:
    return str(Result._meta.get_field(name).db_type(connection))
