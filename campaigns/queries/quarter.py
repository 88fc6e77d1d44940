"""Payments that were due in a quarter, for the business review (product.md, row 67)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Payment
from partnerships.review_parts import OnTime, Part


def payments_on_time(ids: Iterable[int], first: date, last: date, at: datetime) -> OnTime:
    """By their due day; one query. Payments of nothing are nobody's promise."""
    rows = Payment.objects.filter(
        partnership__in=list(ids), due_on__gte=first, due_on__lte=last, amount__gt=0
    )
    counts = rows.aggregate(
        due=Count("pk"),
        on_time=Count("pk", filter=Q(paid_on__lte=F("due_on"))),
        late=Count("pk", filter=Q(paid_on__gt=F("due_on"))),
        overdue=Count("pk", filter=Q(paid_on=None, due_on__lt=at.date())),
    )
    return OnTime(**counts)


PART = Part("payments", _("Payments"), payments_on_time)
