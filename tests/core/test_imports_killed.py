"""A real worker process is killed in the middle of an import and another one goes on: each row
once. A worker without batches and claims fails the same trial, so the trial can see."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from core.imports import claims, engine, jobs
from core.imports.registry import register_importer
from core.models import AuditEntry, ImportJob
from core.models.imports import ImportState
from tests import factories
from tests.core.notes_importer import NOON, NotesImporter
from tests.live import need_services

# A process can be killed on its own, but not its share of a database in memory.
pytestmark = pytest.mark.live
ROWS = 1_010
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True, scope="module")
def _services():
    need_services()


@pytest.fixture
def job(transactional_db, tmp_path):
    register_importer(NotesImporter())
    workspace, user = factories.WorkspaceFactory(), factories.UserFactory()
    with scope(workspace=workspace):
        text = "Name;Mood\n" + "".join(f"n{n};\n" for n in range(ROWS))
        made = jobs.upload_file(
            workspace=workspace, kind="notes", file=BytesIO(text.encode()), file_name="l.csv",
            by=user, at=NOON,
        )  # fmt: skip
        assert jobs.start_check(job=made, mapping=made.mapping, options={}) == []
        assert engine.check_job(made.pk)
        assert jobs.start_run(job=made, by=user, at=NOON)
        yield ImportJob.objects.get(pk=made.pk)


def worker(job, way):
    """A process of its own on the test's database."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    env = os.environ | {"DATABASE_URL": url.geturl(), "VAR_DIR": str(settings.MEDIA_ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.core.kill_import", str(job.pk), way], cwd=ROOT, env=env
    )


def kill_in_the_middle(job, way, written):
    process = worker(job, way)
    until = time.monotonic() + 40
    while time.monotonic() < until and written() < 1 and process.poll() is None:
        time.sleep(0.02)
    # Into the next batch, or between two rows.
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL
    assert 0 < written() < ROWS


def written():
    return AuditEntry.objects.filter(verb="note").count()


def names():
    return Counter(AuditEntry.objects.filter(verb="note").values_list("object_name", flat=True))


def test_killed_worker_is_followed_by_another(job):
    kill_in_the_middle(job, "product", written)
    held = ImportJob.objects.get(pk=job.pk)
    assert held.state == ImportState.RUNNING
    assert held.rows_done == written()
    ImportJob.objects.filter(pk=job.pk).update(
        heartbeat_at=timezone.now() - claims.STALE - timedelta(seconds=1)
    )
    assert worker(job, "product").wait(timeout=60) == 0
    assert names() == Counter({f"n{n}": 1 for n in range(ROWS)})
    assert ImportJob.objects.get(pk=job.pk).state == ImportState.DONE


def test_the_trial_sees_a_naive_worker_fail(job):
    kill_in_the_middle(job, "naive", written)
    assert worker(job, "naive").wait(timeout=60) == 0
    doubled = [name for name, times in names().items() if times > 1]
    assert doubled
