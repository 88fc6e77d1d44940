"""When a goal should be talked about again (product.md, row 4: reviewed at check-ins)."""

from datetime import date, timedelta

REVIEW_DAYS = 182


def stale_before(today: date) -> date:
    """A goal last spoken of before this day waits for a review: half a year."""
    return today - timedelta(days=REVIEW_DAYS)


def is_stale(last_spoken: date, today: date) -> bool:
    """`last_spoken`: the newest review, or the day it was said where there is none."""
    return last_spoken < stale_before(today)
