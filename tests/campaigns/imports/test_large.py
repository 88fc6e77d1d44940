"""A large file comes to the same as a small one: rows, counts, reasons, undo."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaigns.actions.results import type_result
from campaigns.models import Result
from core.imports import large
from core.imports.telling import LARGE
from core.models.imports import ImportState
from tests.campaigns.conftest import AT, at, counts_of, text_of, totals_of
from tests.campaigns.imports.conftest import HEAD, large_from, rows_of

FILE = Path(__file__).parents[2] / "fixtures" / "results.csv"
MONTH_FIRST = {"day_first": "month", "part": "", "market": "", "currency": ""}


def lines(*days: int, who: str = "sveta.home", reach: int = 5) -> str:
    return "".join(f"2026-02-{day:02},{who},,,US,{reach + day},,9.5,USD\n" for day in days)


def told(job):
    return [(row.number, row.outcome, row.reason) for row in job.rows.order_by("number")]


@pytest.mark.usefixtures("all_large")
def test_the_same_rows_as_from_a_small_file(campaign, crew, bring, undo):
    with large_from(1000):
        small = bring(FILE.read_text(), MONTH_FIRST)
    rows, sources = rows_of(), set(Result.objects.values_list("day", "source_row"))
    undo(small)
    assert not Result.objects.exists()
    job = bring(FILE.read_text(), MONTH_FIRST)
    assert (job.state, job.counts[LARGE]) == (ImportState.DONE, 1)
    assert counts_of(job) == {"create": 12, "skip": 1}
    assert rows_of() == rows
    assert set(Result.objects.values_list("day", "source_row")) == sources
    # A row that was simply made has no line in the report.
    assert [outcome for _n, outcome, _why in told(job)] == ["skip"]
    assert {row.job_id for row in Result.objects.all()} == {job.pk}
    assert job.rows_done == job.rows_total == 13


@pytest.mark.usefixtures("all_large")
def test_the_check_counts_what_the_run_does(campaign, crew, bring):
    bring(HEAD + lines(1, 2, 3))
    text = HEAD + lines(1, 2) + lines(3, reach=9) + lines(4, 5, 4) + lines(5, reach=7)
    text += lines(6, who="@stranger") + "Total,,,,,900,,,\n"
    checked = bring(text, run=False)
    expected = {"same": 3, "update": 1, "create": 2, "error": 2, "skip": 1}
    assert counts_of(checked) == expected
    assert checked.state == ImportState.CHECKED
    dry = told(checked)
    done = bring(text)
    assert counts_of(done) == expected
    assert told(done) == dry
    assert [(number, outcome) for number, outcome, _why in dry] == [
        (4, "update"), (7, "same"), (8, "error"), (9, "error"), (10, "skip"),
    ]  # fmt: skip
    assert dry[0][2] == "Светлана Ёлкина. Changes: Reach."
    assert dry[2][2].startswith("Line 6 has other numbers")
    assert done.rows.get(number=8).raw["reach"] == "12"


@pytest.mark.usefixtures("all_large")
def test_the_same_file_again_writes_nothing(campaign, crew, bring):
    text = HEAD + lines(*range(1, 12))
    bring(text)
    before = list(Result.objects.order_by("pk").values())
    again = bring(text)
    assert counts_of(again) == {"same": 11}
    assert list(Result.objects.order_by("pk").values()) == before
    assert not again.rows.exists()


@pytest.mark.usefixtures("all_large")
def test_a_newer_file_updates_what_it_knows_and_undo_puts_it_back(campaign, crew, bring, undo):
    first = bring(HEAD + lines(*range(1, 8)))
    before = list(Result.objects.order_by("pk").values())
    newer = bring(HEAD + lines(1, 2) + lines(3, 4, 5, 6, reach=50) + "2026-02-07,sveta.home,,,US,,"
                  "3,,\n")  # fmt: skip
    assert counts_of(newer) == {"same": 2, "update": 5}
    seventh = Result.objects.get(day=date(2026, 2, 7))
    assert (seventh.reach, seventh.likes, seventh.revenue_amount) == (12, 3, Decimal("9.5"))
    assert (seventh.job, seventh.source_row) == (newer, 8)
    undo(newer)
    assert list(Result.objects.order_by("pk").values()) == before
    assert (newer.counts["undone"], newer.counts["kept"]) == (5, 0)
    undo(first)
    assert not Result.objects.exists()


@pytest.mark.usefixtures("all_large")
def test_undo_keeps_and_names_what_was_changed_since(campaign, crew, bring, undo):
    first = bring(HEAD + lines(*range(1, 9)))
    later = bring(HEAD + lines(2, 7, reach=50))
    row = Result.objects.get(day=date(2026, 2, 4))
    row.reach, row.updated_at = 1, row.updated_at.replace(year=2027)
    row.save()
    undo(first)
    assert (first.counts["undone"], first.counts["kept"]) == (5, 3)
    kept = first.rows.order_by("number")
    assert [(one.number, one.raw["date"]) for one in kept] == [
        (3, "2026-02-02"), (5, "2026-02-04"), (8, "2026-02-07"),
    ]  # fmt: skip
    assert {one.reason for one in kept} == {
        "Kept: a later import or a person has changed it since."
    }
    assert set(Result.objects.values_list("public_id", flat=True)) == {o.object_id for o in kept}
    # What the first one brought does not come back with the undoing of the second.
    undo(later)
    assert [row.reach for row in Result.objects.all()] == [1]


@pytest.mark.usefixtures("all_large")
def test_typed_numbers_and_days_before_are_told_of_examples(
    campaign, crew, bring, manager, monkeypatch
):
    monkeypatch.setattr(large, "EXAMPLES", 2)
    type_result(
        collaboration=crew["sveta"], day=date(2026, 2, 3), market="US", metrics={"reach": 5},
        revenue=None, by=manager, at=AT,
    )  # fmt: skip
    early = "".join(f"2026-01-{day:02},sveta.home,,,US,5,,,\n" for day in range(1, 7))
    job = bring(HEAD + lines(1, 2, 3) + early, {"outside": "keep"})
    assert counts_of(job) == {"create": 9}
    assert [number for number, _outcome, _why in told(job)] == [4, 5, 6]
    assert told(job)[0][2].startswith("Светлана Ёлкина. Numbers were typed for this day")
    assert "before the campaign began" in told(job)[1][2]
    assert totals_of(campaign)["rows"] == 10


@pytest.mark.usefixtures("all_large")
def test_a_broken_line_does_not_harm_the_others(campaign, crew, bring, monkeypatch):
    from campaigns.imports import quick

    honest = quick.compose

    def breaks(line, *rest):
        if line.cells.get("likes") == "13":
            raise RuntimeError
        return honest(line, *rest)

    monkeypatch.setattr(quick, "compose", breaks)
    monkeypatch.setattr(quick.Quick, "quick", lambda self, row: None)
    job = bring(HEAD + lines(1, 2) + "2026-02-05,sveta.home,,,US,1,13,,\n" + lines(3))
    assert counts_of(job) == {"create": 3, "error": 1}


@pytest.mark.usefixtures("all_large")
def test_a_row_leads_back_to_its_line(campaign, crew, bring, client):
    job = bring(HEAD + lines(*range(1, 8)) + lines(5, reach=9))
    results = text_of(client.get(at("results", campaign.public_id)))
    report = at("results_import_report", job.public_id)
    assert f'{report}?line=6#line"' in results
    page = text_of(client.get(report, {"line": "6"}))
    assert "Line 6 of the file" in page
    assert "<dt>date</dt><dd>2026-02-05</dd><dt>username</dt><dd>sveta.home</dd>" in page
    assert "A large file: errors and updates are listed." in page
    # A line that the report tells of, one that is not there, and a file that is gone.
    assert "<dt>reach</dt><dd>14</dd>" in text_of(client.get(report, {"line": "9"}))
    assert "has no such line" in text_of(client.get(report, {"line": "77"}))
    job.file.storage.delete(job.file.name)
    assert "has no such line" in text_of(client.get(report, {"line": "6"}))
    assert "of the file" not in text_of(client.get(report, {"line": "²"}))
