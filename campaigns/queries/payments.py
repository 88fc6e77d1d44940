"""What is owed and what was paid (product.md, row 31)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from campaigns.models import Payment
from campaigns.rules.payments import PaymentState, on_time_rate
from core.money import Money
from creators.models import Creator


def payments_of(creator: Creator) -> QuerySet[Payment]:
    """Everything owed or paid to a creator, the latest due day first."""
    return (
        Payment.objects.filter(collaboration__partnership__creator=creator)
        .select_related("collaboration__campaign__brand")
        .order_by("-due_on", "-pk")
    )


def payment_rows(state: str, today: date) -> QuerySet[Payment]:
    """Due and overdue ones by their day, the oldest first; paid ones the newest first."""
    rows = Payment.objects.select_related(
        "collaboration__campaign__brand", "collaboration__partnership__creator", "paid_by"
    )
    if state == PaymentState.PAID:
        return rows.exclude(paid_on=None).order_by("-paid_on", "-pk")
    rows = rows.filter(paid_on=None).order_by("due_on", "pk")
    if state == PaymentState.OVERDUE:
        return rows.filter(due_on__lt=today)
    return rows.filter(due_on__gte=today)


@dataclass(frozen=True)
class PaymentStanding:
    """`due` and `overdue` are sums by currency; `rate` is the share paid on time of `judged`."""

    due: list[Money]
    due_n: int
    overdue: list[Money]
    overdue_n: int
    paid_n: int
    rate: float | None
    judged: int


def payment_standing(today: date) -> PaymentStanding:
    """One query for all payments of the workspace."""
    open_, late = Q(paid_on=None, due_on__gte=today), Q(paid_on=None, due_on__lt=today)
    rows: list[Any] = list(
        Payment.objects.order_by("currency")
        .values("currency")
        .annotate(
            due=Sum("amount", filter=open_),
            due_n=Count("pk", filter=open_),
            overdue=Sum("amount", filter=late),
            overdue_n=Count("pk", filter=late),
            paid_n=Count("pk", filter=Q(paid_on__isnull=False)),
            in_time=Count("pk", filter=Q(paid_on__lte=F("due_on"))),
        )
    )
    n: dict[str, int] = {name: sum(row[name] for row in rows) for name in _COUNTS}
    return PaymentStanding(
        due=[Money(row["due"], row["currency"]) for row in rows if row["due_n"]],
        due_n=n["due_n"],
        overdue=[Money(row["overdue"], row["currency"]) for row in rows if row["overdue_n"]],
        overdue_n=n["overdue_n"],
        paid_n=n["paid_n"],
        rate=on_time_rate(in_time=n["in_time"], paid=n["paid_n"], overdue=n["overdue_n"]),
        judged=n["paid_n"] + n["overdue_n"],
    )


_COUNTS = ("due_n", "overdue_n", "paid_n", "in_time")
