"""Ticks of the clock and of the mornings. Rows are the truth: each task asks them what is due,
so a tick lost, doubled or run by two workers changes nothing."""

from datetime import date, datetime

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from accounts.models import DigestRhythm, Membership, Workspace
from campaigns.models import Collaboration
from core.models import OutgoingMail
from core.versions import EditConflict
from reports.actions.clock import keep_clock as keep
from reports.actions.correction_clock import keep_correction_clock
from reports.actions.corrections import keep_correction
from reports.actions.digests import send_digest, send_week_digest
from reports.actions.summaries import draft_summary as draft
from reports.actions.withdrawing import withdraw_draft
from reports.errors import SummaryRefused
from reports.models import Correction, Summary
from reports.queries.corrections import changed_since_sent, sent_of_campaign
from reports.queries.digests import digest_lines, week_digest
from reports.queries.sweeps import (
    corrections_on_the_clock,
    digests_due,
    is_importing,
    just_imported,
    on_the_clock,
    stale_drafts,
    without_summary,
)

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
    """Draft what the signal of a closed campaign did not bring about, after what a reopening has
    overtaken was taken away; how many were looked at."""
    overtaken = _each("withdraw", stale_drafts(), withdraw_summary)
    return overtaken + _each("draft", without_summary(), draft_summary)


@shared_task(name="reports.withdraw_summary")
def withdraw_summary(workspace_id: int, summary_id: int) -> None:
    """Take away an unsent summary of a campaign that was opened again."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        summary = Summary.objects.filter(pk=summary_id).first()
        if summary is not None:
            withdraw_draft(summary=summary, at=timezone.now())


@shared_task(name="reports.find_corrections")
def find_corrections(workspace_id: int, campaign_id: int) -> None:
    """Results of a closed campaign changed: look at each of its summaries that were sent."""
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        # Its last batch is heard before the file is done: then the tick looks.
        ids = [] if is_importing(campaign_id) else sent_of_campaign(campaign_id)
    _each("correction", [(workspace_id, pk) for pk in ids], find_correction)


@shared_task(name="reports.correct_after_imports")
def correct_after_imports() -> int:
    """Files that came late or were undone, a moment after they are done."""
    return _each("correction", just_imported(timezone.now()), find_corrections)


@shared_task(name="reports.sweep_corrections")
def sweep_corrections() -> int:
    """What no signal told of changed figures; how many were looked at."""
    return _each("correction", changed_since_sent(), find_correction)


def find_correction(workspace_id: int, summary_id: int) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        summary = Summary.objects.filter(pk=summary_id).first()
        if summary is None:
            return
        try:
            keep_correction(summary=summary, at=timezone.now())
        except EditConflict:
            log.info("correction_in_other_hands", summary=summary.public_id)


@shared_task(name="reports.keep_clock")
def keep_clock() -> int:
    """Remind, escalate and send: whatever is due by now."""
    now = timezone.now()
    looked_at = _each("clock", on_the_clock(now), keep_one_clock)
    return looked_at + _each("clock", corrections_on_the_clock(now), keep_one_correction_clock)


def keep_one_correction_clock(workspace_id: int, correction_id: int) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        correction = Correction.objects.filter(pk=correction_id).first()
        if correction is not None:
            keep_correction_clock(correction=correction, at=timezone.now())


def keep_one_clock(workspace_id: int, summary_id: int) -> None:
    with scope(workspace=Workspace.objects.get(pk=workspace_id)):
        summary = Summary.objects.filter(pk=summary_id).first()
        if summary is not None:
            keep(summary=summary, at=timezone.now())


@shared_task(name="reports.send_digests")
def send_digests() -> int:
    """The digests of a day or a week that are due by now in any zone; how many were queued."""
    now = timezone.now()
    sent = 0
    for membership, day in digests_due(now):
        try:
            with scope(workspace=membership.workspace):
                sent += _send_digest(membership, day, now) is not None
        except Exception:
            # One person's trouble must not cost the others their morning; the next tick tries it.
            log.exception("digest_failed", membership=membership.public_id)
    return sent


def _send_digest(membership: Membership, day: date, now: datetime) -> OutgoingMail | None:
    if membership.digest_rhythm == DigestRhythm.WEEK:
        week = week_digest(membership, now)
        return send_week_digest(membership=membership, monday=day, week=week, at=now)
    lines = digest_lines(membership, now)
    return send_digest(membership=membership, day=day, lines=lines, at=now)


def _each(what: str, rows: list[tuple[int, int]], do: object) -> int:
    for workspace_id, pk in rows:
        try:
            do(workspace_id, pk)  # type: ignore[operator]
        except Exception:
            # The one that fails is looked at again in a minute; the others are not kept waiting.
            log.exception(f"{what}_failed", row=pk, workspace=workspace_id)
    return len(rows)
