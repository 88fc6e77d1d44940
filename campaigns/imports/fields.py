"""What a column of a results file may be, by the names that platforms and shops give it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from campaigns.imports.formats.words import WORDS
from campaigns.imports.numbers import parse_clock, parse_hours, parse_minutes, parse_signed
from campaigns.models import METRICS
from campaigns.models.result import metric_label
from core.imports.mapping import Field
from core.imports.sentences import gettext as _
from core.imports.values import clean_text, parse_count, parse_id, shown
from creators.enums import Market, Platform
from creators.imports.places import country_code, market_of

# A daily series tells differences.
SIGNED = ("likes", "comments", "shares", "saves", "follows")
# Other units of watch time → what they become.
WATCH: dict[str, Callable[[str], int | None]] = {
    "watch_hours": parse_hours,
    "watch_minutes": parse_minutes,
    "watch_clock": parse_clock,
}
_WATCH_LABELS = {
    "watch_hours": gettext_lazy("Watch time, hours"),
    "watch_minutes": gettext_lazy("Watch time, minutes"),
    "watch_clock": gettext_lazy("Watch time as 1:23:45"),
}
_BY_ROW = gettext_lazy("Whose row it is")
_WHEN = gettext_lazy("When and where")
_NUMBERS = gettext_lazy("Numbers")
_SALES = gettext_lazy("Sales")


def parse_market(text: str) -> str:
    """A country by name or code in either language; one that is not ours is the other market."""
    plain = clean_text(text)
    if plain.upper() in Market.values:
        return plain.upper()
    return str(market_of(country_code(plain)))


def parse_platform(text: str) -> str:
    """A platform by its name; ValueError for one that is not known."""
    plain = clean_text(text).casefold()
    for key, label in Platform.choices:
        if plain in (key, str(label).casefold()):
            return key
    also = {"вконтакте": Platform.VK, "ютуб": Platform.YOUTUBE, "инстаграм": Platform.INSTAGRAM,
            "телеграм": Platform.TELEGRAM, "тикток": Platform.TIKTOK, "рутуб": Platform.RUTUBE,
            "дзен": Platform.DZEN, "twitter": Platform.X, "facebook": Platform.OTHER,
            "ig": Platform.INSTAGRAM, "fb": Platform.OTHER, "yt": Platform.YOUTUBE}  # fmt: skip
    if plain in also:
        return str(also[plain])
    raise ValueError(_("“%(cell)s” is no platform that is known here.") % {"cell": shown(text)})


def _aliases(key: str) -> tuple[str, ...]:
    return tuple(word for text in WORDS.get(key, {}).values() for word in text.split("|"))


def _field(key: str, label: Any, group: Any, **more: Any) -> Field:
    return Field(key, label, _aliases(key), group=group, **more)


_text = partial(_field, parse=clean_text)

# Dates, numbers with a fraction and money are read in measures.py: they depend on the file.
FIELDS = (
    _text("link", gettext_lazy("Link of the post"), _BY_ROW),
    _field("post", gettext_lazy("Id of the post"), _BY_ROW, parse=parse_id),
    _text("handle", gettext_lazy("Handle of the creator"), _BY_ROW),
    _text("code", gettext_lazy("Code, UTM tag or tracked link"), _BY_ROW, several=True),
    _field("platform", gettext_lazy("Platform"), _BY_ROW, parse=parse_platform),
    _text("split", gettext_lazy("What the rows are split by"), _BY_ROW, several=True),
    _text("day", gettext_lazy("Date"), _WHEN),
    _text("published", gettext_lazy("Published"), _WHEN),
    _field("market", gettext_lazy("Market"), _WHEN, parse=parse_market),
    *(
        _field(name, metric_label(name), _NUMBERS,
               parse=parse_signed if name in SIGNED else parse_count)
        for name in METRICS
    ),
    *(_text(name, _WATCH_LABELS[name], _NUMBERS) for name in WATCH),
    _text("metric", gettext_lazy("Name of the number in the row"), _NUMBERS),
    _text("value", gettext_lazy("The number that is named in the row"), _NUMBERS),
    _field("order", gettext_lazy("Number of the order"), _SALES, parse=parse_id),
    _text("revenue", gettext_lazy("Revenue"), _SALES),
    _text("currency", gettext_lazy("Currency"), _SALES),
    _text("status", gettext_lazy("Status of the order"), _SALES),
    _text("cancelled", gettext_lazy("Cancelled on"), _SALES),
    _text("refunded", gettext_lazy("Paid back"), _SALES),
)  # fmt: skip
