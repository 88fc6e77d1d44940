"""How long it has been quiet: spans of the last contact, gaps without work (product.md, row 54)."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from creators.models.creator import NEVER

# Days without work or contact that are told.
GAPS = (90, 180)


class Silence(models.TextChoices):
    """Time since the last contact; the spans meet and do not overlap."""

    MONTH = "30", _("Within 30 days")
    QUARTER = "30-90", _("30 to 90 days ago")
    HALF = "90-180", _("90 to 180 days ago")
    LONGER = "180", _("Over 180 days ago")
    NEVER = "never", _("Never")


_DAYS: dict[str, tuple[int | None, int | None]] = {
    Silence.MONTH: (None, 30),
    Silence.QUARTER: (30, 90),
    Silence.HALF: (90, 180),
    Silence.LONGER: (180, None),
}


def bounds(silence: Silence, at: datetime) -> tuple[datetime | None, datetime | None]:
    """(later than, not later than) of the last contact; None where open. Whole days of 24 hours,
    as warmth counts them: "30 days" ends when the 31st begins."""
    if silence == Silence.NEVER:
        return None, NEVER
    first, last = _DAYS[silence]
    after = at - timedelta(days=last + 1) if last is not None else NEVER
    until = at - timedelta(days=first + 1) if first is not None else None
    return after, until


def gap_since(at: datetime, days: int) -> datetime:
    """Work or contact later than this leaves no gap of `days` days."""
    return at - timedelta(days=days)
