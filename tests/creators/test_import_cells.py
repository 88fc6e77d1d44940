"""Cells as people and other programs fill them: what says nothing, what is said twice, what stands
in the wrong column."""

import pytest

from core.imports.registry import Line
from creators.imports.contacts import refine
from creators.imports.fields import FIELDS
from creators.imports.importer import CreatorsImporter
from creators.imports.wishes import Options, compose
from creators.models import AudienceSnapshot, Channel

PARSE = {field.key: field.parse for field in FIELDS}
OPTIONS = Options(market="ZZ", platform="", currency="USD", zone="UTC", percent=True)


def wish(**cells):
    said = {key.replace("__", ":").replace("_1", ".1"): cell for key, cell in cells.items()}
    return compose(Line(number=1, raw={}, cells=said), OPTIONS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
@pytest.mark.parametrize("cell", ["", " ", "—", "N/A", "не указано", "#REF!"])
def test_what_is_not_known_says_nothing(field, cell):
    assert field.parse(cell) is None


@pytest.mark.parametrize(
    ("key", "cell", "city", "country"),
    [
        ("city", "-\nPerm, Russia", "Perm", "RU"),
        ("market", "?\nUnited States", "", "US"),
    ],
)
def test_of_several_lines_the_first_that_says_something_counts(key, cell, city, country):
    found = PARSE[key](cell)
    assert (found.city, found.country) == (city, country)


def test_a_line_that_cannot_be_read_is_an_error_only_where_no_other_can():
    long = "x" * 81
    assert PARSE["region"](f"{long}\nTexas") == "Texas"
    with pytest.raises(ValueError, match="longer than 80"):
        PARSE["region"](f"{long}\n-")
    assert PARSE["region"]("-\n?") is None


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("europe/moscow", "Europe/Moscow"), ("МСК + 2", "Asia/Yekaterinburg"),
        # Right for half of the year: the city says more.
        ("UTC+3", None), ("UTC+05:30", None), ("GMT", "GMT"), ("+05:00", None),
    ],
)  # fmt: skip
def test_zones(cell, zone):
    assert PARSE["zone"](cell) == zone


@pytest.mark.parametrize(
    ("city", "region", "country", "zone"),
    [
        ("Portland", "Oregon", "US", "America/Los_Angeles"),
        ("Portland", "Maine", "US", "America/New_York"),
        ("Smallville", "Texas", "US", "America/Chicago"),
        ("Smallville", "USA", "US", "America/New_York"),
        ("Perm", "Пермский край", "RU", "Asia/Yekaterinburg"),
        # A region nobody knows here takes nothing from what the city says.
        ("Köln, Germany", "NRW", "ZZ", "Europe/Berlin"),
        ("Köln", "NRW", None, "UTC"),
    ],
)
def test_a_region_says_which_town_is_meant(city, region, country, zone):
    found = wish(name="A", city=city, region=region)
    assert found.said["city"] == city.partition(",")[0]
    assert (found.said.get("market"), found.guessed["zone"]) == (country, zone)


def test_one_number_written_twice_is_one_number():
    found = wish(name="A", market="RU", phone="8 916 123-45-67\n+7 (916) 123 45 67\n+79161234568")
    assert found.said["phone"] == "+79161234567"
    assert "+79161234568" in found.said["about"] and "4567" not in found.said["about"]


def test_an_account_named_twice_is_one_channel():
    found = wish(name="A", handle="https://t.me/ann", links="telegram: @ann\nhttps://vk.com/ann")
    assert [(c.handle.platform, c.handle.handle) for c in found.channels] == [
        ("telegram", "ann"), ("vk", "ann"),
    ]  # fmt: skip


def test_a_price_that_is_a_dash_escaped_twice_is_no_price():
    found = wish(name="A", price__reel="&amp;mdash;", price_1="100")
    assert found.problems == []
    assert [str(price.amount) for _kind, price, _note in found.rates] == ["100.00"]


def test_engagement_of_each_platform_stands_with_its_followers(load):
    load(
        "Ann,@ann,1000,5%,@ann_tt,200,7%",
        header="Name,Instagram username,Instagram followers,Instagram engagement rate,"
        "TikTok username,TikTok followers,TikTok engagement rate",
    )
    rates = AudienceSnapshot.objects.values_list("channel__platform", "followers", "engagement")
    assert {(p, n, str(rate)) for p, n, rate in rates} == {
        ("instagram", 1000, "0.05000"), ("tiktok", 200, "0.07000"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"handle__instagram": "@ann", "engagement__instagram": "5%"}, "its channel has no"),
        ({"handle__instagram": "@ann", "engagement__tiktok": "5%"}, "its channel has no"),
        ({"handle__instagram": "@ann", "followers__tiktok": "5"}, "without a channel"),
        ({"handle__instagram": "@ann", "engagement": "5%"}, "no channel has followers"),
    ],
)
def test_figures_that_no_channel_carries_are_told(cells, told):
    [remark] = wish(name="Ann", **cells).remarks
    assert told in remark


@pytest.mark.parametrize(
    ("header", "cells", "holds"),
    [
        # More than half are accounts of that platform; a phrase and a broken address are none.
        ("Twitter pessoal", ["@ann", "https://x.com/bob", "ask her"], True),
        ("Twitter pessoal", ["@ann", "ask her", "a/b/c d"], False),
        ("Twitter pessoal", ["@ann", "@", "https://x.com/"], False),
        ("Twitter pessoal", ["", "", ""], False),
    ],
)
def test_a_column_of_a_platform_holds_mostly_accounts(load, header, cells, holds):
    load(*(f"N{n},{cell}" for n, cell in enumerate(cells)), header=f"Name,{header}")
    assert Channel.objects.filter(platform="x").exists() is holds


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"N": "Ann Lee", "F": "Ann"}, "Ann Lee"), ({"F": "Ann", "L": "Lee"}, "Ann Lee"),
        ({"L": "Lee"}, "Lee"), ({"T": "@ann", "E": "a@x.example"}, "@ann"),
        ({"E": "a@x.example", "C": "IBM"}, "a@x.example"), ({"C": "IBM"}, "IBM"), ({}, ""),
    ],
)  # fmt: skip
def test_a_row_in_the_report_has_a_name(raw, name):
    mapping = {
        "N": "name", "F": "first_name", "L": "last_name", "T": "handle:telegram", "E": "email",
        "C": "company",
    }  # fmt: skip
    assert CreatorsImporter().name_of(raw, mapping) == name


@pytest.mark.parametrize(
    ("cards", "mapping", "becomes"),
    [
        # A list of channels: nothing is touched.
        (False, {"Имя": "name", "Nickname": "handle"}, {"Имя": "name", "Nickname": "handle"}),
        # An address book: a given name, a job title, links, groups, somebody's manager account.
        (False, {"Имя": "name", "Фамилия": "last_name"},
         {"Имя": "first_name", "Фамилия": "last_name"}),
        (True, {"FN": "name", "Title": "name"}, {"FN": "name"}),
        (True, {"URL": "handle", "Account": "handle"}, {"URL": "links"}),
        (True, {"Nickname": "handle"}, {"Nickname": "short_name"}),
        (True, {"Nickname": "handle", "First": "first_name"}, {"First": "first_name"}),
        (True, {"Обращение": "short_name", "Как звать": "short_name"},
         {"Как звать": "short_name"}),
        (True, {"Categories": "topics", "Topics": "topics"},
         {"Categories": "tags", "Topics": "topics"}),
        (True, {"Telegram": "handle"}, {"Telegram": "handle"}),
    ],
)  # fmt: skip
def test_columns_that_mean_something_else_in_an_address_book(cards, mapping, becomes):
    refine(mapping, cards=cards)
    assert mapping == becomes
