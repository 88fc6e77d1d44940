"""Payments of one creator or partnership (product.md, row 31)."""

from django.db.models import QuerySet

from campaigns.models import Payment
from creators.models import Creator
from partnerships.models import Partnership


def payments_of(creator: Creator) -> QuerySet[Payment]:
    """Everything owed or paid to a creator, the latest due day first."""
    return _newest(Payment.objects.filter(partnership__creator=creator))


def payments_with(partnership: Partnership) -> QuerySet[Payment]:
    return _newest(Payment.objects.filter(partnership=partnership))


def _newest(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    return rows.select_related(
        "collaboration__campaign", "partnership__brand", "partnership__creator", "paid_by"
    ).order_by("-due_on", "-pk")
