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
        "name, full name, fn, имя, фио, имя и фамилия, полное имя, полное имя контакта, имя "
        "контакта, наименование, автор, блогер, блоггер, creator, creator name, influencer, "
        "influencer name, blogger, youtuber, имя блогера, имя автора, nombre, anzeigename, first "
        "last name, display name, contact name, file as, account name, profile name, channel "
        "name, channel title, название канала, название сообщества, canal, title, название"
    ),
    "first_name": "first name, given name, vorname, n given, fname",
    "middle_name": (
        "middle name, additional name, отчество, n additional, 2 vorname, second name, patronymic"
    ),
    "last_name": "last name, family name, surname, фамилия, nachname, n family, lname",
    "handle": (
        "handle, username, user name, account, channel, channel info, channel url, channel "
        "link, link, url, profile, profile url, profile link, page, nickname, nick, ник, "
        "никнейм, аккаунт, канал, ссылка, ссылка на канал, ссылка на аккаунт, ссылка на "
        "профиль, профиль, страница, логин, social, account username, influencer insta name, "
        "user, screen name, login, about url, account url, social link, social media link, "
        "social profile, url do canal, адрес канала, адрес страницы, имя пользователя, username "
        "or url, ссылка на блог, ссылка на соцсеть, ссылка на соцсети"
    ),
    "links": (
        "website, website value, web page, personal web page, site, homepage, links, urls, "
        "external url, socials, social links, соцсети, ссылки, сайт, веб страница, корпоративный "
        "сайт, личная страница, другой сайт, im value, imaddress, im address, webseite, x "
        "socialprofile, impp, custom field value, страница facebook, facebook, linkedin, "
        "мессенджер"
    ),
    "platform": (
        "platform, network, social network, платформа, площадка, соцсеть, социальная сеть"
    ),
    "followers": (
        "followers, subscribers, followers count, follower count, subscribers count, "
        "audience, audience size, подписчики, подписчиков, количество подписчиков, число "
        "подписчиков, кол во подписчиков, аудитория, размер аудитории, subs, follower, fans, "
        "fan count, total followers, number of followers, no of followers, members, участники, "
        "участников, subscriber count, followers total"
    ),
    "engagement": (
        "engagement rate, engagement, er, eng rate, er %, 60 day eng rate, avg engagement, "
        "average engagement rate, вовлеченность, ер, er подписчиков, коэффициент "
        "вовлеченности, avg er, eng rate 60 days, engagement rate er, er post, erpost, err, err "
        "24, eng"
    ),
    "email": (
        "email, e mail, mail, email address, e mail address, contact email, business email, "
        "почта, эл почта, электронная почта, имейл, емейл, контактный email, e mail value, "
        "emails, e mails, e mail address, адрес эл почты, адрес электронной почты, рабочий "
        "email, рабочий e mail, личный email, частный e mail, другой email, другой e mail, "
        "рабочая почта, личная почта, primary email, secondary email, e mail adresse, primäre e "
        "mail adresse, sekundäre e mail adresse, work email, home email, personal email, email "
        "адрес, адрес эл почты основной"
    ),
    "phone": (
        "phone, phone number, mobile, telephone, tel, whatsapp, телефон, номер телефона, моб, "
        "мобильный, мобильный телефон, phone value, mobile phone, primary phone, home phone, "
        "business phone, other phone, phone numbers, phones, cell, cell phone, contact number, "
        "mobile number, whatsapp number, телефоны, контактный телефон, рабочий телефон, домашний "
        "телефон, телефон переносной, основной телефон, другой телефон, рабочий прямой телефон, "
        "телефон раб, телефон дом, mobiltelefon, mobil tel nr, tel privat, tel dienstlich, "
        "telefon privat, telefon geschäftlich, work phone, вотсап, ватсап"
    ),
    "market": (
        "market, country, рынок, страна, geo, гео, country or region, location country, country "
        "code, address country, home country region, home country, business country region, "
        "business country, other country region, other country, adr country, страна дом адрес, "
        "страна раб адрес, страна или регион дом адрес, страна или регион раб адрес, land region "
        "privat, land region geschäftlich, privat land, dienstlich land, creator country, "
        "influencer country, регион, audience country"
    ),
    "city": (
        "city, location, город, локация, местоположение, место, based in, address city, home "
        "city, business city, other city, adr city, город дом адрес, город раб адрес, ort privat, "
        "ort geschäftlich, privat ort, dienstlich ort, location city, town, населенный пункт, "
        "город проживания, creator location, influencer location"
    ),
    "region": (
        "state, region, province, address region, home state, business state, adr region, "
        "область, штат, край, область дом адрес, область раб адрес"
    ),
    "address": (
        "address, address formatted, full address, home address, business address, mailing "
        "address, shipping address, adr, почтовый адрес, адрес доставки, домашний адрес"
    ),
    "language": ("language, lang, язык, язык общения"),
    "zone": ("time zone, timezone, tz, zone, часовой пояс, пояс"),
    "short_name": (
        "preferred name, call name, what to call them, short name, обращение, как обращаться, "
        "spitzname"
    ),
    "topics": (
        "topics, topic, niche, niches, category, categories, theme, тематика, тема, темы, "
        "ниша, категория, категории, category 1, interests, influencer category, content "
        "category, content niche, main category, рубрика, направление, тематика блога, тематика "
        "канала, тематики"
    ),
    "tags": (
        "tags, tag, labels, метки, теги, тэги, метка, group membership, groups, group, список, "
        "lists, list, ключевые слова"
    ),
    "about": (
        "notes, note, comment, comments, about, bio, biography, description, заметки, заметка, "
        "комментарий, комментарии, примечание, примечания, описание, notizen, описание канала, "
        "о себе"
    ),
    "company": (
        "company, organization name, organisation, organization, org, компания, организация, "
        "firma, agency, агентство"
    ),
    "job": (
        "job title, organization title, title job, position, occupation, role, должность, "
        "arbeitstitel, x role"
    ),
    "birthday": "birthday, bday, birth date, date of birth, dob, день рождения, дата рождения, др",
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
