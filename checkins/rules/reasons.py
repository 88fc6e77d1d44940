"""The reason of a date in words, in the language of whoever looks (product.md, row 42)."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from checkins.enums import TouchKind
from checkins.rules.cadence import AWAY, PAUSED, SKIPPED, START
from core.workdays import holiday_name
from partnerships.enums import Cadence

# A date this far from today could be taken for another year's.
_NEEDS_YEAR_DAYS = 300
_SPOKE = {
    TouchKind.CHECK_IN: gettext_lazy("you checked in on %(date)s"),
    TouchKind.REPLY: gettext_lazy("they answered on %(date)s"),
    TouchKind.MESSAGE: gettext_lazy("you wrote on %(date)s"),
    TouchKind.CALL: gettext_lazy("you spoke on %(date)s"),
    TouchKind.MEETING: gettext_lazy("you met on %(date)s"),
    TouchKind.BRIEF: gettext_lazy("the brief was shared on %(date)s"),
    TouchKind.SUMMARY: gettext_lazy("the summary was sent on %(date)s"),
    START: gettext_lazy("partners since %(date)s"),
    SKIPPED: gettext_lazy("%(date)s was left out"),
}
_IN_TOUCH = gettext_lazy("you were in touch on %(date)s")
_RHYTHM = {
    Cadence.MONTHLY: gettext_lazy("monthly"),
    Cadence.QUARTERLY: gettext_lazy("quarterly"),
}
# Which Tuesday of a quarter.
_NTH = (
    pgettext_lazy("Tuesday of a quarter", "first"),
    pgettext_lazy("Tuesday of a quarter", "second"),
    pgettext_lazy("Tuesday of a quarter", "third"),
    pgettext_lazy("Tuesday of a quarter", "fourth"),
    pgettext_lazy("Tuesday of a quarter", "fifth"),
    pgettext_lazy("Tuesday of a quarter", "sixth"),
)


def explain(reason: Mapping[str, Any], language: str, today: date | None = None) -> str:
    """Like "you spoke on 3 March; monthly; 3 April is a Friday". With `today`, dates of another
    year say their year."""
    with translation.override(language):
        if reason.get("rule") == "checkpoint":
            parts = [_fixed(reason.get("week"))]
            if "passed" in reason:
                passed = {"date": _day(date.fromisoformat(reason["passed"]), today)}
                parts.append(_("the one of %(date)s fell into an absence") % passed)
        else:
            spoke = _SPOKE.get(reason["from_kind"], _IN_TOUCH)
            since = _day(date.fromisoformat(reason["from"]), today)
            parts = [spoke % {"date": since}, str(_RHYTHM[Cadence(reason["cadence"])])]
        parts.append(_which_day(reason, language, today))
        return "; ".join(parts)


def _fixed(week: int | None) -> str:
    """None: planned when everybody's day was the first Tuesday."""
    if week is None:
        return _("the first Tuesday of the quarter, whatever contact there was")
    said = _("their fixed day: the %(nth)s Tuesday of the quarter, whatever contact there was")
    return said % {"nth": _NTH[week]}


def weekday(day: date) -> str:
    """ "Friday", "пятница": as it stands inside a sentence."""
    return _weekday(day, translation.get_language() or "")


@lru_cache(maxsize=1024)
def _weekday(day: date, language: str) -> str:
    name = date_format(day, "l")
    return name.lower() if language.startswith("ru") else name


def _which_day(reason: Mapping[str, Any], language: str, today: date | None) -> str:
    raw = date.fromisoformat(reason["raw"])
    due = date.fromisoformat(reason.get("due", reason["raw"]))
    names = {
        "date": _day(raw, today),
        "weekday": weekday(raw),
        "due": _day(due, today),
        "due_weekday": weekday(due),
    }
    adjusted = reason.get("adjusted")
    if adjusted == "weekend":
        return _("%(date)s is a %(weekday)s, so %(due_weekday)s %(due)s") % names
    if adjusted == "holiday":
        names["holiday"] = holiday_name(raw, reason["market"], language)
        return _("%(date)s is a holiday (%(holiday)s), so %(due_weekday)s %(due)s") % names
    if adjusted in (PAUSED, AWAY):
        last = date.fromisoformat(reason["free_from"]) - timedelta(days=1)
        names["last"] = _day(last, today)
        if adjusted == AWAY:
            return _("away until %(last)s, so %(due_weekday)s %(due)s") % names
        return _("paused until %(last)s, so %(due_weekday)s %(due)s") % names
    return _("%(date)s is a %(weekday)s") % names


def _day(day: date, today: date | None) -> str:
    far = today is not None and abs((day - today).days) > _NEEDS_YEAR_DAYS
    return _written(day, far, translation.get_language() or "")


@lru_cache(maxsize=4096)
def _written(day: date, far: bool, _language: str) -> str:
    # A list of fifty rows writes some hundred days, the same ones again and again.
    return date_format(day, "j E Y" if far else "j E")
