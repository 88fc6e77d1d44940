"""A worker process for test_killed: works on one large import and may be killed in the middle.

`python -m tests.campaigns.imports.kill_results JOB`. Takes its time both inside a chunk's
transaction, when rows are written and not committed, and after it.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django_scopes import scope, scopes_disabled  # noqa: E402

from campaigns.imports.large import LargeResults  # noqa: E402
from campaigns.imports.results import ResultsImporter  # noqa: E402
from core.imports import large, large_undo  # noqa: E402
from core.imports.registry import register_importer  # noqa: E402
from core.imports.tasks import work_on_import  # noqa: E402
from core.models import ImportJob  # noqa: E402

CHUNK = 100
PAUSE = 0.03


class Slow(LargeResults):
    def apply(self, job, known, staged):
        time.sleep(PAUSE)
        done = super().apply(job, known, staged)
        time.sleep(PAUSE)
        return done

    def undo_made(self, job, after, upto):
        done = super().undo_made(job, after, upto)
        time.sleep(PAUSE)
        return done


class Importer(ResultsImporter):
    large = Slow()


def main(job_id: int) -> None:
    register_importer(Importer())
    large.LARGE_ROWS, large.CHUNK, large_undo.CHUNK = 0, CHUNK, CHUNK
    with scopes_disabled():
        job = ImportJob.objects.select_related("workspace").get(pk=job_id)
    with scope(workspace=job.workspace):
        work_on_import(job.workspace_id, job_id)


if __name__ == "__main__":
    main(int(sys.argv[1]))
