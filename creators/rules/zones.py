"""Time zones as people look for them: by city, those of our markets first."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location

from creators.enums import Market

OWN = {
    Market.RU: [
        "Europe/Kaliningrad", "Europe/Moscow", "Europe/Simferopol", "Europe/Kirov",
        "Europe/Volgograd", "Europe/Samara", "Europe/Astrakhan", "Europe/Saratov",
        "Europe/Ulyanovsk", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Barnaul",
        "Asia/Tomsk", "Asia/Novokuznetsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Chita",
        "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Sakhalin", "Asia/Kamchatka",
    ],
    Market.US: [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
        "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
    ],
}  # fmt: skip
_AREAS = frozenset(
    {
        "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
        "Pacific",
    }
)  # fmt: skip

Choices = list[tuple[str, str]]


def language_of(market: str) -> str:
    """The language most creators of a market write in."""
    return "ru" if market == Market.RU else "en"


def zone_label(zone: str, language: str, at: datetime) -> str:
    """`Moscow, UTC+3`: the city in the reader's language, the offset as it is at `at`."""
    city = get_timezone_location(zone, locale=language, return_city=True)
    city = city.rsplit("/", 1)[-1].replace("_", " ")
    offset = _offset(zone, at)
    return city if city == offset else f"{city}, {offset}"


@lru_cache(maxsize=16)
def zone_choices(language: str, at: datetime) -> dict[str, Choices]:
    """{market or "": [(zone, label)]}, "" for all others, by name. Pass `at` cut to the day, or
    nothing is remembered."""
    own = {str(market): _labelled(zones, language, at) for market, zones in OWN.items()}
    taken = {zone for zones in OWN.values() for zone in zones}
    others = [z for z in available_timezones() if z.split("/")[0] in _AREAS and z not in taken]
    rest = sorted(_labelled(["UTC", *others], language, at), key=lambda pair: pair[1])
    return {**own, "": rest}


def _labelled(zones: list[str], language: str, at: datetime) -> Choices:
    return [(zone, zone_label(zone, language, at)) for zone in zones]


def _offset(zone: str, at: datetime) -> str:
    minutes = int((ZoneInfo(zone).utcoffset(at) or timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
