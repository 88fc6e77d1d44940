"""What time it is for a creator, and whether it is a good one (product.md, rows 1 and 2)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.workdays import CLOSES, OPENS, is_quiet, why_not_working

_NONE = timedelta()


class Moment(StrEnum):
    """What the creator's clock says about reaching them now."""

    WORKING = "working"
    QUIET = "quiet"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class LocalTime:
    """`at` is in the creator's zone; `ahead` is how far their clock is before the reader's."""

    at: datetime
    moment: Moment
    ahead_minutes: int

    @property
    def ahead(self) -> str:
        """`3 h ahead of you`, in the reader's language."""
        hours, minutes = divmod(abs(self.ahead_minutes), 60)
        if not hours and not minutes:
            return _("the same as yours")
        span = _("%(h)s h") % {"h": hours}
        if minutes:
            span = _("%(h)s h %(m)s min") % {"h": hours, "m": minutes}
        told = _("%(span)s ahead of you") if self.ahead_minutes > 0 else _("%(span)s behind you")
        return told % {"span": span}


def local_time(
    *,
    at: datetime,
    zone: ZoneInfo,
    reader_zone: ZoneInfo,
    market: str = "",
    quiet_from: time | None = None,
    quiet_until: time | None = None,
) -> LocalTime:
    """The creator's clock at the instant `at`, and how far it is from the reader's (minutes)."""
    here = at.astimezone(zone)
    ahead = (here.utcoffset() or _NONE) - (at.astimezone(reader_zone).utcoffset() or _NONE)
    return LocalTime(
        at=here,
        moment=_moment(here, market, quiet_from, quiet_until),
        ahead_minutes=int(ahead.total_seconds() // 60),
    )


def _moment(
    here: datetime, market: str, quiet_from: time | None, quiet_until: time | None
) -> Moment:
    clock = here.time()
    if is_quiet(clock, quiet_from, quiet_until):
        return Moment.QUIET
    if why := why_not_working(here.date(), market):
        return Moment(why)
    if clock < OPENS:
        return Moment.BEFORE
    return Moment.WORKING if clock < CLOSES else Moment.AFTER
