"""Tasks of bulk acts: rung on commit, found again by the sweep, harmless when repeated."""

from functools import partial

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from core.bulk.engine import run_job, undo_job
from core.bulk.jobs import ASKED_FOR, AT_ONCE
from core.claims import unattended
from core.doorbell import ring
from core.models import BulkJob
from core.models.bulk import BulkState

WORKS = {
    BulkState.QUEUED: run_job,
    BulkState.RUNNING: run_job,
    BulkState.UNDOING: undo_job,
}
WORKING = tuple(WORKS)


@shared_task(name="core.work_on_bulk")
def work_on_bulk(workspace_id: int, job_id: int) -> bool:
    """Do what the job's state asks for; nothing if somebody else is at it."""
    workspace = apps.get_model(settings.WORKSPACE_MODEL).objects.get(pk=workspace_id)
    with scope(workspace=workspace):
        state = BulkJob.objects.filter(pk=job_id).values_list("state", flat=True).first()
        work = WORKS.get(BulkState(state)) if state else None
        return work(job_id) if work else False


def see_to(job: BulkJob) -> None:
    """Do a small job while the person waits, and ring for a large one."""
    if job.rows_total <= AT_ONCE:
        WORKS[BulkState(job.state)](job.pk)
        job.refresh_from_db()
    else:
        transaction.on_commit(partial(ring, work_on_bulk, job.workspace_id, job.pk))


@shared_task(name="core.sweep_bulk")
def sweep_bulk() -> int:
    """Ring again for jobs that nobody works on; throw away questions that nobody answered."""
    now = timezone.now()
    with scopes_disabled():
        BulkJob.objects.filter(state=BulkState.ASKED, created_at__lt=now - ASKED_FOR).delete()
        waiting = list(
            BulkJob.objects.filter(unattended(now), state__in=list(WORKS))
            .order_by("created_at")
            .values_list("workspace_id", "pk")
        )
    return sum(ring(work_on_bulk, *ids) for ids in waiting)
