"""Ticks of the clock and of the mornings. Rows are the truth: each task asks them what is due,
so a tick lost, doubled or run by two workers changes nothing."""

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import Workspace
from campaigns.models import Collaboration
from reports.actions.clock import keep_clock as keep
from reports.actions.digests import send_digest
from reports.actions.summaries import draft_summary as draft
from reports.errors import SummaryRefused
from reports.models import Summary
from reports.queries.digests import digest_lines
from reports.queries.sweeps import digests_due, on_the_clock, without_summary

log = structlog.get_logger(__name__)


@shared_task(name="reports.draft_summary")
def draft_summary(workspace_id: int, collaboration_id: int) -> None:
    """Draft the summary of one closed collaboration."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        collaboration = (
            Collaboration.objects.select_related(
                "workspace", "campaign__brand", "partnership__creator"
            )
            .filter(pk=collaboration_id)
            .first()
        )
        if collaboration is None:
            return
        try:
            draft(collaboration=collaboration, at=timezone.now())
        except SummaryRefused:
            log.info("summary_not_drafted", collaboration=collaboration.public_id)


@shared_task(name="reports.draft_missing_summaries")
def draft_missing_summaries() -> int:
    """Draft what the signal of a closed campaign did not bring about; how many were looked at."""
    return _each("draft", without_summary(), draft_summary)


@shared_task(name="reports.keep_clock")
def keep_clock() -> int:
    """Remind, escalate and send: whatever is due by now."""
    return _each("clock", on_the_clock(timezone.now()), keep_one_clock)


def keep_one_clock(workspace_id: int, summary_id: int) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        summary = Summary.objects.filter(pk=summary_id).first()
        if summary is not None:
            keep(summary=summary, at=timezone.now())


@shared_task(name="reports.send_digests")
def send_digests() -> int:
    """The morning digests that are due by now in any zone; how many were queued."""
    now = timezone.now()
    sent = 0
    for membership, day in digests_due(now):
        try:
            with scope(workspace=membership.workspace):
                lines = digest_lines(membership, now)
                mail = send_digest(membership=membership, day=day, lines=lines, at=now)
                sent += mail is not None
        except Exception:
            # One person's trouble must not cost the others their morning; the next tick tries it.
            log.exception("digest_failed", membership=membership.public_id)
    return sent


def _each(what: str, rows: list[tuple[int, int]], do: object) -> int:
    for workspace_id, pk in rows:
        try:
            do(workspace_id, pk)  # type: ignore[operator]
        except Exception:
            # The one that fails is looked at again in a minute; the others are not kept waiting.
            log.exception(f"{what}_failed", row=pk, workspace=workspace_id)
    return len(rows)
