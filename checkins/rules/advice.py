"""Questions to advisors: when one has waited too long (product.md, row 70)."""

from datetime import date, timedelta

from core.workdays import is_working

# Working days of the advisor's market after which an answer is missed.
ANSWER_WITHIN = 5
# Days after which an answer that nobody has used is put before us again.
USE_WITHIN = timedelta(days=14)


def working_days_since(asked: date, today: date, market: str) -> int:
    """Working days after `asked`, up to and with `today`; 0 where none has passed."""
    days = (today - asked).days
    return sum(is_working(asked + timedelta(days=n), market) for n in range(1, days + 1))


def has_waited(asked: date, today: date, market: str) -> bool:
    return working_days_since(asked, today, market) >= ANSWER_WITHIN


def months_since(starts_on: date, today: date) -> int:
    """Begun months from `starts_on` to `today`; 1 in the first."""
    months = (today.year - starts_on.year) * 12 + today.month - starts_on.month
    return max(months + (today.day >= starts_on.day), 0)


def quarter_start(today: date) -> date:
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
