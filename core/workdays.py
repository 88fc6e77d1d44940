"""When people of a market work: never on Saturdays, Sundays and public holidays, from 9 to 18 by
their clock, and not in their quiet hours (product.md, rows 2 and 42)."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import lru_cache

import holidays

# A market without a calendar here has weekends only.
# Market → the languages its holidays have names in; ours first, English where it is all there is.
_LANGUAGES = {"RU": {"en": "en_US", "ru": "ru"}, "US": {"en": "en_US"}}
SATURDAY = 5
OPENS, CLOSES = time(9), time(18)


@lru_cache(maxsize=512)
def _holidays(market: str, year: int, language: str) -> dict[date, str]:
    names = _LANGUAGES.get(market)
    if names is None:
        return {}
    name = names.get(language, names["en"])
    return dict(holidays.country_holidays(market, years=year, language=name).items())


def holiday_name(day: date, market: str, language: str = "en") -> str:
    """What the market celebrates on `day` in `language` ("en" or "ru"); "" if nothing."""
    return _holidays(market, day.year, "ru" if language.startswith("ru") else "en").get(day, "")


def why_not_working(day: date, market: str) -> str:
    """ "weekend", "holiday", or "" for a working day."""
    if day.weekday() >= SATURDAY:
        return "weekend"
    return "holiday" if day in _holidays(market, day.year, "en") else ""


def is_working(day: date, market: str) -> bool:
    return not why_not_working(day, market)


def working_day_from(day: date, market: str) -> date:
    """`day` itself if people work on it in `market`, else the first day after it that they do."""
    return next(found for found in _days_from(day) if is_working(found, market))


def is_quiet(clock: time, quiet_from: time | None, quiet_until: time | None) -> bool:
    """Whether `clock` lies in the quiet hours, which may go past midnight. One end alone means
    midnight for the other; two equal ends mean no quiet hours."""
    start, end = quiet_from or time.min, quiet_until or time.min
    if start < end:
        return start <= clock < end
    return start != end and (clock >= start or clock < end)


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)
