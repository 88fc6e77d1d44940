"""What an import of results did is taken back, row by row, unless somebody changed it since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from campaigns.imports.rows import COLUMNS, told
from campaigns.models import Deliverable, Result
from core.imports.sentences import Sentence
from core.imports.sentences import gettext as _
from core.imports.staging import stage, unstage
from core.models import ImportJob, ImportRow
from core.models.imports import ImportState, RowOutcome

_STAGE = "results_put_back"
_BACK = (*COLUMNS, "deliverable_id", "job_id", "source_row", "by_id", "updated_at")

Before = Mapping[str, Any]


def kept_words() -> Sentence:
    return _("Kept: a later import or a person has changed it since.")


def noted(result: Result) -> dict[str, Any]:
    """What undoing needs to know of a row: its numbers, whose they are, since when they stand."""
    return {**told(result), "updated_at": result.updated_at.isoformat()}


def take_back(rows: Sequence[ImportRow]) -> list[str]:
    """ "" where it was done, else why the row was kept. Runs in the caller's transaction."""
    ids = [row.object_id for row in rows]
    found = Result.objects.select_for_update().in_bulk(ids, field_name="public_id")
    standing = _standing(rows)
    gone: list[int] = []
    back: list[tuple[int, Before]] = []
    whys: list[str] = []
    for row in rows:
        result = found.get(row.object_id)
        if result is not None and _is_changed(result, row.after):
            whys.append(kept_words())
            continue
        whys.append("")
        if result is None:
            continue
        before = standing[row.number]
        if before is None:
            gone.append(result.pk)
        else:
            back.append((result.pk, before))
    Result.objects.filter(pk__in=gone).delete()
    _put_back(back)
    return whys


def _is_changed(result: Result, after: Before | None) -> bool:
    """By what was noted of the row; older notes know less."""
    now = noted(result)
    return after is None or any(now.get(name) != value for name, value in after.items())


def _standing(rows: Sequence[ImportRow]) -> dict[int, Before | None]:
    """Number of the line → what to put back; None: nothing.

    Numbers of an import that was itself undone meanwhile do not come back: what stood before that
    one does.
    """
    standing: dict[int, Before | None] = {row.number: row.before for row in rows}
    while True:
        jobs = {before["job"] for before in standing.values() if before and before["job"]}
        undone = set(
            ImportJob.objects.filter(pk__in=jobs, state=ImportState.UNDONE).values_list(
                "pk", flat=True
            )
        )
        lines = {
            number: (before["job"], before["source_row"])
            for number, before in standing.items()
            if before and before["job"] in undone
        }
        if not lines:
            return standing
        theirs = ImportRow.objects.filter(
            job__in=undone,
            number__in={number for _job, number in lines.values()},
            outcome=RowOutcome.UPDATE,
        )
        earlier = {(row.job_id, row.number): row.before for row in theirs}
        for number, line in lines.items():
            standing[number] = earlier.get(line)


def _put_back(back: Sequence[tuple[int, Before]]) -> None:
    if not back:
        return
    wanted = {before["deliverable"] for _pk, before in back}
    there = set(Deliverable.objects.filter(pk__in=wanted - {None}).values_list("pk", flat=True))
    kinds = [("id", "bigint"), *((name, _type(name)) for name in _BACK)]
    stage(_STAGE, kinds, [_row(pk, before, there) for pk, before in back])
    columns = ", ".join(f"{name} = s.{name}" for name in _BACK if name != "revenue_currency")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Result._meta.db_table} AS r SET {columns}, "  # noqa: S608
            "revenue_currency = coalesce(s.revenue_currency, '') "
            f"FROM {_STAGE} s WHERE r.id = s.id"
        )
    unstage(_STAGE)


def _row(pk: int, before: Before, deliverables: set[int]) -> str:
    # Notes from before times were noted do not have one.
    said = before.get("updated_at")
    at = datetime.fromisoformat(said) if said else timezone.now()
    deliverable = before["deliverable"] if before["deliverable"] in deliverables else None
    cells = [
        pk, *(before[name] for name in COLUMNS), deliverable, before["job"], before["source_row"],
        before["by"], connection.ops.adapt_datetimefield_value(at),
    ]  # fmt: skip
    return "\t".join(["" if cell is None else str(cell) for cell in cells])


def _type(name: str) -> str:
    return str(Result._meta.get_field(name).db_type(connection))
