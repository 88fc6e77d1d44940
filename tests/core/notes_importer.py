"""An importer for tests: writes each row as an audit entry; a row may break, a run be killed."""

from datetime import UTC, datetime

from core.imports import engine, jobs
from core.imports.mapping import Field
from core.imports.registry import Importer, Verdict
from core.models import AuditEntry, ImportJob
from core.models.imports import RowOutcome

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
