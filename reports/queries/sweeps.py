"""Rows of all workspaces that a sweep has to look at: ids only, read without a scope."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import F, Q
from django_scopes import scopes_disabled

from accounts.models import DigestRhythm, Membership
from campaigns.enums import CampaignState, CollaborationState
from campaigns.imports.results import KIND as RESULTS
from campaigns.models import Campaign, Collaboration
from core.models import ImportJob, OutgoingMail
from core.models.imports import ImportState
from reports.models import Correction, CorrectionState, Summary, SummaryState
from reports.rules.clock import ESCALATE_AFTER, REMIND_AFTER, SEND_AFTER
from reports.rules.mornings import digest_window, week_window

# Quiet hours can bring the sending forward, by less than a day.
_MAY_SEND_AFTER = SEND_AFTER - timedelta(hours=24)
# Longer than the tick that looks (config/celery.py).
_JUST = timedelta(minutes=5)
# (workspace id, row id)
Row = tuple[int, int]


def without_summary() -> list[Row]:
    """Closed collaborations that nobody drafted a summary for, the longest closed first."""
    with scopes_disabled():
        return list(
            Collaboration.objects.filter(
                state=CollaborationState.CLOSED, campaign__state=CampaignState.CLOSED, summary=None
            )
            .order_by("campaign__closed_at", "pk")
            .values_list("workspace_id", "pk")
        )


def is_stale(summary: Summary) -> bool:
    """An unsent one whose campaign is open again, or was closed anew since it was drafted."""
    part = summary.collaboration
    ours = part.state == CollaborationState.CLOSED and part.campaign.state == CampaignState.CLOSED
    return not ours or part.campaign.closed_at != summary.closed_at


def stale_drafts() -> list[Row]:
    """Unsent summaries that a reopening has overtaken."""
    fresh = Q(
        collaboration__state=CollaborationState.CLOSED,
        collaboration__campaign__state=CampaignState.CLOSED,
        collaboration__campaign__closed_at=F("closed_at"),
    )
    with scopes_disabled():
        return list(
            Summary.objects.exclude(state=SummaryState.SENT)
            .exclude(fresh)
            .order_by("pk")
            .values_list("workspace_id", "pk")
        )


def on_the_clock(now: datetime) -> list[Row]:
    """Unsent summaries that a step of the clock may be due for."""
    due = Q(reminded_at=None, state=SummaryState.DRAFT, closed_at__lte=now - REMIND_AFTER)
    due |= Q(escalated_at=None, closed_at__lte=now - ESCALATE_AFTER)
    due |= Q(state=SummaryState.DRAFT, closed_at__lte=now - _MAY_SEND_AFTER)
    with scopes_disabled():
        return list(
            Summary.objects.filter(due)
            .exclude(state=SummaryState.SENT)
            .order_by("due_at", "pk")
            .values_list("workspace_id", "pk")
        )


def just_imported(now: datetime) -> list[Row]:
    """Campaigns with a file of results that came in, or was undone, in the last minutes: while it
    runs nobody adds up half of it."""
    with scopes_disabled():
        over = ImportJob.objects.filter(kind=RESULTS, finished_at__gt=now - _JUST)
        rows = Campaign.objects.filter(
            public_id__in=over.values_list("target_id", flat=True), state=CampaignState.CLOSED
        )
        return list(rows.order_by("pk").values_list("workspace_id", "pk"))


def is_importing(campaign_id: int) -> bool:
    """Whether a file of results is on its way into the campaign, or out of it."""
    campaign = Campaign.objects.filter(pk=campaign_id).values("public_id")
    busy = [ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING]
    jobs = ImportJob.objects.filter(kind=RESULTS, target_id__in=campaign, state__in=busy)
    return jobs.exists()


def corrections_on_the_clock(now: datetime) -> list[Row]:
    """Drafts that a step of the clock may be due for."""
    due = Q(reminded_at=None, found_at__lte=now - REMIND_AFTER)
    due |= Q(found_at__lte=now - _MAY_SEND_AFTER)
    with scopes_disabled():
        return list(
            Correction.objects.filter(due, state=CorrectionState.DRAFT)
            .order_by("due_at", "pk")
            .values_list("workspace_id", "pk")
        )


def digests_due(now: datetime) -> list[tuple[Membership, date]]:
    """Memberships whose digest hour has come, with their local day, without those that had it. Of
    a weekly one the day is its Monday."""
    wanted = Membership.objects.filter(digest_on=True, user__is_active=True)
    found = []
    for zone in wanted.order_by().values_list("user__zone", flat=True).distinct():
        for rhythm, window in (
            (DigestRhythm.DAY, digest_window(now, zone)),
            (DigestRhythm.WEEK, week_window(now, zone)),
        ):
            if window is None:
                continue
            day, since, until = window
            due = wanted.filter(
                user__zone=zone,
                digest_rhythm=rhythm,
                digest_hour__gte=since,
                digest_hour__lte=until,
            )
            found += [(one, day) for one in due.select_related("user", "workspace").order_by("pk")]
    return _not_had(found)


def _not_had(found: list[tuple[Membership, date]]) -> list[tuple[Membership, date]]:
    keys = {f"digest:{one.public_id}:{day}": (one, day) for one, day in found}
    had: set[str] = set()
    with scopes_disabled():
        for _, some in groupby(enumerate(keys), lambda item: item[0] // 500):
            batch = [key for _, key in some]
            had.update(OutgoingMail.objects.filter(key__in=batch).values_list("key", flat=True))
    return [pair for key, pair in keys.items() if key not in had]
