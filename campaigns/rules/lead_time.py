"""A brief that comes too late for how the creator works (product.md, row 38)."""

from datetime import date


def days_short(*, due_on: date, today: date, lead_days: int | None) -> int:
    """By how many days `due_on` is sooner than the creator's stated lead time; 0: it is not."""
    if not lead_days:
        return 0
    return max(0, lead_days - (due_on - today).days)
