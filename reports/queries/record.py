"""The 72-hour record: every summary against its clock, and the on-time rate."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from campaigns.enums import CampaignState, CollaborationState
from campaigns.models import Collaboration
from reports.models import Correction, CorrectionState, Summary, SummaryState
from reports.rules.clock import DUE_AFTER, OnTime

STATES = ("open", "overdue", "held", "on_time", "late")
_SENT_ON_TIME = Q(sent_at__lte=F("due_at"))


def on_time(now: datetime) -> OnTime:
    """Over all closed collaborations of the workspace, those without a summary too, and those that
    were sent one before their campaign was opened again. One query."""
    sent = Q(summary__state=SummaryState.SENT)
    running = ~sent & Q(campaign__closed_at__gt=now - DUE_AFTER)
    # A row without a summary is neither true nor false in SQL; it is running or missed by its time.
    running |= Q(summary=None, campaign__closed_at__gt=now - DUE_AFTER)
    closed = Q(state=CollaborationState.CLOSED, campaign__state=CampaignState.CLOSED)
    counts = Collaboration.objects.filter(closed | sent).aggregate(
        closed=Count("pk"),
        on_time=Count("pk", filter=sent & Q(summary__sent_at__lte=F("summary__due_at"))),
        running=Count("pk", filter=running),
    )
    return OnTime(
        on_time=counts["on_time"],
        counted=counts["closed"] - counts["running"],
        running=counts["running"],
    )


def summaries(state: str, now: datetime) -> QuerySet[Summary]:
    """Unsent ones first, the most urgent on top; then the newest sent. `state` is one of STATES or
    "" for all."""
    rows = Summary.objects.select_related(
        "collaboration__campaign",
        "collaboration__partnership__creator",
        "collaboration__partnership__brand",
        "collaboration__partnership__owner",
        "mail",
    ).defer("chart_svg", "chart_png", "figures", "mail__text", "mail__html")
    return _with_corrections(rows.filter(_of(state, now))).order_by(
        F("sent_at").desc(nulls_first=True), "due_at", "pk"
    )


def summaries_of_campaign(campaign_id: int) -> dict[int, Summary]:
    """Collaboration id → its summary. One query."""
    rows = _with_corrections(Summary.objects.filter(collaboration__campaign_id=campaign_id))
    return {row.collaboration_id: row for row in rows.defer("figures", "chart_svg", "chart_png")}


def _with_corrections(rows: "QuerySet[Summary]") -> "QuerySet[Summary]":
    """`correction_waits` and `corrected`: whether one is drafted, or was sent."""
    mine = Correction.objects.filter(summary=OuterRef("pk"))
    return rows.annotate(
        correction_waits=Exists(mine.filter(state=CorrectionState.DRAFT)),
        corrected=Exists(mine.filter(state=CorrectionState.SENT)),
    )


def counts(now: datetime) -> dict[str, int]:
    """How many summaries each chip would show; "" is all of them. One query."""
    found = Summary.objects.aggregate(
        all=Count("pk"), **{state: Count("pk", filter=_of(state, now)) for state in STATES}
    )
    return {"": found.pop("all"), **found}


def _of(state: str, now: datetime) -> Q:
    unsent = ~Q(state=SummaryState.SENT)
    return {
        "open": Q(state=SummaryState.DRAFT, due_at__gt=now),
        "overdue": unsent & Q(due_at__lte=now),
        "held": Q(state=SummaryState.HELD),
        "on_time": Q(state=SummaryState.SENT) & _SENT_ON_TIME,
        "late": Q(state=SummaryState.SENT) & ~_SENT_ON_TIME,
    }.get(state, Q())


def chips(now: datetime) -> list[tuple[str, str, int]]:
    """(state, label, how many) for the filter of the record."""
    labels = {
        "": _("All"),
        "open": _("On the clock"),
        "overdue": _("Overdue"),
        "held": SummaryState.HELD.label,
        "on_time": _("Sent on time"),
        "late": _("Sent late"),
    }
    numbers = counts(now)
    return [(state, str(label), numbers[state]) for state, label in labels.items()]
