"""Two large files into one campaign at the same moment, on PostgreSQL: each row once."""

import pytest
from django_scopes import scope

from campaigns.models import Result
from core.imports import jobs
from core.imports.engine import run_job
from core.models import ImportJob
from tests.campaigns.conftest import AT, counts_of
from tests.campaigns.imports.conftest import HEAD, large_from
from tests.campaigns.test_workers_at_once import at_once
from tests.live import need_services

# SQLite has one writer: what is proved here cannot be seen there.
pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True, scope="module")
def _services():
    need_services()


def text(shift, posts):
    return HEAD + "".join(
        f"2026-02-{day:02},sveta.home,https://x.com/a/status/{post},,US,{post * day + shift},,,\n"
        for post in posts
        for day in range(1, 29)
    )


@pytest.mark.parametrize("same", [True, False])
def test_two_files_at_once_double_nothing(campaign, crew, bring, manager, same):
    with scope(workspace=campaign.workspace), large_from(0, 50):
        # One file twice; or two that share half of their posts, with other numbers.
        texts = [text(0, range(20)), text(0, range(20)) if same else text(7, range(10, 30))]
        made = [bring(one, run=False) for one in texts]
        for job in made:
            jobs.start_run(job=job, by=manager, at=AT)

        def run(n):
            with scope(workspace=campaign.workspace):
                assert run_job(made[n].pk)

        at_once(2, run)
        counts = [counts_of(ImportJob.objects.get(pk=job.pk)) for job in made]
        rows = 28 * (20 if same else 30)
        assert Result.objects.count() == rows
        assert sum(one.get("create", 0) for one in counts) == rows
        assert sum(one.get("same" if same else "update", 0) for one in counts) == 28 * 20 - (
            0 if same else 28 * 10
        )
        assert all(sum(one.values()) == 28 * 20 for one in counts)
