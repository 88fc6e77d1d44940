"""Rows of all workspaces that a sweep has to look at: ids only, read without a scope."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q
from django_scopes import scopes_disabled

from accounts.models import Membership
from campaigns.enums import CampaignState, CollaborationState
from campaigns.models import Collaboration
from core.models import OutgoingMail
from reports.models import Summary, SummaryState
from reports.rules.clock import ESCALATE_AFTER, REMIND_AFTER, SEND_AFTER
from reports.rules.mornings import digest_window

# Quiet hours can bring the sending forward, by less than a day.
_MAY_SEND_AFTER = SEND_AFTER - timedelta(hours=24)
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


def digests_due(now: datetime) -> list[tuple[Membership, date]]:
    """Memberships whose digest hour has come, with their local day, without those that had it."""
    wanted = Membership.objects.filter(digest_on=True, user__is_active=True)
    found = []
    for zone in wanted.order_by().values_list("user__zone", flat=True).distinct():
        window = digest_window(now, zone)
        if window is None:
            continue
        day, since, until = window
        due = wanted.filter(user__zone=zone, digest_hour__gte=since, digest_hour__lte=until)
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
