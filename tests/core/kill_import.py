"""A worker process for test_imports_killed: runs one import and may be killed in the middle.

`python -m tests.core.kill_import JOB WAY`: WAY is `product`, or `naive`: rows are written one by
one and the count of rows done only at the end, as a loop without batches would.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django_scopes import scope, scopes_disabled  # noqa: E402

from core.imports import engine  # noqa: E402
from core.imports.registry import register_importer  # noqa: E402
from core.models import ImportJob  # noqa: E402
from tests.core.notes_importer import NotesImporter  # noqa: E402

PAUSE = 0.002


class Slow(NotesImporter):
    """Takes its time over each row, so that a kill comes in between."""

    def _write(self, job, line):
        time.sleep(PAUSE)
        return super()._write(job, line)


def naive(job: ImportJob, importer: Slow) -> None:
    mapper = engine.Mapper(importer.fields, job.header, job.mapping)
    rows = job.rows.order_by("number")
    for row in rows:
        importer.apply(job, None, [mapper.line(row.number, row.raw)])
    ImportJob.objects.filter(pk=job.pk).update(state="done")


def main(job_id: int, way: str) -> None:
    importer = Slow()
    register_importer(importer)
    with scopes_disabled():
        job = ImportJob.objects.select_related("workspace").get(pk=job_id)
    with scope(workspace=job.workspace):
        naive(job, importer) if way == "naive" else engine.run_job(job_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
