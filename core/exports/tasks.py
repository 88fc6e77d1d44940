"""Tasks of exports: rung on commit, found again by the sweep, harmless when repeated."""

from datetime import timedelta
from functools import partial

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from core.claims import unattended
from core.doorbell import ring
from core.exports.engine import run_export
from core.models import ExportJob
from core.models.exports import ExportState

WORKING = (ExportState.QUEUED, ExportState.RUNNING)
KEPT_FOR = timedelta(days=7)


@shared_task(name="core.work_on_export")
def work_on_export(workspace_id: int, job_id: int) -> bool:
    """Write the file; nothing if it is written or somebody else is at it."""
    workspace = apps.get_model(settings.WORKSPACE_MODEL).objects.get(pk=workspace_id)
    with scope(workspace=workspace):
        return run_export(job_id)


def ask_for_work(job: ExportJob) -> None:
    transaction.on_commit(partial(ring, work_on_export, job.workspace_id, job.pk))


@shared_task(name="core.sweep_exports")
def sweep_exports() -> int:
    """Ring again for jobs that nobody works on; delete files whose days are over."""
    now = timezone.now()
    with scopes_disabled():
        old = ExportJob.objects.filter(
            state=ExportState.DONE, finished_at__lt=now - KEPT_FOR
        ).exclude(file="")
        for job in old:
            job.file.delete(save=False)
            ExportJob.objects.filter(pk=job.pk).update(state=ExportState.EXPIRED, file="")
        waiting = list(
            ExportJob.objects.filter(unattended(now), state__in=WORKING)
            .order_by("created_at")
            .values_list("workspace_id", "pk")
        )
    return sum(ring(work_on_export, *ids) for ids in waiting)
