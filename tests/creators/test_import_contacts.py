"""Address books become creators: vCards, Google (old and new), Outlook, Russian systems."""

import pytest

from core.imports.mapping import suggest
from creators.enums import Platform
from creators.imports.contacts import (
    account_in,
    parse_emails,
    parse_labels,
    parse_links,
    parse_phones,
)
from creators.imports.fields import FIELDS
from creators.models import Channel, Creator
from tests.creators.lists import counts, everything, reasons, undo

GOOGLE_OLD = (
    "Name,Given Name,Family Name,Nickname,Birthday,Notes,Group Membership,E-mail 1 - Type,"
    "E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - City,"
    "Address 1 - Country,Organization 1 - Name,Website 1 - Value,Website 2 - Value"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Name Prefix,Nickname,File As,Organization Name,"
    "Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Website 1 - Label,Website 1 - Value"
)
OUTLOOK_RU = (
    '"Обращение","Имя","Отчество","Фамилия","Организация","Должность","Город (дом. адрес)",'
    '"Страна (дом. адрес)","Рабочий факс","Рабочий телефон","Телефон переносной",'
    '"Адрес эл. почты","Тип эл. почты","Адрес 2 эл. почты","Веб-страница","Заметки","Категории"'
)


def only():
    return Creator.objects.get()


def accounts():
    return sorted(Channel.objects.values_list("platform", "handle"))


def test_google_of_old(load):
    job = load(
        '"Dr. Maya Lee",Maya,Lee,Mimi,1990-02-03,"Met, twice",* myContacts ::: Food ::: VIP,* Home,'
        "maya@x.example ::: m2@x.example,work@x.example,Mobile,+1 212 373 4253 ::: 5,Austin,US,IBM,"
        "https://www.instagram.com/maya.lee,http://ibm.example",
        header=GOOGLE_OLD, name="contacts.csv",
    )  # fmt: skip
    assert counts(job) == {"create": 1}
    maya = only()
    assert (maya.name, maya.short_name, maya.email) == ("Dr. Maya Lee", "Maya", "maya@x.example")
    assert (str(maya.phone), maya.city, maya.market) == ("+12123734253", "Austin", "US")
    assert sorted(tag.name for tag in maya.tags.all()) == ["Food", "VIP"]
    assert accounts() == [("instagram", "maya.lee")]
    assert maya.about == (
        "Met, twice\nOrganization: IBM\nBirthday: 1990-02-03\n"
        "Other e-mails: m2@x.example, work@x.example\nOther phones: 5\nLinks: http://ibm.example"
    )


def test_google_of_today(load):
    load(
        "Мария,Ивановна,Ким,,Маша,,ООО Ромашка,Блогер,,,,* myContacts ::: Блогеры,* ,m@x.example,"
        "Мобильный,8 (916) 123-45-67,Профиль,t.me/masha_kim",
        header=GOOGLE_NEW, name="contacts.csv",
    )  # fmt: skip
    kim = only()
    assert (kim.name, kim.short_name) == ("Мария Ивановна Ким", "Мария")
    assert (str(kim.phone), [t.name for t in kim.tags.all()]) == ("+79161234567", ["Блогеры"])
    assert accounts() == [("telegram", "masha_kim")]


def test_russian_outlook(load):
    load(
        '"Г-жа","Мария","Ивановна","Ким","Ромашка","Автор","Пермь","Россия","+7 342 1","",'
        '"+7 916 123-45-67","m@x.example","SMTP","m2@x.example","vk.com/kim","Зовёт на дачу",'
        '"Сад;Дом"',
        header=OUTLOOK_RU, name="outlook.csv",
    )  # fmt: skip
    kim = only()
    assert (kim.name, kim.short_name, kim.city) == ("Мария Ивановна Ким", "Мария", "Пермь")
    assert (str(kim.zone), kim.email) == ("Asia/Yekaterinburg", "m@x.example")
    assert (str(kim.phone), accounts()) == ("+79161234567", [("vk", "kim")])
    assert sorted(t.name for t in kim.tags.all()) == ["Дом", "Сад"]


def test_address_book_of_a_phone(load):
    book = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Светлана Ёлкина\nN:Ёлкина;Светлана;;;\n"
        "TEL;TYPE=CELL:89161234567\nTEL;TYPE=HOME:12-34\nEMAIL:S@x.example\n"
        "X-SOCIALPROFILE;type=instagram:https://instagram.com/sveta.home\n"
        "ADR:;;;Пермь;;;Россия\nCATEGORIES:myContacts,Дача\nNOTE:Любит собак\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nEMAIL:nameless@x.example\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Оборванная\n"
    )
    job = load(content=book.encode(), name="contacts.vcf")
    assert counts(job) == {"create": 2, "error": 1}
    assert "breaks off" in reasons(job)[2][1]
    sveta = Creator.objects.get(email="s@x.example")
    assert (sveta.name, sveta.short_name, sveta.city) == ("Светлана Ёлкина", "Светлана", "Пермь")
    assert (sveta.market, sveta.language, str(sveta.phone)) == ("RU", "ru", "+79161234567")
    assert [tag.name for tag in sveta.tags.all()] == ["Дача"]
    assert Creator.objects.get(email="nameless@x.example").name == "nameless"
    again = load(content=book.encode(), name="contacts.vcf")
    assert counts(again) == {"same": 2, "error": 1}


def test_address_book_is_undone(load, manager):
    before = everything()
    job = load(
        content=b"BEGIN:VCARD\nFN:A\nEMAIL:a@x.example\nURL:t.me/aaa\nCATEGORIES:X\nEND:VCARD\n",
        name="c.vcf",
    )
    assert everything() != before
    undo(job, manager)
    assert everything() == before


@pytest.mark.parametrize(
    ("header", "mapped"),
    [
        # AmoCRM, Bitrix24
        ("Полное имя контакта", "name"), ("Рабочий телефон", "phone"), ("Рабочий email", "email"),
        ("Частный e-mail", "email"), ("Отчество", "middle_name"), ("Комментарий", "about"),
        # HypeAuditor, Modash, Upfluence
        ("Full name", "name"), ("Engagement rate", "engagement"), ("Profile URL", "handle"),
        ("Instagram username", "handle:instagram"), ("Instagram followers", "followers:instagram"),
        ("Instagram engagement rate", "engagement:instagram"), ("TikTok URL", "handle:tiktok"),
        ("YouTube Subscribers", "followers:youtube"), ("followerCount", "followers"),
        # LiveDune, TGStat, lists by hand
        ("Название канала", "name"), ("Ссылка на канал", "handle"), ("Подписчиков", "followers"),
        ("Участников", "followers"), ("ERR", "engagement"), ("Тематика канала", "topics"),
        ("Кол-во подписчиков", "followers"), ("Подписчики, чел. (тыс.)", None),
        ("Цена за сторис", "price:story"), ("Стоимость интеграции", None), ("Телеграм", "handle:telegram"),
        # Outlook, Thunderbird
        ("E-mail 2 Address", "email"), ("Home Phone 2", "phone"), ("Business Country/Region", "market"),
        ("Home Fax", None), ("E-mail 1 - Type", None), ("Nachname", "last_name"),
        ("Primäre E-Mail-Adresse", "email"),
    ],
)  # fmt: skip
def test_names_of_columns_in_exports(header, mapped):
    assert suggest(FIELDS, [header]).get(header) == mapped


def test_the_address_says_more_than_the_name(load):
    load("ann,https://www.tiktok.com/@ann.b,5", header="Username,Profile URL,Followers")
    assert accounts() == [("tiktok", "ann.b")]


def test_a_column_that_speaks_of_a_platform(load):
    load(
        "Ann,@ann_tw,-", "Bo,@bo_tw,@bo", header="Name,Twitter pessoal,Who knows", name="l.csv",
    )  # fmt: skip
    assert accounts() == [("x", "ann_tw"), ("x", "bo_tw")]


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://instagram.com/ann", (Platform.INSTAGRAM, "ann")),
        ("Telegram: @ann", (Platform.TELEGRAM, "ann")),
        ("telegram:x-apple:ann", (Platform.TELEGRAM, "ann")),
        ("Instagram: https://instagram.com/ann", (Platform.INSTAGRAM, "ann")),
        # The address knows better than the word before it.
        ("Instagram: https://t.me/ann", (Platform.TELEGRAM, "ann")),
        ("Telegram: https://", None),
        ("Telegram: a/b c", None),
        ("https://ok.ru/profile/5", (Platform.OTHER, "ok.ru/profile/5")),
        ("https://www.ibm.example", None),
        ("https://ibm.example/people/ann", None),
        ("https://instagram.com/p/xyz", None),
        ("skype:ann", None),
        ("Chatadresse", None),
    ],
)
def test_which_links_are_accounts(link, found):
    handle = account_in(link)
    assert (handle and (handle.platform, handle.handle)) == found


def test_several_values_in_a_cell():
    assert parse_emails("A <a@x.example>, b@x.example; c@").kept == ["a@x.example", "b@x.example"]
    assert parse_emails("a@x.example ::: broken@@x ::: b@x.example").odd == ["broken@@x"]
    assert parse_emails("-") is None
    with pytest.raises(ValueError, match="not an e-mail"):
        parse_emails("x@@y ::: z@@w")
    assert parse_phones("+7 916 1, 8 495 2 ::: 5\n5") == ["+7 916 1", "8 495 2", "5"]
    assert parse_links("telegram: @ann @bo\nBlog: https://a.example, vk.com/ann") == [
        "telegram: @ann", "@bo", "Blog:", "https://a.example", "vk.com/ann",
    ]  # fmt: skip
    assert parse_labels("* myContacts ::: * starred") is None
