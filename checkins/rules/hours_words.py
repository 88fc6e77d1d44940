"""What a slot means to each, in words: "Tue 19:00 Moscow", "Anna stays until 19:30"."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checkins.rules.common_hours import Found, Person, Slot, There


def city(zone: Any) -> str:
    """ "Moscow", "Москва": what people call the clock they live by."""
    return _city(str(zone), _language())


@lru_cache(maxsize=1024)
def _city(zone: str, language: str) -> str:
    return str(get_timezone_location(zone, locale=language, return_city=True))


def clock_of(moment: datetime, zone: Any) -> str:
    """ "Tue 19:00", by the clock of `zone`."""
    return format_datetime(moment.astimezone(zone), "EEE HH:mm", tzinfo=zone, locale=_language())


def when_there(moment: datetime, zone: Any) -> str:
    """Day, date and time for those who live there: "Tuesday, 24 November, 19:00 (Moscow)"."""
    day = format_datetime(
        moment.astimezone(zone), "EEEE, d MMMM, HH:mm", tzinfo=zone, locale=_language()
    )
    return f"{day} ({city(zone)})"


def weekday_of(day: date) -> str:
    """ "Monday, 14 September", "понедельник, 14 сентября": within a sentence."""
    return format_date(day, "EEEE, d MMMM", locale=_language())


def both_clocks(slot: Slot) -> str:
    """ "Tue 19:00 Moscow · Tue 09:00 Los Angeles": each clock once, in the order of the people."""
    seen = {
        f"{clock_of(slot.starts_at, there.person.zone)} {city(there.person.zone)}": None
        for there in slot.people
    }
    return " · ".join(seen)


def reasons(slot: Slot) -> list[str]:
    """Why this one: inside everybody's hours, or who pays how much for it."""
    if slot.fits:
        return [_("Inside everybody's working hours.")]
    return [line for there in slot.people if (line := _strain(there))]


def _strain(there: There) -> str:
    said = {"name": there.person.name, "start": _hm(there.starts), "end": _hm(there.ends)}
    if there.early and there.late:
        return _("%(name)s: from %(start)s to %(end)s, longer than the working day.") % said
    if there.early:
        said["by"] = _length(there.early)
        return _("%(name)s starts at %(start)s, %(by)s before the working day.") % said
    if there.late:
        said["by"] = _length(there.late)
        return _("%(name)s stays until %(end)s, %(by)s after the working day.") % said
    return ""


def why_nothing(found: Found, people: list[Person]) -> str:
    words = {
        "far": _(
            "There is no hour between 7:00 and 22:00 for all of them, quiet hours left out. Try "
            "fewer people, a shorter call, or two calls."
        ),
        "days": _("There is no day in this span on which all of them work. Look further ahead."),
        "busy": _("All hours they share are taken. Look further ahead, or take a shorter call."),
    }
    return words.get(found.nothing, "") if people else ""


def _hm(local: datetime) -> str:
    return f"{local:%H:%M}"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)s min") % {"n": rest}
    whole = _("%(n)s h") % {"n": hours}
    return f"{whole} {_('%(n)s min') % {'n': rest}}" if rest else whole


def _language() -> str:
    return (get_language() or "en")[:2]
