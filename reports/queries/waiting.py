"""Summaries that wait for a person."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from reports.models import Summary, SummaryState


def unsent(user: User | None, until: datetime) -> QuerySet[Summary]:
    """Unsent ones due before `until`, the most urgent first; with `user` only the partnerships
    they keep."""
    rows = (
        Summary.objects.exclude(state=SummaryState.SENT)
        .filter(due_at__lt=until)
        .select_related(
            "held_by",
            "collaboration__campaign",
            "collaboration__partnership__creator",
        )
        .defer("figures", "chart_svg", "chart_png")
        .order_by("due_at", "pk")
    )
    if user is None:
        return rows.select_related("collaboration__partnership__owner")
    return rows.filter(collaboration__partnership__owner=user)
