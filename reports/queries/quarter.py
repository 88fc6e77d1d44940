"""Summaries that were due in a quarter, for the business review (product.md, rows 57 and 67)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.review_parts import OnTime, Part
from reports.models import Summary
from reports.models.summary import SummaryState


def summaries_on_time(ids: Iterable[int], first: date, last: date, at: datetime) -> OnTime:
    """By the end of their 72 hours; one query."""
    rows = Summary.objects.filter(
        collaboration__partnership__in=list(ids),
        due_at__date__gte=first,
        due_at__date__lt=last + timedelta(days=1),
    )
    sent = Q(state=SummaryState.SENT)
    counts = rows.aggregate(
        due=Count("pk"),
        on_time=Count("pk", filter=sent & Q(sent_at__lte=F("due_at"))),
        late=Count("pk", filter=sent & Q(sent_at__gt=F("due_at"))),
        overdue=Count("pk", filter=~sent & Q(due_at__lt=at)),
    )
    return OnTime(**counts)


PART = Part("summaries", _("Summaries within 72 hours"), summaries_on_time)
