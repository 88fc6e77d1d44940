"""When a creator is paid, and how often that was on time (product.md, row 31)."""

from datetime import date, timedelta
from enum import StrEnum

from core.workdays import is_working


class PaymentState(StrEnum):
    PAID = "paid"
    DUE = "due"
    OVERDUE = "overdue"


def payment_due(earned_on: date, payment_days: int) -> date:
    """Days of the terms are calendar days from the day the work was finished."""
    return earned_on + timedelta(days=payment_days)


def pay_by(due_on: date, market: str) -> date:
    """The last working day of the creator's `market` on or before the due day: terms count calendar
    days, and a bank that is closed on the day is no reason to be late."""
    while not is_working(due_on, market):
        due_on -= timedelta(days=1)
    return due_on


def payment_state(*, due_on: date, paid_on: date | None, today: date) -> PaymentState:
    if paid_on is not None:
        return PaymentState.PAID
    return PaymentState.OVERDUE if today > due_on else PaymentState.DUE


def on_time_rate(*, in_time: int, paid: int, overdue: int) -> float | None:
    """Paid on or before the due day ÷ all that can be judged: what was paid, and what is overdue.
    What is not due yet tells nothing. None where nothing can be judged."""
    judged = paid + overdue
    return in_time / judged if judged else None
