"""The import job with an importer of its own: checked, run, resumed, undone, never doubled."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone
from django_scopes import scope

from core.imports import claims, engine, jobs, pages, registry, tasks
from core.imports.claims import ClaimLost
from core.imports.mapping import Field
from core.imports.refusals import ImportRefused
from core.imports.registry import Importer, Verdict, register_importer
from core.models import AuditEntry, ImportJob, ImportRow
from core.models.imports import ImportState, RowOutcome

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Killed(BaseException):
    """The process goes, as by SIGKILL: nothing catches it."""


class NotesImporter(Importer):
    """Writes each row as an audit entry; a row may break, and a run be killed."""

    kind = "notes"
    fields = [Field("name", "Name", ("name",), required=True), Field("mood", "Mood", ("mood",))]

    def __init__(self):
        self.kill_at = ""
        self.calls = 0

    def check(self, job, known, lines):
        return [self._judge(line) for line in lines]

    def apply(self, job, known, lines):
        self.calls += 1
        return [self._write(job, line) for line in lines]

    def undo(self, job, rows):
        return [self._take_back(row) for row in rows]

    def _judge(self, line):
        if "name" not in line.cells:
            return Verdict(RowOutcome.ERROR, "No name.")
        return Verdict(RowOutcome.SAME if line.cells.get("mood") == "same" else RowOutcome.CREATE)

    def _write(self, job, line):
        name = line.cells["name"]
        if name == self.kill_at:
            self.kill_at = ""
            raise Killed
        if line.cells.get("mood") == "breaks":
            raise RuntimeError("cannot be written")
        if line.cells.get("mood") == "same":
            return Verdict(RowOutcome.SAME)
        note = AuditEntry.objects.create(
            workspace=job.workspace, at=NOON, by=None, verb="note", object_type="t",
            object_id="x", object_name=name,
        )  # fmt: skip
        return Verdict(
            RowOutcome.CREATE, object_type="audit", object_id=note.public_id, after={"name": name}
        )

    def _take_back(self, row):
        if row.raw["Name"] == self.kill_at:
            self.kill_at = ""
            raise Killed
        if row.raw.get("Mood") == "sticks":
            raise RuntimeError("cannot be undone")
        note = AuditEntry.objects.get(public_id=row.object_id)
        if note.object_name != row.after["name"]:
            return "Kept: edited."
        note.delete()
        return ""


@pytest.fixture
def importer(monkeypatch):
    monkeypatch.setattr(registry, "_importers", dict(registry._importers))
    monkeypatch.setattr(engine, "BATCH", 3)
    made = NotesImporter()
    register_importer(made)
    return made


@pytest.fixture
def upload(importer, in_scope, manager):
    def make(*rows, header="Name;Mood"):
        content = "\n".join([header, *rows, ""]).encode()
        return jobs.upload_file(
            workspace=in_scope, kind="notes", file=BytesIO(content), file_name="C:\\My\\list.csv",
            by=manager, at=NOON,
        )  # fmt: skip

    return make


def checked(job):
    assert jobs.start_check(job=job, mapping=job.mapping, options={}) == []
    assert engine.check_job(job.pk)
    return fresh(job)


def ran(job, by):
    assert jobs.start_run(job=job, by=by, at=NOON)
    assert engine.run_job(job.pk)
    return fresh(job)


def fresh(job):
    return ImportJob.objects.get(pk=job.pk)


def notes():
    return sorted(AuditEntry.objects.filter(verb="note").values_list("object_name", flat=True))


TEN = [f"n{i};" for i in range(10)]
NAMES = [f"n{i}" for i in range(10)]


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


@pytest.mark.parametrize("victim", ["n0", "n4", "n9"])
def test_run_goes_on_where_it_was_killed(upload, importer, manager, victim):
    job = checked(upload(*TEN))
    jobs.start_run(job=job, by=manager, at=NOON)
    importer.kill_at = victim
    with pytest.raises(Killed):
        engine.run_job(job.pk)
    before = fresh(job)
    assert before.state == ImportState.RUNNING
    # What is in and what the report says of it are one.
    applied = job.rows.filter(after__isnull=False).count()
    assert len(notes()) == applied == before.rows_done == int(victim[1]) // 3 * 3
    # Somebody may still be at it ...
    assert not engine.run_job(job.pk)
    # ... but not after a minute of silence.
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert engine.run_job(job.pk)
    assert notes() == NAMES
    assert fresh(job).rows_done == 10


def test_check_begins_anew_after_a_kill(upload, importer, monkeypatch):
    job = upload(*TEN)
    jobs.start_check(job=job, mapping=job.mapping, options={})
    judge = importer._judge
    monkeypatch.setattr(importer, "_judge", lambda line: judge(line) if line.number < 8 else die())
    with pytest.raises(Killed):
        engine.check_job(job.pk)
    monkeypatch.setattr(importer, "_judge", judge)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert engine.check_job(job.pk)
    assert job.rows.count() == 10


def die():
    raise Killed


def test_worker_that_lost_its_claim_writes_nothing(upload, importer, manager, monkeypatch):
    job = checked(upload(*TEN))
    jobs.start_run(job=job, by=manager, at=NOON)
    apply = importer.apply

    def slow(job, known, lines):
        # Another worker has taken over while this one slept in its second batch.
        if importer.calls == 1:
            ImportJob.objects.filter(pk=job.pk).update(claim="another")
        return apply(job, known, lines)

    monkeypatch.setattr(importer, "apply", slow)
    assert engine.run_job(job.pk)
    assert fresh(job).claim == "another"
    assert fresh(job).state == ImportState.RUNNING
    # The batch in which it happened is the last one: the next step found the claim gone.
    assert len(notes()) == 6


def test_database_that_goes_away_leaves_the_job_for_the_sweep(
    upload, importer, manager, monkeypatch
):
    job = checked(upload(*TEN))
    jobs.start_run(job=job, by=manager, at=NOON)
    apply = importer.apply

    def gone(job, known, lines):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(importer, "apply", gone)
    with pytest.raises(OperationalError):
        engine.run_job(job.pk)
    assert fresh(job).state == ImportState.RUNNING
    monkeypatch.setattr(importer, "apply", apply)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert engine.run_job(job.pk)
    assert notes() == NAMES


def test_failure_says_why_and_can_be_gone_on_with(upload, importer, manager, monkeypatch):
    job = checked(upload(*TEN))
    jobs.start_run(job=job, by=manager, at=NOON)
    monkeypatch.setattr(importer, "prepare", lambda job, lines: 1 / 0)
    assert engine.run_job(job.pk)
    job = fresh(job)
    assert (job.state, job.claim) == (ImportState.FAILED, "")
    assert "Something broke on our side" in job.problem
    monkeypatch.setattr(importer, "prepare", lambda job, lines: None)
    job = ran(job, manager)
    assert (job.state, job.problem) == (ImportState.DONE, "")
    assert notes() == NAMES


def test_missing_file_is_told(upload):
    job = upload(*TEN)
    jobs.start_check(job=job, mapping=job.mapping, options={})
    job.file.storage.delete(job.file.name)
    engine.check_job(job.pk)
    assert fresh(job).state == ImportState.FAILED
    assert "no longer there" in fresh(job).problem


def test_file_that_breaks_halfway_is_told(upload):
    job = upload(*TEN * 30, '"open', *["x" * 1000] * 2200)
    jobs.start_check(job=job, mapping=job.mapping, options={})
    engine.check_job(job.pk)
    assert fresh(job).state == ImportState.FAILED
    assert "quotation mark" in fresh(job).problem


def test_undo_takes_everything_back(upload, manager):
    job = ran(checked(upload(*TEN, "n10;same")), manager)
    assert jobs.start_undo(job=job, by=manager, at=NOON)
    assert not jobs.start_undo(job=job, by=manager, at=NOON)
    assert engine.undo_job(job.pk)
    assert not engine.undo_job(job.pk)
    job = fresh(job)
    assert notes() == []
    assert job.state == ImportState.UNDONE
    assert (job.counts["undone"], job.counts["kept"]) == (10, 0)
    assert not jobs.start_run(job=job, by=manager, at=NOON)


def test_undo_keeps_what_was_edited_and_names_it(upload, manager):
    job = ran(checked(upload(*TEN, "n10;sticks")), manager)
    AuditEntry.objects.filter(object_name="n4").update(object_name="renamed")
    jobs.start_undo(job=job, by=manager, at=NOON)
    engine.undo_job(job.pk)
    job = fresh(job)
    assert notes() == ["n10", "renamed"]
    assert (job.counts["undone"], job.counts["kept"]) == (9, 2)
    kept = pages.get_report(job, "kept", None).rows
    assert [(told.row.number, told.row.reason) for told in kept] == [
        (6, "Kept: edited."), (12, "This row could not be undone."),
    ]  # fmt: skip


@pytest.mark.parametrize("victim", ["n9", "n5", "n0"])
def test_undo_goes_on_where_it_was_killed(upload, importer, manager, victim):
    job = ran(checked(upload(*TEN)), manager)
    jobs.start_undo(job=job, by=manager, at=NOON)
    importer.kill_at = victim
    with pytest.raises(Killed):
        engine.undo_job(job.pk)
    assert not engine.undo_job(job.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert engine.undo_job(job.pk)
    assert notes() == []
    assert fresh(job).counts["undone"] == 10


def test_half_a_run_can_be_undone(upload, importer, manager):
    job = checked(upload(*TEN))
    jobs.start_run(job=job, by=manager, at=NOON)
    importer.kill_at = "n7"
    with pytest.raises(Killed):
        engine.run_job(job.pk)
    ImportJob.objects.filter(pk=job.pk).update(state=ImportState.FAILED)
    assert pages.get_report(fresh(job), "", None).can_undo
    jobs.start_undo(job=job, by=manager, at=NOON)
    engine.undo_job(job.pk)
    assert notes() == []
    assert fresh(job).counts["undone"] == 6


def test_work_on_import_does_what_the_state_asks(upload, manager):
    job = upload(*TEN)
    assert not tasks.work_on_import(job.workspace_id, job.pk)
    jobs.start_check(job=job, mapping=job.mapping, options={})
    assert tasks.work_on_import(job.workspace_id, job.pk)
    jobs.start_run(job=job, by=manager, at=NOON)
    assert tasks.work_on_import(job.workspace_id, job.pk)
    jobs.start_undo(job=job, by=manager, at=NOON)
    assert tasks.work_on_import(job.workspace_id, job.pk)
    assert fresh(job).state == ImportState.UNDONE
    assert not tasks.work_on_import(job.workspace_id, job.pk + 1)


def test_sweep_finds_what_nobody_works_on(upload, manager, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, *ids: rung.append(ids) or True)
    now = timezone.now()
    never = upload(*TEN)
    jobs.start_check(job=never, mapping=never.mapping, options={})
    silent, lively, done = (upload(*TEN) for _ in range(3))
    running = {"state": ImportState.RUNNING, "claim": "x"}
    ImportJob.objects.filter(pk=silent.pk).update(
        heartbeat_at=now - timedelta(seconds=61), **running
    )
    ImportJob.objects.filter(pk=lively.pk).update(
        heartbeat_at=now - timedelta(seconds=30), **running
    )
    ImportJob.objects.filter(pk=done.pk).update(state=ImportState.DONE)
    assert tasks.sweep_imports() == 2
    assert sorted(rung) == sorted(
        [(never.workspace_id, never.pk), (silent.workspace_id, silent.pk)]
    )


def test_sweep_sees_every_workspace(upload, other_workspace, outsider, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, *ids: rung.append(ids) or True)
    with scope(workspace=other_workspace):
        job = jobs.upload_file(
            workspace=other_workspace, kind="notes", file=BytesIO(b"Name\nA\n"),
            file_name="a.csv", by=outsider, at=NOON,
        )  # fmt: skip
        jobs.start_check(job=job, mapping=job.mapping, options={})
    assert tasks.sweep_imports() == 1
    assert rung == [(other_workspace.pk, job.pk)]


def test_broker_that_is_away_costs_nothing(upload, monkeypatch, django_capture_on_commit_callbacks):
    def away(*args):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.work_on_import, "delay", away)
    job = upload(*TEN)
    jobs.start_check(job=job, mapping=job.mapping, options={})
    with django_capture_on_commit_callbacks(execute=True):
        tasks.ask_for_work(job)
    assert fresh(job).state == ImportState.CHECKING


def test_long_reading_shows_signs_of_life(upload):
    job = upload(*TEN)
    jobs.start_check(job=job, mapping=job.mapping, options={})
    claim = claims.take(job.pk, states=["checking"], becomes="checking", at=timezone.now())
    claim.pulse()
    first = fresh(job).heartbeat_at
    with time_machine.travel(timezone.now() + timedelta(seconds=6), tick=False):
        claim.pulse()
    assert fresh(job).heartbeat_at > first
    ImportJob.objects.filter(pk=job.pk).update(claim="another")
    with pytest.raises(ClaimLost):
        claim.step()


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
