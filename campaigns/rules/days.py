"""Days that may have numbers already."""

from datetime import UTC, date, datetime, timedelta

# Kiribati is the first to begin a day.
_FIRST = timedelta(hours=14)


def latest_day(at: datetime) -> date:
    """The latest date that anybody on Earth writes at `at`: a platform, a creator and a manager
    may be three dates apart, so only what is later than this is still to come."""
    return (at.astimezone(UTC) + _FIRST).date()
