"""What a column of a list of creators may be: its names in exports, and how its cells are read."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from core.imports.mapping import Field, Text
from core.imports.sentences import gettext as _
from core.imports.values import clean_text, is_unknown, parse_count, parse_id, shown
from core.money import Currency
from core.search import fold
from creators.enums import ContentFormat, Platform
from creators.imports.contacts import (
    first_of,
    parse_emails,
    parse_labels,
    parse_links,
    parse_phones,
)
from creators.imports.names import FORMAT_NAMES, HEADERS, PLATFORM_NAMES, words_of
from creators.imports.places import parse_market, parse_place, parse_zone


def _by_word(table: dict[Any, str]) -> dict[str, str]:
    return {word: str(key) for key, words in table.items() for word in words.split(", ")}


_PLATFORM_OF = _by_word(PLATFORM_NAMES)
_FORMAT_OF = _by_word(FORMAT_NAMES)
_CURRENCY_OF = {
    **{code.casefold(): code for code in Currency.values},
    "₽": "RUB", "руб": "RUB", "рубли": "RUB", "рубль": "RUB", "rur": "RUB",
    "$": "USD", "доллар": "USD", "доллары": "USD", "€": "EUR", "евро": "EUR", "euro": "EUR",
}  # fmt: skip
WHO = gettext_lazy("Person")
CHANNEL = gettext_lazy("Channel")
PRICES = gettext_lazy("Prices")
BY_PLATFORM = gettext_lazy("Channels, a column for each platform")
LONGEST_NOTE = 200
LONGEST_NAME = 120


_HANDLE_AFTER = (
    "url", "link", "handle", "ссылка", "username", "user name", "account", "profile", "channel",
    "channel url", "profile url", "page", "id", "ник", "аккаунт", "канал", "nickname", "канала",
)  # fmt: skip
_HANDLE_BEFORE = (
    "ссылка", "ссылка на", "канал", "ник", "ник в", "контакт", "страница", "аккаунт", "аккаунт в",
    "профиль", "профиль в", "twitter do", "канал в", "ссылка на канал в", "ссылка на",
)  # fmt: skip


def _plain(text: str) -> str:
    """`Серия Stories (3-5)` → `серия stories`, `pre-roll` → `pre roll`."""
    text = re.sub(r"\(.*?\)", " ", clean_text(text)).casefold().replace("ё", "е")
    return " ".join(re.findall(r"[^\W_]+", text))


def known_text(longest: int) -> Callable[[str], str | None]:
    """One line of text, None for an unknown cell; ValueError beyond `longest` signs."""

    def parse(text: str) -> str | None:
        if is_unknown(text):
            return None
        plain = " ".join(clean_text(text).split())
        if len(plain) > longest:
            raise ValueError(
                _("“%(cell)s” is longer than %(most)s characters.")
                % {"cell": shown(plain), "most": longest}
            )
        return plain

    return parse


def parse_platform(text: str) -> str | None:
    if is_unknown(text):
        return None
    found = _PLATFORM_OF.get(_plain(text))
    if found is None:
        raise ValueError(_("“%(cell)s” is not a platform known here.") % {"cell": shown(text)})
    return found


def platform_in(text: str, *, least: int = 1) -> str:
    """The platform that a file name or a title speaks of by a word of at least `least` letters, or
    an empty string."""
    folded = clean_text(text).casefold()
    for platform, words in PLATFORM_NAMES.items():
        for word in words.split(", "):
            if len(word) < least:
                continue
            whole = rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" if len(word) < 5 else re.escape(word)
            if platform != Platform.OTHER and re.search(whole, folded):
                return str(platform)
    return ""


def parse_format(text: str) -> tuple[str, str] | None:
    """(ContentFormat, the words themselves where they say more than the format)."""
    if is_unknown(text):
        return None
    words = " ".join(clean_text(text).split())
    found = _FORMAT_OF.get(_plain(text), str(ContentFormat.OTHER))
    exact = _FORMAT_OF.get(words.casefold()) == found and found != ContentFormat.OTHER
    return found, "" if exact else words[:LONGEST_NOTE]


def parse_language(text: str) -> str | None:
    """Mails are written in Russian or English: whoever does not read Russian gets English."""
    if is_unknown(text):
        return None
    return "ru" if fold(text)[:2] == "ru" else "en"


def parse_currency(text: str) -> str | None:
    if is_unknown(text):
        return None
    found = _CURRENCY_OF.get(clean_text(text).casefold().strip(". "))
    if found is None:
        raise ValueError(_("“%(cell)s” is a currency that is not kept.") % {"cell": shown(text)})
    return found


def parse_handles(text: str) -> list[str] | None:
    """One or more accounts in a cell, as they are written: several addresses or @names, or one of
    whatever it is."""
    if is_unknown(text):
        return None
    # An id that went through a spreadsheet as a number is somebody else's by now.
    plain = parse_id(text) or ""
    parts = [part for part in re.split(r"[\s,;]+", plain) if part.strip("@")]
    telling = all(part.startswith("@") or "/" in part for part in parts)
    return parts if telling else [plain]


def parse_words(text: str) -> list[str] | None:
    """`beauty, home; DIY` and `#beauty #home` → names of tags."""
    if is_unknown(text):
        return None
    plain = clean_text(text)
    parts = re.split(r"[,;|/\n]+" if "#" not in plain else r"[,;|/\n#]+", plain)
    words = (" ".join(part.split()).strip("'\"[]")[:60] for part in parts)
    return [word for word in dict.fromkeys(words) if word]


def parse_days(text: str) -> int | None:
    """`30`, `30 дней`, `net 30`."""
    if is_unknown(text):
        return None
    found = re.fullmatch(r"\D{0,20}(\d{1,3})\D{0,20}", clean_text(text))
    if not found or int(found[1]) > 365:
        raise ValueError(_("“%(cell)s” is not a number of days.") % {"cell": shown(text)})
    return int(found[1])


def _cell(text: str) -> str | None:
    return None if is_unknown(text) else clean_text(text)


def _field(
    key: str, label: Text, parse: Callable[[str], Any], group: Text = WHO, **more: Any
) -> Field:
    return Field(key, label, words_of(HEADERS[key]), parse=parse, group=group, **more)


def _platform_fields() -> list[Field]:
    """A column of its own for each platform: `Instagram`, `Подписчики YouTube`."""
    fields = []
    for platform, words in PLATFORM_NAMES.items():
        names = words_of(words) if platform != Platform.OTHER else ()
        fields.append(
            Field(
                key=f"handle:{platform}",
                group=BY_PLATFORM,
                label=format_lazy(gettext_lazy("Channel: {platform}"), platform=platform.label),
                aliases=(
                    *names,
                    *(f"{n} {w}" for n in names for w in _HANDLE_AFTER),
                    *(f"{w} {n}" for n in names for w in _HANDLE_BEFORE),
                ),
                parse=parse_handles,
            )
        )
        fields.append(
            Field(
                key=f"followers:{platform}",
                group=BY_PLATFORM,
                label=format_lazy(gettext_lazy("Followers: {platform}"), platform=platform.label),
                aliases=(
                    *(f"{n} {w}" for n in names for w in
                      ("followers", "subscribers", "подписчики", "подписчиков", "аудитория",
                       "followers count", "follower count", "subs", "fans")),
                    *(f"{w} {n}" for n in names for w in
                      ("подписчики", "подписчиков", "followers")),
                ),
                parse=parse_count,
            )
        )  # fmt: skip
        fields.append(
            Field(
                key=f"engagement:{platform}",
                group=BY_PLATFORM,
                label=format_lazy(gettext_lazy("Engagement: {platform}"), platform=platform.label),
                aliases=(
                    *(f"{n} {w}" for n in names for w in ("engagement rate", "engagement", "er")),
                    *(
                        f"{w} {n}"
                        for n in names
                        for w in ("engagement rate", "er", "вовлеченность")
                    ),
                ),
                parse=_cell,
            )
        )
    return fields


def _price_fields() -> list[Field]:
    """A column for each format: `Reel price`, `Цена за сторис`."""
    return [
        Field(
            key=f"price:{kind}",
            group=PRICES,
            label=format_lazy(gettext_lazy("Price: {format}"), format=kind.label),
            aliases=tuple(
                shape.format(word)
                for word in words_of(FORMAT_NAMES[kind])
                for shape in ("{} price", "{} rate", "price {}", "rate {}", "цена {}", "цена за {}",
                              "стоимость {}", "{} цена", "{} стоимость")
            ),
            parse=_cell,
        )
        for kind in ContentFormat
    ]  # fmt: skip


FIELDS: list[Field] = [
    _field("name", gettext_lazy("Name"), known_text(LONGEST_NAME)),
    _field("first_name", gettext_lazy("First name"), known_text(LONGEST_NAME)),
    _field("middle_name", gettext_lazy("Middle name"), known_text(LONGEST_NAME)),
    _field("last_name", gettext_lazy("Last name"), known_text(LONGEST_NAME)),
    _field("handle", gettext_lazy("Handle or channel address"), parse_handles, CHANNEL),
    _field("platform", gettext_lazy("Platform"), parse_platform, CHANNEL),
    _field("followers", gettext_lazy("Followers"), parse_count, CHANNEL),
    _field("engagement", gettext_lazy("Engagement rate"), _cell, CHANNEL),
    _field("email", gettext_lazy("E-mail"), parse_emails, several=True),
    _field("phone", gettext_lazy("Phone"), parse_phones, several=True),
    _field("links", gettext_lazy("Links and accounts"), parse_links, several=True),
    _field("market", gettext_lazy("Market or country"), first_of(parse_market), several=True),
    _field("city", gettext_lazy("City or location"), first_of(parse_place), several=True),
    _field("region", gettext_lazy("State or region"), first_of(known_text(80)), several=True),
    _field("address", gettext_lazy("Postal address (to the notes)"), _cell, several=True),
    _field("language", gettext_lazy("Language"), parse_language),
    _field("zone", gettext_lazy("Time zone"), parse_zone),
    _field("short_name", gettext_lazy("What to call them"), known_text(60)),
    _field("topics", gettext_lazy("Topics"), parse_words, several=True),
    _field("tags", gettext_lazy("Tags"), parse_labels, several=True),
    _field("about", gettext_lazy("Notes (several columns may be)"), _cell, many=True),
    _field("company", gettext_lazy("Organization (to the notes)"), _cell, several=True),
    _field("job", gettext_lazy("Job title (to the notes)"), _cell, several=True),
    _field("birthday", gettext_lazy("Birthday (to the notes)"), _cell),
    _field("payment_days", gettext_lazy("Paid within, days"), parse_days),
    _field("currency", gettext_lazy("Currency"), parse_currency, PRICES),
    _field("price", gettext_lazy("Price"), _cell, PRICES, pair="rate"),
    _field("format", gettext_lazy("Format"), parse_format, PRICES, pair="rate"),
    *_price_fields(),
    *_platform_fields(),
]
