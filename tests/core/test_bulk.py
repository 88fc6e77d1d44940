"""Many rows in one act: killed, doubled, refused, overtaken, undone; nothing half done."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone
from django_scopes import scope

from core.bulk import engine, jobs, pages, registry, tasks
from core.bulk.registry import BulkAct, Outcome, RowRefused
from core.models import AuditEntry, BulkJob, BulkRow
from core.models.bulk import BulkOutcome, BulkState
from core.versions import EditConflict

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


class Killed(BaseException):
    """The process goes, as by SIGKILL: nothing catches it."""


class Oops(Exception):
    pass


class Upper(BulkAct):
    """Writes the names of audit entries in capitals."""

    kind = "notes.upper"
    slot = "notes"
    title = "Upper"
    refusals = (Oops,)
    batch = 3

    def __init__(self):
        self.kill_at = ""
        self.cleaned = 0

    def prepare(self, job):
        if job.options.get("closed"):
            raise RowRefused("It is closed.")
        if job.options.get("broken"):
            raise RuntimeError("broken")
        return "known"

    def apply(self, job, known, batch, row, *, by, at):
        assert known == "known"
        name = row.object_name
        if name == self.kill_at:
            self.kill_at = ""
            raise Killed
        row.object_name = name.upper()
        row.save()
        trouble = {
            "refused": RowRefused("Not this one."), "oops": Oops("Own reason."),
            "breaks": RuntimeError("x"), "late": EditConflict(theirs=row, mine={}),
            "away": OperationalError("gone"),
        }.get(name)  # fmt: skip
        if trouble:
            raise trouble
        if name == name.upper():
            return Outcome(registry.SAME)
        return Outcome(before={"name": name}, after={"name": row.object_name})

    def undo(self, job, told, row, *, by, at):
        if row.object_name == self.kill_at:
            self.kill_at = ""
            raise Killed
        if row.object_name != told.after["name"]:
            raise RowRefused("Edited since.")
        row.object_name = told.before["name"]
        row.save()

    def after_undo(self, job):
        self.cleaned += 1


class Whole(Upper):
    kind = "notes.whole"
    whole = True

    def apply_batch(self, job, known, rows, *, by, at):
        if job.options.get("refused"):
            raise RowRefused("None of them.")
        return {key: self.apply(job, known, None, row, by=by, at=at) for key, row in rows.items()}

    def undo_batch(self, job, told, *, by, at):
        if job.options.get("sticks"):
            raise RowRefused("All of them.")
        found = registry.load_rows(self.slot, [row.object_id for row in told])
        for row in told[1:]:
            self.undo(job, row, found[row.object_id], by=by, at=at)
        return {told[0].object_id: "The last one stays."}


@pytest.fixture
def act(monkeypatch):
    monkeypatch.setattr(registry, "_registry", registry._Registry())
    registry.register_list("notes", lambda ids: {
        row.public_id: row for row in AuditEntry.objects.filter(public_id__in=ids)
    })  # fmt: skip
    registry.register_act(Whole())
    made = Upper()
    registry.register_act(made)
    return made


@pytest.fixture
def ask(act, in_scope, manager):
    def make(*names, kind="notes.upper", at=None):
        rows = [
            AuditEntry.objects.create(
                workspace=in_scope, at=NOON, verb="note", object_type="t", object_id="x",
                object_name=name,
            )
            for name in names
        ]  # fmt: skip
        return jobs.ask_bulk(
            workspace=in_scope, kind=kind, selection=[row.public_id for row in rows], back="/",
            by=manager, at=at or timezone.now(),
        )  # fmt: skip

    return make


def go(job, manager, **options):
    assert jobs.confirm_bulk(job=job, options=options, by=manager, at=NOON)
    tasks.see_to(job)
    return job


def notes():
    rows = AuditEntry.objects.filter(verb="note").order_by("pk")
    return "".join(rows.values_list("object_name", flat=True))


def later():
    return time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False)


def test_rows_are_done_and_told(ask, manager):
    job = go(ask("a", "B", "c"), manager)
    assert (notes(), job.state, job.counts) == ("ABC", BulkState.DONE, {"done": 2, "same": 1})
    assert list(job.rows.values_list("number", "outcome")) == [
        (1, "done"), (2, "same"), (3, "done"),
    ]  # fmt: skip
    verbs = set(AuditEntry.objects.filter(object_id=job.public_id).values_list("verb", flat=True))
    assert verbs == {"bulk.started", "bulk.done"}


def test_second_click_finds_nothing_left(ask, manager):
    job = ask("a")
    assert jobs.confirm_bulk(job=job, options={}, by=manager, at=NOON)
    assert not jobs.confirm_bulk(job=job, options={"other": 1}, by=manager, at=NOON)
    assert engine.run_job(job.pk)
    assert not engine.run_job(job.pk)
    assert job.rows.count() == 1
    assert jobs.start_undo(job=job, by=manager, at=NOON)
    assert not jobs.start_undo(job=job, by=manager, at=NOON)
    assert engine.undo_job(job.pk)
    assert not engine.undo_job(job.pk)


def test_refused_row_is_as_it_was_and_says_why(ask, manager):
    job = ask("a", "refused", "oops", "breaks", "late", "gone")
    AuditEntry.objects.filter(object_name="gone").delete()
    go(job, manager)
    assert notes() == "A" + "refused" + "oops" + "breaks" + "late"
    assert list(job.rows.values_list("object_name", "reason"))[1:] == [
        ("note t refused", "Not this one."),
        ("note t oops", "Own reason."),
        ("note t breaks", "This row could not be changed. The others were not harmed by it."),
        ("note t late", "Somebody changed it at the same moment."),
        ("", "It is no longer here."),
    ]
    assert job.counts == {"done": 1, "refused": 5}


@pytest.mark.parametrize("victim", ["a", "e", "j"])
def test_goes_on_where_it_was_killed(ask, act, manager, victim):
    job = ask(*"abcdefghij")
    jobs.confirm_bulk(job=job, options={}, by=manager, at=NOON)
    act.kill_at = victim
    with pytest.raises(Killed):
        engine.run_job(job.pk)
    done = "abcdefghij".index(victim) // 3 * 3
    assert job.rows.count() == done
    assert notes() == "abcdefghij"[:done].upper() + "abcdefghij"[done:]
    assert not engine.run_job(job.pk)
    with later():
        assert engine.run_job(job.pk)
    assert notes() == "ABCDEFGHIJ"
    assert job.rows.count() == 10


@pytest.mark.parametrize("victim", ["A", "E", "J"])
def test_undo_goes_on_where_it_was_killed(ask, act, manager, victim):
    job = go(ask(*"abcdefghij"), manager)
    jobs.start_undo(job=job, by=manager, at=NOON)
    act.kill_at = victim
    with pytest.raises(Killed):
        engine.undo_job(job.pk)
    assert not engine.undo_job(job.pk)
    with later():
        assert engine.undo_job(job.pk)
    job.refresh_from_db()
    assert (notes(), job.state, job.counts["undone"]) == ("abcdefghij", BulkState.UNDONE, 10)
    assert act.cleaned == 1


def test_undo_keeps_what_was_edited_and_names_it(ask, manager, owner):
    job = go(ask(*"abc"), manager)
    AuditEntry.objects.filter(object_name="B").update(object_name="mine")
    AuditEntry.objects.filter(object_name="C").delete()
    assert jobs.can_undo(job)
    jobs.start_undo(job=job, by=owner, at=NOON)
    tasks.see_to(job)
    assert notes() == "amine"
    assert (job.undone_by, job.counts["kept"], job.counts["undone"]) == (owner, 2, 1)
    report = pages.get_report(job, "kept", None)
    assert [told.why for told in report.rows] == ["Edited since.", "It is no longer here."]
    assert pages.get_report(job, "", None).rows[0].label == "Put back"
    assert not jobs.can_undo(job)


def test_worker_that_lost_its_claim_writes_nothing(ask, act, manager, monkeypatch):
    job = ask(*"abcdef")
    jobs.confirm_bulk(job=job, options={}, by=manager, at=NOON)
    apply = act.apply

    def overtaken(*args, **kwargs):
        BulkJob.objects.filter(pk=job.pk).update(claim="another")
        return apply(*args, **kwargs)

    monkeypatch.setattr(act, "apply", overtaken)
    assert engine.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.claim, notes()) == (BulkState.RUNNING, "another", "ABCdef")


def test_database_that_goes_away_leaves_the_job_for_the_sweep(ask, manager):
    job = ask("away")
    jobs.confirm_bulk(job=job, options={}, by=manager, at=NOON)
    with pytest.raises(OperationalError):
        engine.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == BulkState.RUNNING


@pytest.mark.parametrize(
    ("options", "why"), [({"closed": 1}, "It is closed."), ({"broken": 1}, "Something broke")]
)
def test_job_that_cannot_go_on_says_why(ask, manager, options, why):
    job = go(ask("a"), manager, **options)
    assert job.state == BulkState.FAILED
    assert why in job.problem
    assert not jobs.can_undo(job)
    assert notes() == "a"


def test_whole_batches_are_done_and_taken_back_together(ask, manager):
    job = go(ask(*"abc", kind="notes.whole"), manager)
    assert notes() == "ABC"
    jobs.start_undo(job=job, by=manager, at=NOON)
    tasks.see_to(job)
    assert notes() == "abC"
    assert job.rows.get(number=3).kept_because == "The last one stays."


def test_whole_batch_that_is_refused(ask, manager):
    job = go(ask(*"ab", kind="notes.whole"), manager, refused=1)
    assert set(job.rows.values_list("outcome", "reason")) == {
        (BulkOutcome.REFUSED, "None of them.")
    }
    job = go(ask(*"cd", kind="notes.whole"), manager, sticks=1)
    jobs.start_undo(job=job, by=manager, at=NOON)
    tasks.see_to(job)
    assert set(job.rows.values_list("kept_because", flat=True)) == {"All of them."}


def test_nothing_or_too_much_is_refused(act, in_scope, manager, monkeypatch):
    monkeypatch.setattr(jobs, "MOST", 2)
    asked = {"workspace": in_scope, "kind": "notes.upper", "back": "/", "by": manager, "at": NOON}
    with pytest.raises(jobs.NotChosen, match="Nothing is ticked"):
        jobs.ask_bulk(selection=[], **asked)
    with pytest.raises(jobs.NotChosen, match="At most 2 rows"):
        jobs.ask_bulk(selection=["a", "b", "c"], **asked)
    assert jobs.ask_bulk(selection=["a", "a", "b"], **asked).selection == ["a", "b"]


def test_many_rows_are_left_to_a_worker(
    ask, manager, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    monkeypatch.setattr(tasks, "ring", lambda task, *ids: rung.append(ids) or True)
    job = ask("a", "b")
    jobs.confirm_bulk(job=job, options={}, by=manager, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.see_to(job)
    assert rung == [(job.workspace_id, job.pk)]
    assert notes() == "ab"
    assert tasks.work_on_bulk(*rung[0])
    assert notes() == "AB"
    assert not tasks.work_on_bulk(*rung[0])
    assert not tasks.work_on_bulk(job.workspace_id, job.pk + 1)


def test_sweep_finds_what_nobody_works_on_in_any_workspace(
    ask, act, other_workspace, outsider, monkeypatch, manager
):
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, *ids: rung.append(ids) or True)
    now = timezone.now()
    silent, lively, asked, old = ask("a"), ask("b"), ask("c"), ask("d", at=now - timedelta(days=2))
    beating = {"state": BulkState.RUNNING, "claim": "x"}
    BulkJob.objects.filter(pk=silent.pk).update(heartbeat_at=now - timedelta(minutes=2), **beating)
    BulkJob.objects.filter(pk=lively.pk).update(heartbeat_at=now, **beating)
    with scope(workspace=other_workspace):
        theirs = jobs.ask_bulk(
            workspace=other_workspace, kind="notes.upper", selection=["x"], back="/",
            by=outsider, at=now,
        )  # fmt: skip
        jobs.confirm_bulk(job=theirs, options={}, by=outsider, at=now)
    assert tasks.sweep_bulk() == 2
    assert set(rung) == {(silent.workspace_id, silent.pk), (theirs.workspace_id, theirs.pk)}
    left = set(BulkJob.objects.values_list("pk", flat=True))
    assert asked.pk in left and old.pk not in left


def test_recent_lists_what_was_confirmed(ask, act, manager):
    ask("a")
    job = go(ask("b"), manager)
    assert [(found.pk, asked) for found, _act, asked in pages.recent([act])] == [(job.pk, "")]
    assert BulkRow.objects.count() == 1
    assert pages.whom(ask(*"abcdefghij")).others == 2
