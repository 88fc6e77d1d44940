"""The import job: guessed, mapped, checked, run once, reported."""

from io import BytesIO

import pytest

from core.imports import engine, jobs, pages
from core.imports.refusals import ImportRefused
from core.models import AuditEntry, ImportJob, ImportRow
from core.models.imports import ImportState
from tests.core.notes_importer import NAMES, NOON, TEN, checked, fresh, notes, ran


def test_upload_guesses(upload):
    job = upload(*TEN)
    assert (job.file_name, job.state) == ("list.csv", ImportState.UPLOADED)
    assert job.header == ["Name", "Mood"]
    assert job.mapping == {"Name": "name", "Mood": "mood"}
    assert job.dialect["delimiter"] == ";"
    assert job.file.read().startswith(b"Name;Mood")


def test_refused_upload_leaves_nothing(importer, in_scope, manager, settings):
    with pytest.raises(ImportRefused):
        jobs.upload_file(
            workspace=in_scope, kind="notes", file=BytesIO(b""), file_name="a.csv", by=manager,
            at=NOON,
        )  # fmt: skip
    assert not ImportJob.objects.exists()


def test_mapping_is_remembered_for_the_same_columns(upload):
    first = upload(*TEN)
    jobs.start_check(job=first, mapping={"Name": "name"}, options={})
    assert upload(*TEN).mapping == {"Name": "name"}
    # Rows in error come back with one column more.
    assert upload("n1;;No name.", header="Name;Mood;What is wrong").mapping == {"Name": "name"}
    assert upload("n1", header="Name").mapping == {"Name": "name"}
    assert upload("n1;x;y;z", header="Name;Mood;Tree;Leaf").mapping == {
        "Name": "name", "Mood": "mood",
    }  # fmt: skip


def test_mapping_must_be_whole(upload):
    job = upload(*TEN)
    assert jobs.start_check(job=job, mapping={}, options={}) == ["Say which column is “Name”."]
    assert jobs.start_check(
        job=job, mapping={"Name": "name", "Mood": "name", "Ghost": "name"}, options={}
    ) == ["The columns “Name” and “Mood” are both “Name”. Keep one."]
    assert fresh(job).state == ImportState.UPLOADED


def test_reading_again_voids_what_was_checked(upload):
    job = checked(upload(*TEN))
    jobs.read_again(job=job, dialect={"delimiter": ",", "header_row": 1})
    assert fresh(job).header == ["Name;Mood"]
    assert fresh(job).state == ImportState.UPLOADED
    with pytest.raises(ImportRefused):
        jobs.read_again(job=job, dialect={"header_row": 11})
    assert fresh(job).header == ["Name;Mood"]


def test_check_tells_and_writes_nothing(upload):
    job = checked(upload("n0;", ";x", "n2;same", "n3;;;deep"))
    assert job.counts == {"create": 2, "error": 1, "same": 1}
    assert (job.state, job.rows_done, job.rows_total) == (ImportState.CHECKED, 4, 4)
    assert notes() == []
    rows = list(job.rows.values_list("number", "outcome", "reason", "raw"))
    assert rows[1] == (3, "error", "No name.", {"Mood": "x"})
    assert rows[3][3] == {"Name": "n3", "\t2": "deep", "\t1": ""}


def test_check_twice_is_one_report(upload):
    job = checked(upload(*TEN))
    job = checked(job)
    assert job.rows.count() == 10


def test_run_writes_each_row_once(upload, manager):
    job = ran(checked(upload(*TEN)), manager)
    assert notes() == NAMES
    assert (job.state, job.counts["create"], job.claim) == (ImportState.DONE, 10, "")
    assert job.started_at
    assert job.finished_at
    told = AuditEntry.objects.filter(object_id=job.public_id).values_list("verb", "by")
    assert sorted(told) == sorted(
        [("import.uploaded", manager.pk), ("import.started", manager.pk), ("import.done", None)]
    )


def test_second_click_and_second_worker_find_nothing_to_do(upload, manager):
    job = checked(upload(*TEN))
    assert jobs.start_run(job=job, by=manager, at=NOON)
    assert not jobs.start_run(job=job, by=manager, at=NOON)
    assert engine.run_job(job.pk)
    assert not engine.run_job(job.pk)
    assert not jobs.start_run(job=job, by=manager, at=NOON)
    assert not engine.check_job(job.pk)
    assert notes() == NAMES


def test_a_job_that_ran_is_neither_mapped_nor_read_again(upload, manager):
    job = ran(checked(upload(*TEN)), manager)
    with pytest.raises(jobs.ImportBusy):
        jobs.start_check(job=job, mapping=job.mapping, options={})
    with pytest.raises(jobs.ImportBusy) as busy:
        jobs.read_again(job=job, dialect={})
    assert "moved on" in busy.value.message


def test_bad_row_is_left_out_and_the_rest_is_in(upload, manager):
    job = ran(checked(upload("n0;", "n1;breaks", "n2;", "n3;", "n4;breaks", ";")), manager)
    assert notes() == ["n0", "n2", "n3"]
    assert job.counts == {"create": 3, "error": 2, "_last": 6}
    assert "could not be saved" in job.rows.get(number=3).reason


def test_rows_in_error_come_as_a_file_that_is_no_formula(upload):
    job = checked(upload(";=cmd()", "n1;", ";@home;left;over"))
    text = pages.write_failed_rows(job).read().decode("utf-8-sig")
    assert text.splitlines() == [
        "Name;Mood;What is wrong", ";'=cmd();No name.", ";'@home;No name.;left;over",
    ]  # fmt: skip
    back = upload(*text.splitlines()[1:], header=text.splitlines()[0])
    assert [row.raw["Mood"] for row in checked(back).rows.all()] == ["=cmd()", "@home"]


def test_report_pages_cost_the_same_for_few_and_many_rows(upload, django_assert_num_queries):
    few, many = checked(upload("n0;")), checked(upload(*[f"n{i};" for i in range(60)]))
    for job, shown in ((few, 1), (many, 50)):
        with django_assert_num_queries(2):
            report = pages.get_report(job, "", None)
            assert len(report.rows) == shown
    assert [told.name for told in pages.get_report(many, "create", "2").rows][0] == "n50"
    assert pages.get_report(many, "error", None).rows == []
    assert pages.get_report(many, "nonsense", "x").page.number == 1


def test_progress_is_said_by_tenths(upload):
    job = upload(*TEN)
    assert pages.get_progress(job, "")["known"] is False
    job.rows_total, job.rows_done, job.state = 200, 59, ImportState.RUNNING
    said = pages.get_progress(job, "running-1")
    assert (said["percent"], said["say"], said["said"]) == (20, True, "running-2")
    assert pages.get_progress(job, "running-2")["say"] is False


def test_reasons_are_in_the_language_of_the_person(upload, importer, manager, monkeypatch):
    manager.language = "ru"
    manager.save()
    job = ran(checked(upload("n1;breaks")), manager)
    assert "не удалось сохранить" in job.rows.get().reason


def test_importer_that_answers_for_too_few_rows_is_found_out(
    upload, importer, manager, monkeypatch
):
    job = checked(upload(*TEN))
    monkeypatch.setattr(importer, "apply", lambda job, known, lines: [])
    job = ran(job, manager)
    assert job.counts == {"error": 10, "_last": 11}
    assert ImportRow.objects.filter(job=job).count() == 10
