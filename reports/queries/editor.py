"""One summary as its editor shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation

from core.charts import Chart
from core.models import AuditEntry
from reports.models import Summary, SummaryState
from reports.models.summary import label_of
from reports.rules.charts import summary_chart
from reports.rules.clock import Quiet, sends_itself_at
from reports.rules.showing import (
    FigureRow,
    business_rows,
    comparison_note,
    engagement_note,
    reach_rows,
)
from reports.rules.wording import what_is_missing


@dataclass(frozen=True)
class SummaryPage:
    """What stands beside the form, in the reader's language."""

    reach: list[FigureRow]
    business: list[FigureRow]
    comparison: str
    formula: str
    missing: list[str]
    chart: Chart | None
    taken_at: datetime
    address: str
    # When it goes out by itself; None if it will not (held, no address, sent).
    sends_at: datetime | None
    overdue: bool
    sent: bool
    held: bool


def with_everything() -> QuerySet[Summary]:
    return Summary.objects.select_related(
        "workspace",
        "collaboration__campaign__brand",
        "collaboration__campaign__owner",
        "collaboration__partnership__creator",
        "collaboration__partnership__brand",
        "collaboration__partnership__owner",
        "held_by",
        "sent_by",
        "mail",
    ).defer("chart_png", "mail__text", "mail__html")


def page_of(summary: Summary, now: datetime) -> SummaryPage:
    """No query: `summary` comes from `with_everything`."""
    figures = summary.figures
    partnership = summary.collaboration.partnership
    creator = partnership.creator
    address = partnership.mail_to[0]
    sent = summary.state == SummaryState.SENT
    held = summary.state == SummaryState.HELD
    quiet = Quiet(creator.zone, creator.quiet_from, creator.quiet_until)
    by_itself = not sent and not held and bool(address)
    return SummaryPage(
        reach=reach_rows(figures),
        business=business_rows(figures),
        comparison=comparison_note(figures),
        formula=engagement_note(figures),
        missing=what_is_missing(figures),
        chart=summary_chart(
            figures, summary.collaboration.campaign.name, translation.get_language() or "en"
        ),
        taken_at=datetime.fromisoformat(figures["taken_at"]),
        address=address,
        sends_at=sends_itself_at(summary.closed_at, quiet) if by_itself else None,
        overdue=not sent and now > summary.due_at,
        sent=sent,
        held=held,
    )


def both_texts(stored: Summary, typed: Mapping[str, str]) -> list[dict[str, str]]:
    """For a conflict: the texts that differ, theirs as stored, mine as typed."""
    return [
        {
            "label": str(label_of(name)),
            "theirs": getattr(stored, name),
            "mine": text,
        }
        for name, text in typed.items()
        if getattr(stored, name) != text
    ]


def last_editor(summary: Summary) -> str:
    entry = (
        AuditEntry.objects.filter(
            object_type=summary._meta.label_lower, object_id=summary.public_id, by__isnull=False
        )
        .select_related("by")
        .order_by("-at", "-pk")
        .first()
    )
    return str(entry.by) if entry else ""
