"""What the pages of a bulk act show: who it is about, the report row by row, earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.bulk.jobs import can_undo
from core.bulk.registry import BulkAct, act_of, load_rows
from core.bulk.tasks import WORKING
from core.models import BulkJob, BulkRow
from core.models.bulk import BulkOutcome, BulkState

ROWS_A_PAGE = 50
NAMED = 8
RECENT = 50
KEPT = "kept"
_TONES = {BulkOutcome.DONE: "good", BulkOutcome.SAME: "", BulkOutcome.REFUSED: "warn"}


@dataclass(frozen=True)
class Whom:
    """The first names of a selection and how many more there are."""

    names: list[str]
    others: int


@dataclass(frozen=True)
class Count:
    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Told:
    row: BulkRow
    label: str
    tone: str
    why: str


@dataclass(frozen=True)
class Report:
    act: BulkAct
    # What exactly was asked for.
    asked: str
    counts: list[Count]
    page: Page
    rows: list[Told]
    can_undo: bool


def is_working(job: BulkJob) -> bool:
    return job.state in WORKING


def whom(job: BulkJob) -> Whom:
    first = job.selection[:NAMED]
    found = load_rows(act_of(job.kind).slot, first)
    names = [str(found[each]) for each in first if each in found]
    return Whom(names, len(job.selection) - len(names))


def get_report(job: BulkJob, outcome: str, page: str | None) -> Report:
    """One page of the rows of `outcome` ("" for all, "kept" for those that undoing left)."""
    act = act_of(job.kind)
    counts = [
        Count(str(kind), str(kind.label), job.counts[kind])
        for kind in BulkOutcome
        if job.counts.get(kind)
    ]
    if job.counts.get(KEPT):
        counts.append(Count(KEPT, _("Kept"), job.counts[KEPT]))
    rows = job.rows.order_by("number")
    if outcome == KEPT:
        rows = rows.exclude(kept_because="")
    elif outcome in BulkOutcome.values:
        rows = rows.filter(outcome=outcome)
    shown = Paginator(rows, ROWS_A_PAGE).get_page(page)
    return Report(
        act=act,
        asked=act.describe(job.options),
        counts=counts,
        page=shown,
        rows=[_told(row) for row in shown],
        can_undo=can_undo(job),
    )


def _told(row: BulkRow) -> Told:
    if row.kept_because:
        return Told(row, _("Kept"), "warn", row.kept_because)
    if row.undone_at:
        return Told(row, _("Put back"), "", "")
    outcome = BulkOutcome(row.outcome)
    return Told(row, str(outcome.label), _TONES[outcome], row.reason)


def recent(slot_acts: Sequence[BulkAct]) -> list[tuple[BulkJob, BulkAct, str]]:
    """The newest jobs of these acts that were confirmed, each with what was asked for."""
    acts = {act.kind: act for act in slot_acts}
    jobs: QuerySet[BulkJob] = (
        BulkJob.objects.filter(kind__in=acts)
        .exclude(state=BulkState.ASKED)
        .select_related("created_by")
        .defer("selection")
    )
    return [(job, acts[job.kind], acts[job.kind].describe(job.options)) for job in jobs[:RECENT]]


def sums(job: BulkJob) -> dict[str, Any]:
    """How many were done, were so already and were refused."""
    return {kind.value: job.counts.get(kind, 0) for kind in BulkOutcome}
