"""An import that is killed, starved, overtaken or undone: nothing lost, nothing doubled."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.utils import timezone
from django_scopes import scope

from core.imports import claims, engine, jobs, pages, tasks
from core.imports.claims import ClaimLost
from core.imports.refusals import ImportRefused
from core.models import AuditEntry, ImportJob
from core.models.imports import ImportState
from tests.core.notes_importer import NAMES, NOON, TEN, Killed, checked, fresh, notes, ran


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


def test_file_that_breaks_halfway_is_refused_at_once(upload):
    with pytest.raises(ImportRefused, match="quotation mark"):
        upload(*TEN * 30, '"open', *["x" * 1000] * 2200)


def test_file_that_breaks_later_is_told(upload):
    job = upload(*TEN)
    job.file.storage.delete(job.file.name)
    torn = b'Name;Mood\nn1;\n"open\n' + b"x" * 2_100_000
    job.file.storage.save(job.file.name, ContentFile(torn))
    jobs.start_check(job=job, mapping=job.mapping, options={})
    engine.check_job(job.pk)
    assert fresh(job).state == ImportState.FAILED
    assert "never ends" in fresh(job).problem


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
