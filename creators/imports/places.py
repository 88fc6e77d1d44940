"""`Москва, Россия`, `Austin, TX`, `Spain` → city, country, market, zone. Pure."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

from core.imports.sentences import gettext as _
from core.imports.values import clean_text, is_unknown, shown
from core.search import fold
from creators.enums import Market
from creators.imports.zones import (
    COUNTRY_ZONES,
    RU_CITIES,
    RU_DEFAULT,
    SHORT_ZONES,
    US_CITIES,
    US_DEFAULT,
    US_STATES,
)

# What people write besides the names that Babel knows.
_ALSO = {
    "рф": "RU", "россия": "RU", "russia": "RU", "russian federation": "RU", "rus": "RU",
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "america": "US", "сша": "US", "америка": "US",
    "united states of america": "US", "uk": "GB", "england": "GB", "great britain": "GB",
    "scotland": "GB", "англия": "GB", "великобритания": "GB", "uae": "AE", "оаэ": "AE",
    "turkey": "TR", "турция": "TR", "czech republic": "CZ", "чехия": "CZ", "южная корея": "KR",
    "korea": "KR", "белоруссия": "BY", "беларусь": "BY", "киргизия": "KG", "молдавия": "MD",
}  # fmt: skip
# Names of countries in the languages whose exports come along; English and Russian first.
_LANGUAGES = ("en", "ru", "de", "fr", "es", "it", "pt", "pl", "uk", "be", "kk", "tr")
_CITY_WORD = re.compile(r"^(г\.?|гор\.?|город|city of)\s+", re.IGNORECASE)
_PARTED = re.compile(r"\s*[,;/|]\s*|\s+[-–—]\s+")
_LONGEST_CITY = 80
_OFFSET = re.compile(r"(?:utc|gmt|z)?_?[+\-−]?\d{1,2}:?(?:\d{2})?(?:[;,_].*)?|utc|gmt|z")
# A country that is named, and not known.
NOWHERE = "ZZ"


@dataclass(frozen=True)
class Place:
    """`country` is an ISO code, empty if the text names none that is known; `zone` is empty if
    nothing of the text says it."""

    city: str = ""
    country: str = ""
    zone: str = ""


def country_code(text: str) -> str:
    """The ISO code of a country by its code or its English or Russian name, else empty."""
    plain = clean_text(text)
    if len(plain) == 2 and plain.upper() in COUNTRY_ZONES:
        return plain.upper()
    return _countries().get(plain.casefold().replace("ё", "е"), "")


def market_of(country: str) -> str:
    return country if country in (Market.RU, Market.US) else Market.OTHER


def parse_market(text: str) -> Place | None:
    """A cell of a country column; a country that is not known is some other market."""
    if is_unknown(text):
        return None
    if fold(text) in (fold("other"), fold("другой"), "zz"):
        return Place()
    # `Austria, Vienna`, `Melbourne - VIC - Australia`: the country stands at an end.
    parts = [part for part in _PARTED.split(clean_text(text)) if part]
    ends = [text, *reversed(parts[-1:]), *parts[:1]]
    code = next(filter(None, map(country_code, ends)), "")
    return Place(country=code or NOWHERE, zone=COUNTRY_ZONES.get(code, ""))


def country_of(address: str) -> Place | None:
    """The country that the last line of a postal address names; None for none that is known."""
    parts = [part for part in re.split(r"[\n,]+", address) if part.strip()]
    code = country_code(parts[-1]) if parts else ""
    return Place(country=code, zone=COUNTRY_ZONES.get(code, "")) if code else None


@lru_cache(maxsize=4096)
def parse_place(text: str) -> Place | None:
    """A cell of a city or location column: the city is before the first comma."""
    if is_unknown(text):
        return None
    parts = [_CITY_WORD.sub("", part).strip() for part in clean_text(text).split(",")]
    parts = [part for part in parts if part]
    country = country_code(parts[-1]) if parts and not _is_state(parts) else ""
    while parts and country and country_code(parts[-1]) == country:
        parts.pop()
    if not parts:
        return Place(country=country, zone=COUNTRY_ZONES.get(country, ""))
    city = parts[0][:_LONGEST_CITY]
    found = _zone(city, [fold(part) for part in parts[1:]], country)
    return Place(city, country or found[0], found[1])


def default_zone(market: str) -> str:
    """The zone of a market where nothing else is known; empty for other markets."""
    return {Market.RU.value: RU_DEFAULT, Market.US.value: US_DEFAULT}.get(market, "")


def parse_zone(text: str) -> str | None:
    """An IANA name in any case, or what people say: `МСК+2`, `PST`."""
    if is_unknown(text):
        return None
    plain = re.sub(r"\s*\+\s*", "+", clean_text(text)).replace(" ", "_").casefold()
    found = _zones().get(plain) or SHORT_ZONES.get(plain)
    if not found and _OFFSET.fullmatch(plain):
        # An offset is right for half of the year: the city or country says more.
        return None
    if not found:
        raise ValueError(
            _("“%(cell)s” is not a time zone such as Europe/Moscow.") % {"cell": shown(text)}
        )
    return ZoneInfo(found).key


def _zone(city: str, rest: list[str], country: str) -> tuple[str, str]:
    """(country, zone) as the city and what stands behind it say."""
    key = fold(city)
    state = next((US_STATES[part] for part in rest if part in US_STATES), "")
    if country in ("", "US") and state:
        # A city may lie in another zone than most of its state.
        return "US", US_CITIES[key] if key == fold("El Paso") else state
    if country in ("", "RU") and key in RU_CITIES:
        return "RU", RU_CITIES[key]
    if country in ("", "US") and key in US_CITIES:
        return "US", US_CITIES[key]
    if country == "US" and key in US_STATES:
        return "US", US_STATES[key]
    return country, COUNTRY_ZONES.get(country, "")


def _is_state(parts: list[str]) -> bool:
    """`Atlanta, GA` is no Georgia by the sea, `CA` behind a city no Canada."""
    return len(parts) > 1 and len(parts[-1]) == 2 and fold(parts[-1]) in US_STATES


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(name.casefold().replace("ё", "е"), code)
    return {**names, **_ALSO}


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
