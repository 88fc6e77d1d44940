"""What the pages of an import show: columns with samples, the report, rows that failed."""

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import IO, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.exports.writers import write_xlsx
from core.formulas import safe
from core.imports.claims import WORKING
from core.imports.engine import UNDONE
from core.imports.forms import ColumnsForm
from core.imports.large import runs_large
from core.imports.lines import surplus_cells
from core.imports.registry import importer_of
from core.imports.sentences import spoken
from core.imports.tables import Table
from core.imports.values import shown
from core.models import ImportJob, ImportRow
from core.models.imports import ImportState, RowOutcome

ROWS_A_PAGE = 50
KEPT = "kept"
_SAMPLES = 3
_PREVIEW_ROWS = 5
_PREVIEW_COLUMNS = 12
_TONES = {
    RowOutcome.CREATE: "good", RowOutcome.UPDATE: "info", RowOutcome.ERROR: "bad",
    RowOutcome.SAME: "", RowOutcome.SKIP: "",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One line of the mapping page: `field` is the bound choice, `samples` the first cells."""

    name: str
    field: Any
    samples: list[str]


@dataclass(frozen=True)
class Told:
    """One line of the report."""

    row: ImportRow
    name: str
    tone: str
    # Why, in the language of whoever reads.
    why: str
    # Whether the object it names can be opened.
    linked: bool


@dataclass(frozen=True)
class Count:
    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Report:
    counts: list[Count]
    page: Page
    rows: list[Told]
    # Rows that a run would write, or has written.
    effective: int
    errors: int
    can_run: bool
    can_undo: bool
    can_map: bool
    # Rows that were simply taken are not listed one by one.
    large: bool


def columns(form: ColumnsForm, sample: Sequence[Sequence[str]]) -> list[Column]:
    return [
        Column(
            name=name,
            field=form[f"column_{place}"],
            samples=[
                shown(cell)
                for cell in dict.fromkeys(row[place] for row in sample if row[place].strip())
            ][:_SAMPLES],
        )
        for place, name in enumerate(form.header)
    ]


@dataclass(frozen=True)
class Preview:
    """The first rows as they are read, `names` above them; `more` columns are not shown."""

    names: list[str]
    rows: list[list[str]]
    more: int


def get_preview(job: ImportJob, sample: Sequence[Sequence[str]]) -> Preview:
    """Columns that are something come first, so that a wide file shows what matters."""
    places = sorted(range(len(job.header)), key=lambda place: job.header[place] not in job.mapping)
    kept = places[:_PREVIEW_COLUMNS]
    return Preview(
        names=[job.header[place] for place in kept],
        rows=[[shown(row[place]) for place in kept] for row in sample[:_PREVIEW_ROWS]],
        more=len(places) - len(kept),
    )


def sample_of(table: Table) -> list[list[str]]:
    return table.sample(20)


def is_working(job: ImportJob) -> bool:
    return job.state in WORKING


def get_progress(job: Any, said: str) -> dict[str, Any]:
    """What the progress page of any job shows. `say` is true when a tenth more is done than was
    said last: a screen reader is not told of every row."""
    tenths = 10 * job.rows_done // job.rows_total if job.rows_total else 0
    return {
        "waiting": job.heartbeat_at is None,
        "known": job.rows_total > 0,
        "percent": 10 * tenths,
        "said": f"{job.state}-{tenths}",
        "say": said != f"{job.state}-{tenths}",
    }


def get_report(job: ImportJob, outcome: str, page: str | None) -> Report:
    """The report of a checked, run or undone job, one page of the rows of `outcome` ("" for all,
    "kept" for those that undoing left)."""
    counts = [
        Count(str(kind), str(kind.label), job.counts[kind])
        for kind in RowOutcome
        if job.counts.get(kind)
    ]
    if job.counts.get(KEPT):
        counts.append(Count(KEPT, _("Kept"), job.counts[KEPT]))
    pages = Paginator(_rows(job, outcome), ROWS_A_PAGE).get_page(page)
    importer = importer_of(job.kind)
    rows = [
        Told(row, importer.name_of(row.raw, job.mapping), _TONES[RowOutcome(row.outcome)],
             why=why_of(row),
             linked=_is_there(job, row))
        for row in pages
    ]  # fmt: skip
    effective = sum(job.counts.get(kind, 0) for kind in UNDONE)
    half_run = job.state == ImportState.FAILED and job.started_at is not None
    return Report(
        counts=counts,
        page=pages,
        rows=rows,
        effective=effective,
        errors=job.counts.get(RowOutcome.ERROR, 0),
        can_run=half_run or (job.state == ImportState.CHECKED and effective > 0),
        can_undo=half_run or (job.state == ImportState.DONE and effective > 0),
        can_map=job.started_at is None,
        large=runs_large(job),
    )


def why_of(row: ImportRow) -> str:
    """The reason in the language of whoever reads; rows of old have it in the importer's only."""
    return spoken(row.said) if row.said is not None else row.reason


def write_failed_rows(job: ImportJob) -> IO[bytes]:
    """Rows in error as they came, with what was wrong behind them, to be mended and brought back.

    A workbook for a workbook, else a CSV that a spreadsheet opens: UTF-8 with its mark, no cell
    that counts as a formula.
    """
    if is_workbook(job):
        return _failed_workbook(job)
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response that sends it
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=job.dialect.get("delimiter") or ",")
    writer.writerow([safe(name) for name in (*job.header, _("What is wrong"))])
    failed = job.rows.filter(outcome=RowOutcome.ERROR).order_by("number")
    for row in failed.iterator(chunk_size=2000):
        cells = [row.raw.get(name, "") for name in job.header]
        # What stood beyond the last column comes behind the explanation.
        cells = [*cells, why_of(row), *surplus_cells(row.raw)]
        writer.writerow([safe(cell) for cell in cells])
    text.flush()
    text.detach()
    file.seek(0)
    return file


def is_workbook(job: ImportJob) -> bool:
    return bool(job.dialect.get("sheet"))


def _failed_workbook(job: ImportJob) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response that sends it
    failed = job.rows.filter(outcome=RowOutcome.ERROR).order_by("number")
    rows = (
        [*(row.raw.get(name, "") for name in job.header), why_of(row), *surplus_cells(row.raw)]
        for row in failed.iterator(chunk_size=2000)
    )
    heads = [*job.header, _("What is wrong")]
    write_xlsx(file, heads, rows, title=str(job.dialect["sheet"]), pulse=lambda number: None)
    file.seek(0)
    return file


def _rows(job: ImportJob, outcome: str) -> QuerySet[ImportRow]:
    rows = job.rows.order_by("number")
    if outcome == KEPT:
        return rows.filter(outcome__in=UNDONE, after__isnull=False).exclude(reason="")
    return rows.filter(outcome=outcome) if outcome in RowOutcome.values else rows


def _is_there(job: ImportJob, row: ImportRow) -> bool:
    if not row.object_id:
        return False
    return job.state != ImportState.UNDONE or row.after is not None or row.before is not None
