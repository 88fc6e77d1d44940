"""Warmth: two-way contact against the rhythm (product.md, row 55 and Formulas)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.enums import WarmthLevel
from partnerships.enums import Cadence

# The longest month and quarter: who is in touch exactly in rhythm is never called cooling.
CADENCE_DAYS = {Cadence.MONTHLY: 31, Cadence.QUARTERLY: 92}
WARM_UP_TO, COOLING_UP_TO = 1.0, 1.5


@dataclass(frozen=True)
class Warmth:
    """`days` since `since`: the last contact in which the creator took part, or the partnership's
    start where there was none (`answered` is False)."""

    level: WarmthLevel
    days: int
    cadence_days: int
    since: date
    answered: bool

    @property
    def ratio(self) -> float:
        return self.days / self.cadence_days


def warmth(
    *, last_two_way: datetime | None, started_on: date, cadence: str, at: datetime
) -> Warmth | None:
    """None where the rhythm is "none": nobody promised to be in touch. Days are whole spans of 24
    hours, so that a list narrowed in the database and the chip on a page agree."""
    span = CADENCE_DAYS.get(Cadence(cadence))
    if span is None:
        return None
    if last_two_way is None:
        since, days = started_on, (at.date() - started_on).days
    else:
        since, days = last_two_way.date(), (at - last_two_way).days
    days = max(days, 0)
    return Warmth(_level(days / span), days, span, since, last_two_way is not None)


def bounds(cadence: str, level: str) -> tuple[int | None, int | None] | None:
    """Days since contact that make `level`: (from, up to), both included, None for open."""
    span = CADENCE_DAYS.get(Cadence(cadence))
    if span is None:
        return None
    warm, cooling = int(span * WARM_UP_TO), int(span * COOLING_UP_TO)
    return {
        WarmthLevel.WARM: (None, warm),
        WarmthLevel.COOLING: (warm + 1, cooling),
        WarmthLevel.COLD: (cooling + 1, None),
    }[WarmthLevel(level)]


def since_moment(at: datetime, days: int) -> datetime:
    """Contact later than this is at most `days` old at `at`."""
    return at - timedelta(days=days + 1)


@lru_cache(maxsize=4096)
def explain(found: Warmth, language: str) -> str:
    """Like "They were last in touch on 3 March 2026, 45 days ago. 45 ÷ 31 days … = 1.5"."""
    with translation.override(language):
        names = {
            "date": date_format(found.since, "j E Y"),
            "ago": ngettext("%(days)d day ago", "%(days)d days ago", found.days)
            % {"days": found.days},
        }
        told = (
            _("They were last in touch on %(date)s, %(ago)s.")
            if found.answered
            else _("No word from them since the start on %(date)s, %(ago)s.")
        ) % names
        sum_ = _("%(days)d ÷ %(cadence)d days of the rhythm = %(ratio)s") % {
            "days": found.days,
            "cadence": found.cadence_days,
            "ratio": number_format(round(found.ratio, 1), 1),
        }
        return f"{told} {sum_}"


def _level(ratio: float) -> WarmthLevel:
    if ratio <= WARM_UP_TO:
        return WarmthLevel.WARM
    return WarmthLevel.COOLING if ratio <= COOLING_UP_TO else WarmthLevel.COLD
