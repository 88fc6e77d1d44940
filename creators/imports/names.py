"""The words by which exports in English and Russian call columns, platforms and formats.

Words are as core.imports.mapping.plain_header leaves them: lower case, no signs, parted by ", ".
"""

from creators.enums import ContentFormat, Platform

PLATFORM_NAMES = {
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
FORMAT_NAMES = {
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
# Names of columns by the key of their field; the first fits best.
HEADERS = {
    "name": (
        "name, full name, имя, фио, имя и фамилия, автор, блогер, блоггер, creator, creator "
        "name, influencer, influencer name, blogger, имя блогера, имя автора, nombre, first "
        "last name, display name, title, название"
    ),
    "handle": (
        "handle, username, user name, account, channel, channel info, channel url, channel "
        "link, link, url, profile, profile url, profile link, page, nickname, nick, ник, "
        "никнейм, аккаунт, канал, ссылка, ссылка на канал, ссылка на аккаунт, ссылка на "
        "профиль, профиль, страница, логин, social, account username, influencer insta name, "
        "channel name"
    ),
    "platform": (
        "platform, network, social network, платформа, площадка, соцсеть, социальная сеть"
    ),
    "followers": (
        "followers, subscribers, followers count, follower count, subscribers count, "
        "audience, audience size, подписчики, подписчиков, количество подписчиков, число "
        "подписчиков, кол во подписчиков, аудитория, размер аудитории, subs"
    ),
    "engagement": (
        "engagement rate, engagement, er, eng rate, er %, 60 day eng rate, avg engagement, "
        "average engagement rate, вовлеченность, ер, er подписчиков, коэффициент "
        "вовлеченности"
    ),
    "email": (
        "email, e mail, mail, email address, e mail address, contact email, business email, "
        "почта, эл почта, электронная почта, имейл, емейл, контактный email, e mail 1 value"
    ),
    "phone": (
        "phone, phone number, mobile, telephone, tel, whatsapp, телефон, номер телефона, моб, "
        "мобильный, phone 1 value"
    ),
    "market": (
        "market, country, рынок, страна, geo, гео, audience country, country or region, "
        "address 1 country"
    ),
    "city": ("location, city, город, локация, местоположение, место, based in, address 1 city"),
    "language": ("language, lang, язык, язык общения"),
    "zone": ("time zone, timezone, tz, zone, часовой пояс, пояс"),
    "short_name": (
        "preferred name, call name, first name, what to call them, short name, обращение, как "
        "обращаться, given name"
    ),
    "topics": (
        "topics, topic, niche, niches, category, categories, theme, тематика, тема, темы, "
        "ниша, категория, категории, category 1"
    ),
    "tags": ("tags, tag, labels, метки, теги, тэги, метка"),
    "about": (
        "notes, note, comment, comments, about, bio, description, заметки, заметка, "
        "комментарий, комментарии, примечание, примечания, описание"
    ),
    "payment_days": (
        "payment days, payment terms, paid within, срок оплаты, срок выплаты, оплата дней, "
        "дней на оплату, paid within days, срок оплаты дней"
    ),
    "currency": ("currency, валюта"),
    "price": ("price, rate, цена, стоимость, ставка, fee, прайс, cost"),
    "format": (
        "format, post kind, kind, формат, вид, тип, тип публикации, формат размещения, "
        "deliverable, placement"
    ),
}


def words_of(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))
