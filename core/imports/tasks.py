"""Tasks of imports: rung on commit, found again by the sweep, harmless when repeated."""

from functools import partial

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from core.doorbell import ring
from core.imports.claims import WORKING, unattended
from core.imports.engine import check_job, run_job, undo_job
from core.models import ImportJob
from core.models.imports import ImportState

_WORKS = {
    ImportState.CHECKING: check_job,
    ImportState.QUEUED: run_job,
    ImportState.RUNNING: run_job,
    ImportState.UNDOING: undo_job,
}


@shared_task(name="core.work_on_import")
def work_on_import(workspace_id: int, job_id: int) -> bool:
    """Do what the job's state asks for; nothing if somebody else is at it."""
    workspace = apps.get_model(settings.WORKSPACE_MODEL).objects.get(pk=workspace_id)
    with scope(workspace=workspace):
        state = ImportJob.objects.filter(pk=job_id).values_list("state", flat=True).first()
        work = _WORKS.get(ImportState(state)) if state else None
        return work(job_id) if work else False


def ask_for_work(job: ImportJob) -> None:
    """Ring for a job that was sent to be checked, run or undone."""
    transaction.on_commit(partial(ring, work_on_import, job.workspace_id, job.pk))


@shared_task(name="core.sweep_imports")
def sweep_imports() -> int:
    """Ring again for jobs that nobody works on: the doorbell was not heard, or the worker died."""
    with scopes_disabled():
        waiting = list(
            ImportJob.objects.filter(unattended(timezone.now()), state__in=WORKING)
            .order_by("created_at")
            .values_list("workspace_id", "pk")
        )
    return sum(ring(work_on_import, *ids) for ids in waiting)
