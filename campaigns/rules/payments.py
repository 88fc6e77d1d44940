"""When a creator is paid, and how often that was on time (product.md, row 31)."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction


class PaymentState(StrEnum):
    PAID = "paid"
    DUE = "due"
    OVERDUE = "overdue"


def payment_due(earned_on: date, payment_days: int) -> date:
    """Days of the terms are calendar days from the day the work was finished."""
    return earned_on + timedelta(days=payment_days)


def payment_state(*, due_on: date, paid_on: date | None, today: date) -> PaymentState:
    if paid_on is not None:
        return PaymentState.PAID
    return PaymentState.OVERDUE if today > due_on else PaymentState.DUE


def on_time_rate(
    payments: Iterable[tuple[date, date | None]], *, today: date
) -> tuple[Fraction | None, int]:
    """(share paid on or before the due day, n) of `(due_on, paid_on)`.

    n counts what was paid, and what is overdue and not paid; what is not due yet tells nothing.
    None with n = 0.
    """
    judged = [
        paid_on is not None and paid_on <= due_on
        for due_on, paid_on in payments
        if paid_on is not None or today > due_on
    ]
    return (Fraction(sum(judged), len(judged)), len(judged)) if judged else (None, 0)
