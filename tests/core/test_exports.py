"""A file is whole or not there: overtaken, too long, the database away; and what its cells hold."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError

from core.exports import engine, registry, writers
from core.exports.registry import ExportList, Sheet, register_export
from core.models import ExportJob
from core.models.exports import ExportState

ROWS = 1_200


@pytest.fixture
def numbers(monkeypatch):
    """A list of numbers; `numbers.at[n]` is called when row n is read."""
    monkeypatch.setattr(registry, "_registry", registry._Registry())

    class Numbers:
        at = {}

        def rows(self):
            for number in range(1, ROWS + 1):
                self.at.get(number, lambda: None)()
                yield [number]

    made = Numbers()
    made.at = {}
    register_export(ExportList("numbers", "Numbers", lambda job: Sheet(["N"], made.rows(), ROWS)))
    return made


@pytest.fixture
def job(in_scope, manager):
    return ExportJob.objects.create(
        workspace=in_scope, kind="numbers", format="csv", language="en", created_by=manager
    )


def fresh(job):
    return ExportJob.objects.get(pk=job.pk)


def stored():
    return default_storage.listdir("")[1] if default_storage.exists("") else []


def test_it_tells_how_far_it_is(numbers, job):
    seen = []
    for number in (500, 501, 1001):
        numbers.at[number] = lambda: seen.append(fresh(job).rows_done)
    assert engine.run_export(job.pk)
    assert seen == [0, 500, 1000]
    done = fresh(job)
    assert (done.state, done.rows_done, done.claim) == (ExportState.DONE, ROWS, "")
    assert done.file.read().decode("utf-8-sig").split() == ["N", *map(str, range(1, ROWS + 1))]


@pytest.mark.parametrize("row", [10, ROWS])
def test_another_worker_that_took_the_job_keeps_it(numbers, job, row):
    """Noticed at the next sign of life, or at the very end, when the file is already written."""
    numbers.at[row] = lambda: ExportJob.objects.filter(pk=job.pk).update(claim="another")
    assert engine.run_export(job.pk)
    found = fresh(job)
    assert (found.state, found.claim, found.problem) == (ExportState.RUNNING, "another", "")
    assert not found.file
    assert stored() == [], "no file that nobody knows of is left behind"


def test_a_database_that_goes_away_is_left_for_the_sweep(numbers, job):
    def away():
        raise OperationalError("gone")

    numbers.at[3] = away
    with pytest.raises(OperationalError):
        engine.run_export(job.pk)
    assert fresh(job).state == ExportState.RUNNING


def test_more_rows_than_a_workbook_holds(numbers, job, monkeypatch):
    monkeypatch.setattr(writers, "MOST_ROWS", ROWS - 1)
    ExportJob.objects.update(format="xlsx")
    assert engine.run_export(job.pk)
    found = fresh(job)
    assert found.state == ExportState.FAILED and "Choose CSV" in found.problem
    assert not found.file and stored() == []


def test_widths_follow_the_first_rows_within_bounds():
    """A long text far down does not make the column wider than anybody reads."""
    file = BytesIO()
    rows = [["x", "y" * 20, "z" * 400]] * writers._TRIED + [["w" * 40, "", None]]
    count = writers.write_xlsx(
        file, ["A", "B", "C"], rows, title="A/B: 'all'", pulse=lambda number: None
    )
    sheet = openpyxl.load_workbook(BytesIO(file.getvalue())).active
    widths = [round(sheet.column_dimensions[name].width) for name in "ABC"]
    assert (count, sheet.title) == (writers._TRIED + 1, "AB all")
    assert widths == [11, 22, 49]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:C{count + 1}")


def test_a_list_without_columns_is_still_a_workbook():
    file = BytesIO()
    assert writers.write_xlsx(file, [], [], title="???", pulse=lambda number: None) == 0
    book = openpyxl.load_workbook(BytesIO(file.getvalue()))
    assert (book.sheetnames, book.active.auto_filter.ref) == (["1"], None)


def test_days_are_days_in_both_kinds():
    day = date(2026, 3, 1)
    csv_file, xlsx_file = BytesIO(), BytesIO()
    writers.write_csv(csv_file, ["Day"], [[day]], language="ru", pulse=lambda number: None)
    writers.write_xlsx(xlsx_file, ["Day"], [[day]], title="D", pulse=lambda number: None)
    assert csv_file.getvalue().decode("utf-8-sig").split() == ["Day", "2026-03-01"]
    cell = openpyxl.load_workbook(BytesIO(xlsx_file.getvalue())).active["A2"]
    assert (cell.value.date(), cell.number_format) == (day, "yyyy-mm-dd")
