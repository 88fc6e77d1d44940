"""What a column of a list of creators may be: its names in exports, and how its cells are read."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.mapping import Field
from core.imports.values import clean_text, is_unknown, parse_count, parse_email, shown
from core.money import Currency
from core.search import fold
from creators.enums import ContentFormat, Platform
from creators.imports.places import parse_market, parse_place, parse_zone

_PLATFORMS = {
    Platform.INSTAGRAM: "instagram, инстаграм, инстаграмм, инста, insta, ig",
    Platform.YOUTUBE: "youtube, ютуб, ютьюб, yt, you tube",
    Platform.TIKTOK: "tiktok, тикток, тик ток, tt, tik tok",
    Platform.TELEGRAM: "telegram, телеграм, телеграмм, тг, tg",
    Platform.VK: "vk, вк, вконтакте, vkontakte, vk video, вк видео",
    Platform.RUTUBE: "rutube, рутуб",
    Platform.DZEN: "dzen, дзен, zen, яндекс дзен",
    Platform.TWITCH: "twitch, твич",
    Platform.X: "x, twitter, твиттер, x twitter",
    Platform.OTHER: "other, другая, другое, blog, блог",
}
_FORMATS = {
    ContentFormat.POST: "post, пост, пост в ленте, публикация, feed post, photo, фото, "
    "пост в канале",
    ContentFormat.REEL: "reel, reels, рилс, рилз, short, shorts, шортс, клип, клипы, tiktok video",
    ContentFormat.STORY: "story, stories, сторис, сториз, серия stories, серия сторис",
    ContentFormat.VIDEO: "video, видео, эксклюзивное видео, dedicated video, отдельное видео, "
    "обзор, ролик",
    ContentFormat.INTEGRATION: "integration, интеграция, integrated, интеграция в видео, midroll",
    ContentFormat.PREROLL: "preroll, pre roll, преролл, пре ролл",
    ContentFormat.STREAM: "stream, live, стрим, трансляция, эфир, прямой эфир",
    ContentFormat.ARTICLE: "article, статья, longread, лонгрид",
    ContentFormat.UGC: "ugc, ugc video, ugc видео",
    ContentFormat.OTHER: "other, другое, прочее",
}


def _by_word(table: dict[Any, str]) -> dict[str, str]:
    return {word: str(key) for key, words in table.items() for word in words.split(", ")}


_PLATFORM_OF = _by_word(_PLATFORMS)
_FORMAT_OF = _by_word(_FORMATS)
_CURRENCY_OF = {
    **{code.casefold(): code for code in Currency.values},
    "₽": "RUB", "руб": "RUB", "рубли": "RUB", "рубль": "RUB", "rur": "RUB",
    "$": "USD", "доллар": "USD", "доллары": "USD", "€": "EUR", "евро": "EUR", "euro": "EUR",
}  # fmt: skip
LONGEST_NOTE = 200
LONGEST_NAME = 120


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


def platform_in(text: str) -> str:
    """The platform that a file name or a title speaks of, or an empty string."""
    folded = clean_text(text).casefold()
    for platform, words in _PLATFORMS.items():
        for word in words.split(", "):
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
    plain = clean_text(text)
    parts = [part for part in re.split(r"[\s,;]+", plain) if part.strip("@")]
    telling = all(part.startswith("@") or "/" in part for part in parts)
    return parts if telling else [plain]


def parse_words(text: str) -> list[str] | None:
    """`beauty, home; DIY` and `#beauty #home` → names of tags."""
    if is_unknown(text):
        return None
    plain = clean_text(text)
    parts = re.split(r"[,;|/\n]+" if "#" not in plain else r"[,;|/\n#]+", plain)
    return [" ".join(part.split())[:60] for part in parts if part.strip()]


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


def _aliases(words: str) -> tuple[str, ...]:
    return tuple(words.split(", "))


def _platform_fields() -> list[Field]:
    """A column of its own for each platform: `Instagram`, `Подписчики YouTube`."""
    fields = []
    for platform, words in _PLATFORMS.items():
        names = _aliases(words) if platform != Platform.OTHER else ()
        fields.append(
            Field(
                key=f"handle:{platform}",
                label=format_lazy(gettext_lazy("Channel: {platform}"), platform=platform.label),
                aliases=(
                    *names,
                    *(f"{n} {w}" for n in names for w in ("url", "link", "handle", "ссылка")),
                    *(f"{w} {n}" for n in names for w in ("ссылка", "ссылка на", "канал", "ник")),
                ),
                parse=parse_handles,
            )
        )
        fields.append(
            Field(
                key=f"followers:{platform}",
                label=format_lazy(gettext_lazy("Followers: {platform}"), platform=platform.label),
                aliases=(
                    *(f"{n} {w}" for n in names for w in
                      ("followers", "subscribers", "подписчики", "аудитория")),
                    *(f"{w} {n}" for n in names for w in
                      ("подписчики", "подписчиков", "followers")),
                ),
                parse=parse_count,
            )
        )  # fmt: skip
    return fields


def _price_fields() -> list[Field]:
    """A column for each format: `Reel price`, `Цена за сторис`."""
    return [
        Field(
            key=f"price:{kind}",
            label=format_lazy(gettext_lazy("Price: {format}"), format=kind.label),
            aliases=tuple(
                shape.format(word)
                for word in _aliases(_FORMATS[kind])
                for shape in ("{} price", "{} rate", "price {}", "rate {}", "цена {}", "цена за {}",
                              "стоимость {}", "{} цена", "{} стоимость")
            ),
            parse=_cell,
        )
        for kind in ContentFormat
    ]  # fmt: skip


FIELDS: list[Field] = [
    Field("name", gettext_lazy("Name"), parse=known_text(LONGEST_NAME), aliases=_aliases(
        "name, full name, имя, фио, имя и фамилия, автор, блогер, блоггер, creator, creator name, "
        "influencer, influencer name, blogger, имя блогера, имя автора, nombre, first last name, "
        "display name, title, название")),
    Field("handle", gettext_lazy("Handle or channel address"), parse=parse_handles,
          aliases=_aliases(
        "handle, username, user name, account, channel, channel info, channel url, channel link, "
        "link, url, profile, profile url, profile link, page, nickname, nick, ник, никнейм, "
        "аккаунт, канал, ссылка, ссылка на канал, ссылка на аккаунт, ссылка на профиль, профиль, "
        "страница, логин, social, account username, influencer insta name, channel name")),
    Field("platform", gettext_lazy("Platform"), parse=parse_platform, aliases=_aliases(
        "platform, network, social network, платформа, площадка, соцсеть, социальная сеть")),
    Field("followers", gettext_lazy("Followers"), parse=parse_count, aliases=_aliases(
        "followers, subscribers, followers count, follower count, subscribers count, audience, "
        "audience size, подписчики, подписчиков, количество подписчиков, число подписчиков, "
        "кол во подписчиков, аудитория, размер аудитории, subs")),
    Field("engagement", gettext_lazy("Engagement rate"), parse=_cell, aliases=_aliases(
        "engagement rate, engagement, er, eng rate, er %, 60 day eng rate, avg engagement, "
        "average engagement rate, вовлеченность, ер, er подписчиков, коэффициент вовлеченности")),
    Field("email", gettext_lazy("E-mail"), parse=parse_email, aliases=_aliases(
        "email, e mail, mail, email address, e mail address, contact email, business email, почта, "
        "эл почта, электронная почта, имейл, емейл, контактный email, e mail 1 value")),
    Field("phone", gettext_lazy("Phone"), parse=known_text(40), aliases=_aliases(
        "phone, phone number, mobile, telephone, tel, whatsapp, телефон, номер телефона, моб, "
        "мобильный, phone 1 value")),
    Field("market", gettext_lazy("Market or country"), parse=parse_market, aliases=_aliases(
        "market, country, рынок, страна, geo, гео, audience country, country or region, "
        "address 1 country")),
    Field("city", gettext_lazy("City or location"), parse=parse_place, aliases=_aliases(
        "location, city, город, локация, местоположение, место, based in, address 1 city")),
    Field("language", gettext_lazy("Language"), parse=parse_language, aliases=_aliases(
        "language, lang, язык, язык общения")),
    Field("zone", gettext_lazy("Time zone"), parse=parse_zone, aliases=_aliases(
        "time zone, timezone, tz, zone, часовой пояс, пояс")),
    Field("short_name", gettext_lazy("What to call them"), parse=known_text(60), aliases=_aliases(
        "preferred name, call name, first name, what to call them, short name, обращение, "
        "как обращаться, given name")),
    Field("topics", gettext_lazy("Topics"), parse=parse_words, aliases=_aliases(
        "topics, topic, niche, niches, category, categories, theme, тематика, тема, темы, ниша, "
        "категория, категории, category 1")),
    Field("tags", gettext_lazy("Tags"), parse=parse_words, aliases=_aliases(
        "tags, tag, labels, метки, теги, тэги, метка")),
    Field("about", gettext_lazy("Notes (several columns may be)"), many=True, parse=_cell,
          aliases=_aliases("notes, note, comment, comments, about, bio, description, заметки, "
                           "заметка, комментарий, комментарии, примечание, примечания, описание")),
    Field("payment_days", gettext_lazy("Paid within, days"), parse=parse_days, aliases=_aliases(
        "payment days, payment terms, paid within, срок оплаты, срок выплаты, оплата дней, "
        "дней на оплату, paid within days, срок оплаты дней")),
    Field("currency", gettext_lazy("Currency"), parse=parse_currency, aliases=_aliases(
        "currency, валюта")),
    Field("price", gettext_lazy("Price"), pair="rate", parse=_cell, aliases=_aliases(
        "price, rate, цена, стоимость, ставка, fee, прайс, cost")),
    Field("format", gettext_lazy("Format"), pair="rate", parse=parse_format, aliases=_aliases(
        "format, post kind, kind, формат, вид, тип, тип публикации, формат размещения, "
        "deliverable, placement")),
    *_price_fields(),
    *_platform_fields(),
]  # fmt: skip
