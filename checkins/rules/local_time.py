"""A day and a time on somebody's clock, as a moment (product.md, row 52).

In spring an hour does not exist, in autumn one comes twice: who types such a time is told.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class LocalMoment:
    """`at` is UTC. `problem`: words for the field, and `at` is None. `note`: words that are worth
    saying although all is well; which of two moments was taken."""

    at: datetime | None
    problem: str = ""
    note: str = ""


def local_moment(day: date, clock: time, zone: ZoneInfo) -> LocalMoment:
    """The moment at which a clock in `zone` shows `day` and `clock`; of an hour that comes twice
    the first. The hour that daylight saving removes is a problem, never another hour."""
    wanted = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    first, second = (wanted.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    at = first.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != wanted:
        after = at.astimezone(zone)
        words = _(
            "%(time)s does not exist on that day: the clocks go forward. Say %(next)s or later."
        )
        said = {"time": f"{clock:%H:%M}", "next": _behind_the_gap(at, after)}
        return LocalMoment(None, problem=words % said)
    if first.utcoffset() != second.utcoffset():
        words = _(
            "The clocks go back, so %(time)s comes twice on that day. The first one is meant."
        )
        return LocalMoment(at, note=words % {"time": f"{clock:%H:%M}"})
    return LocalMoment(at)


def _behind_the_gap(at: datetime, local: datetime) -> str:
    """The first time that the clock shows after it was moved: the change lies between `at` and as
    much before it as the gap is long."""
    zone = local.tzinfo
    low, high = int(at.timestamp()) - 6 * 3600, int(at.timestamp())
    after = local.utcoffset()
    while high - low > 60:
        middle = (low + high) // 2
        same = datetime.fromtimestamp(middle, UTC).astimezone(zone).utcoffset() == after
        low, high = (low, middle) if same else (middle, high)
    return f"{datetime.fromtimestamp(round(high / 60) * 60, UTC).astimezone(zone):%H:%M}"
