"""Numbers that a row names by words: titles of series, names of events. Pure."""

import re
from functools import lru_cache

from campaigns.imports.fields import FIELDS, SIGNED, WATCH
from campaigns.imports.numbers import parse_signed
from campaigns.models import METRICS
from core.imports.mapping import plain_header
from core.imports.values import parse_count
from creators.enums import Platform

# What stands beside the number's own name in a title.
_PLATFORMS = {
    "instagram": Platform.INSTAGRAM, "инстаграм": Platform.INSTAGRAM, "ig": Platform.INSTAGRAM,
    "facebook": Platform.OTHER, "фейсбук": Platform.OTHER, "messenger": Platform.OTHER,
    "threads": Platform.OTHER, "tiktok": Platform.TIKTOK, "youtube": Platform.YOUTUBE,
    "vk": Platform.VK, "telegram": Platform.TELEGRAM,
}  # fmt: skip
_SMALL = {
    "on", "of", "in", "from", "the", "page", "profile", "your", "new", "total", "daily",
    "на", "в", "из", "страницы", "профиля", "всего", "новые", "auf", "von", "bei", "im",
    "de", "en", "du", "da", "do", "sur", "del", "la", "el", "no", "na", "à", "der", "des",
}  # fmt: skip
# Events of web analytics; a visit is a click on the link that led there.
_EVENTS = {"page view": "views", "session start": "clicks", "purchase": "purchases",
           "ecommerce purchase": "purchases", "in app purchase": "purchases",
           "followers": "follows", "content views": "views", "3 second video views": "views",
           "net follows": "follows"}  # fmt: skip
_BY_WORD = {
    plain_header(alias): one.key
    for one in reversed(FIELDS)
    if one.key in (*METRICS, *WATCH)
    for alias in reversed(one.aliases)
}


@lru_cache(maxsize=4096)
def metric_named(text: str) -> tuple[str, str]:
    """(metric or "", platform or ""): `Instagram reach` is the reach, on Instagram."""
    words = plain_header(re.sub(r"(?<=[a-zа-яё])-", " ", text)).split()
    # German joins them: `Facebook-Reichweite`.
    platform = next((str(_PLATFORMS[word]) for word in words if word in _PLATFORMS), "")
    plain = [word for word in words if word not in _PLATFORMS]
    bare = [word for word in plain if word not in _SMALL]
    for reading in (" ".join(words), " ".join(plain), " ".join(bare)):
        found = _EVENTS.get(reading) or _BY_WORD.get(reading, "")
        if found in METRICS:
            return found, platform
    return "", platform


def parse_named(metric: str, text: str) -> int | None:
    return parse_signed(text) if metric in SIGNED else parse_count(text)
