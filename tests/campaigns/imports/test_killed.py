"""A worker is killed in the middle of a large import, and of undoing it; another one goes on: the
same rows as without a kill, and the same counts."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from campaigns.models import Result
from core.imports import claims, jobs
from core.models import ImportJob
from core.models.imports import ImportState
from tests.campaigns.conftest import AT, counts_of
from tests.campaigns.imports.conftest import HEAD, large_from
from tests.campaigns.imports.kill_results import CHUNK
from tests.live import need_services

# A process can be killed on its own, but not its share of a database in memory.
pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[3]
MARKETS = ("US", "RU", "ZZ")
DAYS = 27
ROWS = 4 * DAYS * len(MARKETS) * 10


@pytest.fixture(autouse=True, scope="module")
def _services():
    need_services()


@pytest.fixture
def text(crew):
    """Each post and day of the crew in three markets, links that are nobody's deliverable; then
    lines that the file has had already: the same, and with other numbers."""
    lines = [
        f"2026-02-{day:02},{who},https://x.com/a/status/{post},,{market},{post * 100 + day},,,\n"
        for post in range(10)
        for who in ("sveta.home", "alinakarimova", "jordanlee.makes", "mayamakes")
        for day in range(1, DAYS + 1)
        for market in MARKETS
    ]
    again = [*lines[:300], *(line.replace(",,,\n", ",1,,\n") for line in lines[1000:1200])]
    return HEAD + "".join([*lines, *again])


def worker(job):
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    files = Path(settings.MEDIA_ROOT).parent
    env = os.environ | {"DATABASE_URL": url.geturl(), "VAR_DIR": str(files)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.imports.kill_results", str(job.pk)],
        cwd=ROOT, env=env,
    )  # fmt: skip


def killed(job, until):
    """A worker starts, and is killed a moment after `until()`."""
    process = worker(job)
    end = time.monotonic() + 60
    while time.monotonic() < end and not until() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.2))
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL
    ImportJob.objects.filter(pk=job.pk).update(
        heartbeat_at=timezone.now() - claims.STALE - timedelta(seconds=1)
    )


def test_killed_workers_are_followed_by_others(campaign, bring, manager, text):
    with scope(workspace=campaign.workspace):
        with large_from(0, CHUNK):
            job = bring(text, run=False)
        assert counts_of(job) == {"create": ROWS, "same": 300, "error": 200}
        jobs.start_run(job=job, by=manager, at=AT)
        for times in (1, 2):
            killed(job, lambda times=times: Result.objects.count() >= 3 * times * CHUNK)
            held = ImportJob.objects.get(pk=job.pk)
            assert held.state == ImportState.RUNNING
            assert held.rows_done == held.counts["_last"] - 1 == Result.objects.count() < ROWS
        assert worker(job).wait(timeout=120) == 0
        job.refresh_from_db()
        assert (job.state, job.rows_done) == (ImportState.DONE, ROWS + 500)
        assert counts_of(job) == {"create": ROWS, "same": 300, "error": 200}
        rows = Result.objects.order_by("source_row")
        wanted = [int(line.split(",")[5]) for line in text.splitlines()[1 : ROWS + 1]]
        assert list(rows.values_list("reach", flat=True)) == wanted
        assert list(rows.values_list("source_row", flat=True)) == list(range(2, ROWS + 2))
        undone(job, manager)


def undone(job, manager):
    jobs.start_undo(job=job, by=manager, at=AT)
    killed(job, lambda: Result.objects.count() < ROWS)
    left = Result.objects.count()
    assert 0 < left < ROWS
    assert ImportJob.objects.get(pk=job.pk).state == ImportState.UNDOING
    assert worker(job).wait(timeout=120) == 0
    job.refresh_from_db()
    assert (job.state, job.counts["undone"], job.counts["kept"]) == ("undone", ROWS, 0)
    assert not Result.objects.exists()
