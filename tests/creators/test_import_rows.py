"""What a row of a list means: places, formats, accounts, prices. No database."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.mapping import suggest
from core.imports.registry import Line
from core.money import Money
from creators.imports import fields, zones
from creators.imports.fields import FIELDS
from creators.imports.matching import in_per_cent
from creators.imports.places import Place, parse_market, parse_place, parse_zone
from creators.imports.wishes import Options, compose


def wish(options=None, number=2, surplus=False, **cells):
    keyed = {key.replace("__", ":").replace("_at_", "."): cell for key, cell in cells.items()}
    return compose(Line(number, {}, keyed, surplus), options or Options(market="US"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Москва, Россия", Place("Москва", "RU", "Europe/Moscow")),
        ("Россия, Россия", Place("", "RU", "Europe/Moscow")),
        ("г. Крымск, Россия", Place("Крымск", "RU", "Europe/Moscow")),
        ("Екатеринбург", Place("Екатеринбург", "RU", "Asia/Yekaterinburg")),
        ("Yekaterinburg", Place("Yekaterinburg", "RU", "Asia/Yekaterinburg")),
        ("Южно-Сахалинск, РФ", Place("Южно-Сахалинск", "RU", "Asia/Sakhalin")),
        ("Минск, Беларусь", Place("Минск", "BY", "Europe/Minsk")),
        ("Austin, TX", Place("Austin", "US", "America/Chicago")),
        ("Atlanta, GA", Place("Atlanta", "US", "America/New_York")),
        ("Los Angeles, CA", Place("Los Angeles", "US", "America/Los_Angeles")),
        ("El Paso, TX", Place("El Paso", "US", "America/Denver")),
        ("Brooklyn, New York, USA", Place("Brooklyn", "US", "America/New_York")),
        ("Oregon, USA", Place("Oregon", "US", "America/Los_Angeles")),
        ("Tbilisi, Georgia", Place("Tbilisi", "GE", "Asia/Tbilisi")),
        ("San Jose, Costa Rica", Place("San Jose", "CR", "")),
        ("Чикаго", Place("Чикаго", "US", "America/Chicago")),
        ("Spain", Place("", "ES", "Europe/Madrid")),
        ("Hamburg", Place("Hamburg", "", "")),
        ("n/a", None),
    ],
)
def test_parse_place(text, place):
    assert parse_place(text) == place


@pytest.mark.parametrize(
    ("text", "country"),
    [("Russia", "RU"), ("россия", "RU"), ("RU", "RU"), ("usa", "US"), ("США", "US"),
     ("United States", "US"), ("Czech Republic", "CZ"), ("C├Ã´te d'Ivoire", "ZZ"), ("Other", "")],
)  # fmt: skip
def test_parse_market(text, country):
    assert parse_market(text).country == country


@pytest.mark.parametrize(
    ("text", "zone"),
    [("europe/moscow", "Europe/Moscow"), ("МСК+2", "Asia/Yekaterinburg"),
     ("МСК + 7", "Asia/Vladivostok"), ("msk-1", "Europe/Kaliningrad"), ("PST",
     "America/Los_Angeles"), ("America/New York", "America/New_York"), ("-", None)],
)  # fmt: skip
def test_parse_zone(text, zone):
    assert parse_zone(text) == zone


def test_parse_zone_refuses():
    with pytest.raises(ValueError, match="not a time zone"):
        parse_zone("Lunar time")


def test_every_zone_of_the_tables_exists():
    for table in (zones.RU_CITIES, zones.US_CITIES, zones.US_STATES, zones.COUNTRY_ZONES,
                  zones.SHORT_ZONES):  # fmt: skip
        for zone in table.values():
            assert ZoneInfo(zone)
    # Eleven offsets of Russia in January.
    assert len({ZoneInfo(z).utcoffset(_january()) for z in zones.RU_CITIES.values()}) == 11


def _january():
    return datetime(2026, 1, 15, 12)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("channel_info", "handle"), ("60_day_eng_rate", "engagement"), ("country", "market"),
        ("Audience", "followers"), ("Location", "city"), ("Price1", "price.1"),
        ("Post_kind3", "format.3"), ("Цена 2", "price.2"), ("Имя", "name"),
        ("E-mail 1 - Value", "email"), ("Instagram", "handle:instagram"),
        ("Ссылка на YouTube", "handle:youtube"), ("Подписчики Telegram", "followers:telegram"),
        ("Цена за рилс", "price:reel"), ("Story price", "price:story"),
        ("Часовой пояс", "zone"), ("ТЕМАТИКА", "topics"), ("Price", "price.1"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(header, key):
    assert suggest(FIELDS, [header]) == {header: key}


def test_columns_that_are_something_else_are_left_out():
    strange = ["rank", "influence_score", "posts", "avg_likes", "total_likes", "Audience_Qaulity",
               "Phone 2 - Type"]  # fmt: skip
    assert suggest(FIELDS, strange) == {}


def test_the_better_name_wins_and_notes_may_be_many():
    assert suggest(FIELDS, ["channel name", "handle", "Notes", "Комментарий"]) == {
        "channel name": "name", "handle": "handle", "Notes": "about", "Комментарий": "about",
    }  # fmt: skip


def test_no_two_fields_share_a_name():
    seen = {}
    for field in FIELDS:
        for alias in field.aliases:
            assert seen.setdefault(alias, field.key) == field.key, alias


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Интеграция", ("integration", "")),
        ("Преролл", ("preroll", "")),
        ("Эксклюзивное видео", ("video", "")),
        ("Серия Stories (3-5)", ("story", "Серия Stories (3-5)")),
        ("Пост в ленте", ("post", "")),
        ("Пост + Stories", ("other", "Пост + Stories")),
        ("Pre-roll", ("preroll", "Pre-roll")),
        ("-", None),
    ],
)
def test_parse_format(text, found):
    assert fields.parse_format(text) == found


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (fields.parse_platform, "Инстаграм", "instagram"),
        (fields.parse_platform, "X (Twitter)", "x"),
        (fields.parse_platform, "—", None),
        (fields.parse_language, "русский", "ru"),
        (fields.parse_language, "Deutsch", "en"),
        (fields.parse_language, "", None),
        (fields.parse_currency, "руб.", "RUB"),
        (fields.parse_currency, "usd", "USD"),
        (fields.parse_currency, "", None),
        (fields.parse_words, "beauty, home; DIY", ["beauty", "home", "DIY"]),
        (fields.parse_words, "#beauty #home", ["beauty", "home"]),
        (fields.parse_words, "", None),
        (fields.parse_days, "net 30", 30),
        (fields.parse_days, "14 дней", 14),
        (fields.parse_days, "", None),
        (fields.parse_handles, "@a, @b", ["@a", "@b"]),
        (fields.parse_handles, "https://t.me/a\nhttps://vk.com/b", ["https://t.me/a",
                                                                    "https://vk.com/b"]),
        (fields.parse_handles, "5-Minute Crafts", ["5-Minute Crafts"]),
        (fields.parse_handles, "", None),
        (fields.known_text(5), " a  b ", "a b"),
        (fields.known_text(5), "-", None),
        (fields._cell, "-", None),
    ],
)  # fmt: skip
def test_cells_are_read(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "why"),
    [
        (fields.parse_platform, "Odnoklassniki 2", "not a platform"),
        (fields.parse_currency, "тенге", "not kept"),
        (fields.parse_days, "soon", "number of days"),
        (fields.parse_days, "400", "number of days"),
        (fields.known_text(5), "too long", "longer than 5"),
    ],
)
def test_cells_that_cannot_be_read(parse, text, why):
    with pytest.raises(ValueError, match=why):
        parse(text)


@pytest.mark.parametrize(
    ("name", "platform"),
    [("top_insta_influencers_data.csv", "instagram"), ("Getblogger youtubers.csv", "youtube"),
     ("блогеры тг.xlsx", "telegram"), ("sight.csv", ""), ("list.csv", ""), ("VK-авторы", "vk")],
)  # fmt: skip
def test_platform_in_a_file_name(name, platform):
    assert fields.platform_in(name) == platform


def test_row_of_the_russian_price_list():
    found = wish(
        Options(market="RU", currency="RUB", platform="youtube", zone="Europe/Moscow"),
        name="Татьяна", city="Севастополь, Россия", followers="13 005",
        price_at_1="6 907 ₽", format_at_1="Интеграция", price_at_2="4 834 ₽",
        format_at_2="Преролл", price_at_3="1 010 360 ₽", format_at_3="Эксклюзивное видео",
    )  # fmt: skip
    assert found.problems == []
    assert found.said == {
        "name": "Татьяна", "market": "RU", "city": "Севастополь", "stated_followers": 13005,
    }  # fmt: skip
    assert found.guessed == {"zone": "Europe/Simferopol", "language": "ru"}
    assert found.rates == [
        ("integration", Money(Decimal(6907), "RUB"), ""),
        ("preroll", Money(Decimal(4834), "RUB"), ""),
        ("video", Money(Decimal(1010360), "RUB"), ""),
    ]


def test_row_of_the_instagram_list():
    found = wish(
        Options(market="ZZ", platform="instagram", zone="Asia/Tokyo"),
        handle="cristiano", followers="475.8m", engagement="1.39%", market="Spain",
    )  # fmt: skip
    (channel,) = found.channels
    assert channel.key == ("instagram", "cristiano")
    assert (channel.followers, channel.engagement) == (475_800_000, Decimal("0.01390"))
    assert found.name == "cristiano"
    assert found.said["market"] == "ZZ"
    assert found.guessed["zone"] == "Europe/Madrid"
    assert found.name_key == ""


def test_row_without_a_country_gets_the_chosen_market_and_its_zone():
    assert wish(Options(market="RU"), name="A").guessed == {
        "market": "RU", "zone": "Europe/Moscow", "language": "ru",
    }  # fmt: skip
    assert wish(Options(market="ZZ", zone="Asia/Tokyo"), name="Олег").guessed == {
        "market": "ZZ", "zone": "Asia/Tokyo", "language": "ru",
    }  # fmt: skip
    assert wish(Options(market="ZZ"), name="Kim").guessed["language"] == "en"


def test_country_column_outranks_a_city_of_that_name_elsewhere():
    found = wish(name="A", market="Russia", city="Boston")
    assert found.said["market"] == "RU"
    assert found.guessed["zone"] == "Europe/Moscow"


def test_stated_zone_and_language_outrank_guesses():
    found = wish(name="A", city="Москва", zone="Asia/Omsk", language="en")
    assert (found.said["zone"], found.said["language"]) == ("Asia/Omsk", "en")
    assert "language" not in found.guessed


def test_columns_for_each_platform():
    found = wish(
        name="A", handle__instagram="@sveta", followers__instagram="51,8 тыс.",
        handle__telegram="t.me/sveta", followers__youtube="9", engagement="4,2 %",
    )  # fmt: skip
    assert [(c.key, c.followers) for c in found.channels] == [
        (("instagram", "sveta"), 51800), (("telegram", "sveta"), None),
    ]  # fmt: skip
    assert found.channels[0].engagement == Decimal("0.04200")
    assert found.remarks == ["Followers without a channel on that platform are left out."]


def test_plain_followers_belong_to_the_first_channel_of_a_platform_column():
    assert wish(name="A", handle__vk="a", followers="7").channels[0].followers == 7


def test_address_outranks_the_chosen_platform_but_not_a_stated_one():
    options = Options(platform="instagram")
    assert wish(options, name="A", handle="t.me/sveta").channels[0].key == ("telegram", "sveta")
    refused = wish(options, name="A", handle="t.me/sveta", platform="YouTube")
    assert "address on Telegram" in refused.problems[0]


def test_several_accounts_in_one_cell():
    found = wish(name="A", handle="t.me/a, vk.com/b t.me/a", followers="5")
    assert [(c.key[0], c.followers) for c in found.channels] == [("telegram", 5), ("vk", None)]


def test_handle_that_is_a_name():
    options = Options(platform="instagram")
    found = wish(options, handle="5-Minute Crafts GIRLY", followers="46.5m", engagement="0.03%")
    assert found.problems == []
    assert found.name == "5-Minute Crafts GIRLY"
    assert found.said["stated_followers"] == 46_500_000
    assert "imported without a channel" in found.remarks[0]
    assert "engagement rate is left out" in found.remarks[1]
    named = wish(options, name="Girly", handle="5-Minute Crafts")
    assert "no spaces" in named.problems[0]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"email": "maya at x"}, "E-mail: “maya at x” is not an e-mail"),
        ({"name": "A", "handle": "sveta"}, "Say which platform"),
        ({"name": "A", "handle": "https://instagram.com/p/x"}, "not the address of an account"),
        ({"name": "A", "engagement": "high"}, "is not a number"),
        ({"name": "A", "engagement": "-3%"}, "no engagement rate"),
        ({"name": "A", "price_at_1": "500"}, "does not say its currency"),
        ({"name": "A", "price_at_1": "$-5"}, "is no price"),
        ({"name": "A", "price_at_1": "$5", "price_at_2": "$6"}, "two prices for “Other format”"),
        ({"name": "A", "price__reel": "$5", "price_at_1": "$6", "format_at_1": "Reel"},
         "two prices for “Reel or short”"),
        ({"market": "Russia"}, "neither a name nor a channel"),
        ({"name": "A", "surplus": True}, "more cells than columns"),
        ({"name": "A" * 121}, "longer than 120"),
    ],
)  # fmt: skip
def test_row_in_error_says_why(cells, why):
    assert why in " ".join(wish(**cells).problems)


def test_unknown_cells_say_nothing():
    found = wish(name="A", engagement="NaN%", price_at_1="-", handle="n/a", followers="undefined")
    assert (found.problems, found.rates, found.channels) == ([], [], [])


def test_phone_is_read_by_its_market():
    assert wish(name="A", market="РФ", phone="8 912 345-67-89").said["phone"] == "+79123456789"
    assert wish(name="A", market="US", phone="(213) 373-4253").said["phone"] == "+12133734253"
    assert wish(name="A", market="Spain", phone="912 34 56 78").said["phone"] == "+34912345678"


@pytest.mark.parametrize("text", ["12", "abc", "доб. 5"])
def test_what_is_no_phone_is_kept_as_text_and_told(text):
    found = wish(name="A", phone=text)
    assert "phone" not in found.said
    assert found.said["about"] == f"Phone: {text}"
    assert "kept in the notes" in found.remarks[0]


def test_bare_engagement_is_in_per_cent_if_any_of_the_column_is_above_one():
    assert in_per_cent(["0.5", "x", "", "n/a", "2.1"])
    assert not in_per_cent(["0.5", "0.021", "3%"])
    assert wish(Options(platform="x", percent=False), handle="a", followers="1",
                engagement="0.5").channels[0].engagement == Decimal("0.50000")  # fmt: skip


def test_name_and_city_tell_a_row_without_an_account():
    assert wish(name="Алёна", city="Орёл, Россия").name_key == "alena | orel"
    assert wish(name="Алена").name_key == "alena | "
    assert wish(name="Алена", email="a@b.co").name_key == ""


@given(st.dictionaries(st.sampled_from([f.key for f in FIELDS if not f.pair] + ["price.1"]),
                       st.text(max_size=20)))  # fmt: skip
def test_any_cells_make_a_wish_or_say_why(cells):
    cells = {key: cell for key, cell in cells.items() if cell.strip()}
    found = compose(Line(2, {}, cells), Options(market="RU", platform="youtube", currency="RUB"))
    assert found.problems or found.name
