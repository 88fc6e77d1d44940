"""Results from files: attributed, traceable, the same twice, undone."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from campaigns.actions.results import type_result
from campaigns.imports.fields import FIELDS
from campaigns.models import Result
from campaigns.queries.results import collaboration_results
from core.imports import jobs
from core.imports.engine import undo_job
from core.imports.mapping import suggest
from core.models.imports import ImportState
from tests.campaigns.conftest import AT, counts_of, totals_of

FILE = Path(__file__).parents[1] / "fixtures" / "results.csv"
MONTH_FIRST = {"day_first": "month", "part": "", "market": "", "currency": ""}


def _text() -> str:
    return FILE.read_text()


def test_the_file_is_understood_by_its_headers(campaign, crew, manager):
    header = _text().splitlines()[0].split(";")
    mapping = suggest(FIELDS, header)
    assert list(mapping) == header
    assert list(mapping.values()) == [
        "day", "handle", "link", "market", "reach", "views", "likes", "comments", "shares",
        "saves", "clicks", "purchases", "new_customers", "revenue", "currency",
    ]  # fmt: skip


def test_import_attributes_each_row_and_adds_up(campaign, crew, bring):
    job = bring(_text(), MONTH_FIRST)
    assert job.state == ImportState.DONE
    assert counts_of(job) == {"create": 12, "skip": 1}
    sveta = collaboration_results(crew["sveta"])
    assert sveta.tally.rows == 4
    assert sveta.markets["RU"].sums["reach"] == 18_420 + 12_075 + 5_310
    assert sveta.markets["US"].sums["reach"] == 410
    assert sveta.tally.revenue == {"RUB": Decimal("113810.50"), "USD": Decimal("39.90")}
    alina = collaboration_results(crew["alina"]).tally
    assert alina.sums["views"] == 51_800 + 22_406
    # `н/д` is unknown, not zero.
    assert "reach" not in alina.sums
    jordan = Result.objects.filter(collaboration=crew["jordan"])
    assert [row.day for row in jordan] == [date(2026, 2, d) for d in (3, 4, 5)]
    # Not published in our books, so Maya's rows are known by her handle, and keep their link.
    maya = Result.objects.filter(collaboration=crew["maya"])
    assert {row.source_key for row in maya} == {"tiktok.com/video/7301234567890123456"}
    assert {row.deliverable for row in maya} == {None}
    assert collaboration_results(crew["maya"]).tally.revenue == {"USD": Decimal("8215.00")}


def test_each_figure_knows_its_file_and_line(campaign, crew, bring, manager):
    job = bring(_text(), MONTH_FIRST)
    row = Result.objects.get(collaboration=crew["sveta"], day=date(2026, 2, 3))
    assert (row.job, row.source_row, row.by) == (job, 3, manager)
    assert row.deliverable == crew["sveta"].deliverables.get()


def test_the_same_file_again_changes_nothing(campaign, crew, bring):
    bring(_text(), MONTH_FIRST)
    before = list(Result.objects.order_by("pk").values())
    again = bring(_text(), MONTH_FIRST)
    assert counts_of(again) == {"same": 12, "skip": 1}
    assert list(Result.objects.order_by("pk").values()) == before


def test_a_newer_file_updates_and_undo_puts_back(campaign, crew, bring, manager):
    first = bring(_text(), MONTH_FIRST)
    before = totals_of(campaign)
    newer = bring(_text().replace("18 420", "20 000"), MONTH_FIRST)
    assert counts_of(newer) == {"update": 1, "same": 11, "skip": 1}
    changed = newer.rows.get(outcome="update")
    assert "Reach" in changed.reason
    assert totals_of(campaign)["reach"] == before["reach"] + 1_580
    assert jobs.start_undo(job=newer, by=manager, at=AT)
    undo_job(newer.pk)
    assert totals_of(campaign) == before
    assert Result.objects.get(public_id=changed.object_id).job == first


def test_undo_takes_all_rows_of_the_import(campaign, crew, bring, manager):
    type_result(
        collaboration=crew["maya"], day=date(2026, 2, 3), market="US", metrics={"reach": 5},
        revenue=None, by=manager, at=AT,
    )  # fmt: skip
    job = bring(_text(), MONTH_FIRST)
    jobs.start_undo(job=job, by=manager, at=AT)
    undo_job(job.pk)
    assert totals_of(campaign) == {"rows": 1, "reach": 5, "revenue": {}}


def test_undo_keeps_what_a_later_import_changed(campaign, crew, bring, manager):
    first = bring(_text(), MONTH_FIRST)
    bring(_text().replace("18 420", "20 000"), MONTH_FIRST)
    jobs.start_undo(job=first, by=manager, at=AT)
    undo_job(first.pk)
    first.refresh_from_db()
    assert (first.counts["undone"], first.counts["kept"]) == (11, 1)
    assert totals_of(campaign)["reach"] == 20_000


def test_rows_deleted_meanwhile_do_not_stop_an_undo(campaign, crew, bring, manager):
    job = bring(_text(), MONTH_FIRST)
    Result.objects.filter(collaboration=crew["maya"]).delete()
    jobs.start_undo(job=job, by=manager, at=AT)
    undo_job(job.pk)
    assert not Result.objects.exists()
