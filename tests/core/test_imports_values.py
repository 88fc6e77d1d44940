"""Cells as people and their tools write them, in both languages."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.imports.dates import guess_day_first, parse_date
from core.imports.values import (
    clean_text,
    guess_number,
    parse_count,
    parse_email,
    parse_fraction,
    parse_id,
    parse_money,
    parse_number,
    shown,
)
from core.money import Money

NBSP, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("475.8m", "475800000"),
        ("3.3k", "3300"),
        ("1к", "1000"),
        ("1,2 млн", "1200000"),
        ("0.89k", "890"),
        ("1.2M", "1200000"),
        ("29.0b", "29000000000"),
        ("51,8 тыс.", "51800"),
        ("51,8тыс", "51800"),
        ("2 млн", "2000000"),
        ("1,5 миллиона", "1500000"),
        ("1.5 млрд", "1500000000"),
        ("10 358", "10358"),
        (f"10{NBSP}358", "10358"),
        (f"1{THIN}234{THIN}567", "1234567"),
        ("1 234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567", "1234567"),
        ("1'234.5", "1234.5"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("1,234k", "1234"),
        (".5", "0.5"),
        ("7.", "7"),
        ("-5", "-5"),
        ("− 5,5", "-5.5"),
        ("+7", "7"),
        ("<span>29</span>", "29"),
        ("<b>1&nbsp;200</b>", "1200"),
        ("１２", "12"),
    ],
)
def test_guess_number_reads_what_people_write(text, number):
    assert guess_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,23,4", "1.2.3", "5kk", "1e5", "12 5", "1 2345", "1,2,3.4", "9" * 40, "1 2 3"],
)
def test_guess_number_refuses_and_names_the_cell(text):
    with pytest.raises(ValueError, match="is not a number") as refusal:
        guess_number(text)
    assert text[:20] in str(refusal.value)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "n/a", "NaN", "NaN%", "undefined", "н/д"])
def test_unknown_cell_has_no_value(text):
    assert parse_number(text) is None
    assert parse_count(text) is None
    assert parse_fraction(text) is None
    assert parse_money(text) is None
    assert parse_date(text) is None
    assert parse_email(text) is None
    assert parse_id(text) is None


@pytest.mark.parametrize(
    ("text", "count"), [("10.358", 10358), ("10,358", 10358), ("475.8m", 475_800_000), ("3.0", 3)]
)
def test_parse_count_takes_thousands_for_thousands(text, count):
    assert parse_count(text) == count


@pytest.mark.parametrize(
    ("text", "why"),
    [("51.8", "not a whole number"), ("-4", "less than zero"), ("9" * 20, "more than can be")],
)
def test_parse_count_refuses(text, why):
    with pytest.raises(ValueError, match=why):
        parse_count(text)


@pytest.mark.parametrize(
    ("text", "percent", "fraction"),
    [
        ("12,5 %", None, "0.125"),
        ("1.39%", None, "0.0139"),
        ("<span>29%</span>", None, "0.29"),
        ("12.5", None, "0.125"),
        ("0.0139", None, "0.0139"),
        ("0.9", True, "0.009"),
        ("0.9", False, "0.9"),
        ("0.9%", False, "0.009"),
    ],
)
def test_parse_fraction(text, percent, fraction):
    assert parse_fraction(text, percent=percent) == Decimal(fraction)


@pytest.mark.parametrize(
    ("text", "currency", "money"),
    [
        ("7 768 ₽", "", ("7768", "RUB")),
        ("7 768,50 руб.", "", ("7768.50", "RUB")),
        ("12 000р.", "", ("12000", "RUB")),
        ("1,2 тыс. ₽", "", ("1200", "RUB")),
        ("10 тыс. руб.", "", ("10000", "RUB")),
        ("$1,200", "", ("1200", "USD")),
        ("$1.5k", "", ("1500", "USD")),
        ("1200 USD", "", ("1200", "USD")),
        ("USD 1,200.50", "", ("1200.50", "USD")),
        ("€12.50", "RUB", ("12.50", "EUR")),
        ("500", "RUB", ("500", "RUB")),
    ],
)
def test_parse_money(text, currency, money):
    assert parse_money(text, currency=currency) == Money(Decimal(money[0]), money[1])


@pytest.mark.parametrize(
    ("text", "why"),
    [("500", "does not say its currency"), ("£5", "not kept here"), ("free", "not a number")],
)
def test_parse_money_refuses(text, why):
    with pytest.raises(ValueError, match=why):
        parse_money(text)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Maya@Example.COM", "maya@example.com"),
        ("mailto:a@b.co", "a@b.co"),
        ("Maya Lee <m@x.org>", "m@x.org"),
    ],
)
def test_parse_email(text, email):
    assert parse_email(text) == email


def test_parse_email_refuses():
    with pytest.raises(ValueError, match="not an e-mail"):
        parse_email("maya at example.com")


def test_parse_id_keeps_every_digit():
    assert parse_id("17974697564884257") == "17974697564884257"
    assert parse_id("'0812") == "0812"
    with pytest.raises(ValueError, match="lost its last digits"):
        parse_id("1,79747E+16")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-03", date(2026, 3, 3)),
        ("2025-01-01T01:00:00", date(2025, 1, 1)),
        # The date that is written, whatever hour it is elsewhere.
        ("2014-11-25 23:45:53 +1100", date(2014, 11, 25)),
        ("20230101", date(2023, 1, 1)),
        ("29.04.2020", date(2020, 4, 29)),
        # What is left of a date whose column lost its format in a spreadsheet.
        ("46084", date(2026, 3, 3)),
        ("46084.4375", date(2026, 3, 3)),
        ("46084,5", date(2026, 3, 3)),
        ("3.4.26", date(2026, 4, 3)),
        ("05/26/2026 10:23", date(2026, 5, 26)),
        ("26/05/2026", date(2026, 5, 26)),
        ("05/05/2026", date(2026, 5, 5)),
        ("Apr 29, 2020", date(2020, 4, 29)),
        ("29 April 2020", date(2020, 4, 29)),
        ("29 апр. 2020", date(2020, 4, 29)),
        ("29 апреля 2020 г.", date(2020, 4, 29)),
        ("1 мая 2021 г., 10:00", date(2021, 5, 1)),
        ("February 28", date(2026, 2, 28)),
        ("December 31", date(2025, 12, 31)),
        ("February 29", date(2024, 2, 29)),
    ],
)
def test_parse_date(text, day):
    assert parse_date(text, before=date(2026, 3, 3)) == day


def test_parse_date_needs_a_hint_for_two_small_numbers():
    assert parse_date("03/04/2026", day_first=False) == date(2026, 3, 4)
    assert parse_date("03/04/2026", day_first=True) == date(2026, 4, 3)
    with pytest.raises(ValueError, match="two different days"):
        parse_date("03/04/2026")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31.02.2020", "no such day"),
        ("13/13/2020", "no such day"),
        ("soon", "not a date"),
        ("1999", "not a date"),
        ("1200", "not a date"),
        ("123456", "not a date"),
        ("32 марта 2020", "no such day"),
        ("5 брюмера 2020", "not a date"),
        ("March 5", "has no year"),
    ],
)
def test_parse_date_refuses(text, why):
    with pytest.raises(ValueError, match=why):
        parse_date(text)


def test_february_30_never_was():
    with pytest.raises(ValueError, match="no such day"):
        parse_date("February 30", before=date(2026, 3, 3))


def test_guess_day_first():
    assert guess_day_first(["01/02/2026", "26/05/2026"]) is True
    assert guess_day_first(["01/02/2026", "05/26/2026", "x"]) is False
    assert guess_day_first(["01/02/2026", "29.04.2020"]) is None


def test_clean_text():
    assert clean_text("<script>alert(1)</script><b>Tom &amp; Ann</b>") == "Tom & Ann"
    assert clean_text("a <3 b &amp; c") == "a <3 b & c"
    assert clean_text(f"\ufeff a{NBSP}b\u200b\x00\x07\r\nc ") == "a b\nc"
    assert clean_text("x" * 300 + "\x00") == "x" * 300


def test_shown_is_short():
    assert shown("  a\n b ") == "a b"
    assert len(shown("x" * 500)) == 60


def test_reasons_speak_the_language_of_the_person():
    with translation.override("ru"), pytest.raises(ValueError, match="«abc» — не число"):
        guess_number("abc")


NUMBERS = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=2
)


@given(NUMBERS)
def test_number_survives_both_ways_of_writing(number):
    english = f"{number:,.2f}"
    assert guess_number(english) == number
    for space in (" ", NBSP, THIN):
        russian = english.replace(",", space).replace(".", ",")
        assert guess_number(russian) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_count_survives_every_thousands_sign(count):
    for sign in (",", " ", ".", "'", NBSP):
        assert parse_count(f"{count:,}".replace(",", sign)) == count


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_money_survives(amount):
    assert parse_money(f"{amount:,.2f}".replace(",", NBSP).replace(".", ",") + f"{NBSP}₽") == Money(
        amount, "RUB"
    )
    assert parse_money(f"${amount:,.2f}") == Money(amount, "USD")


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
def test_date_survives(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d.%m.%Y}") == day
    assert parse_date(f"{day:%m/%d/%Y}", day_first=False) == day
    assert parse_date(f"{day:%d/%m/%Y}", day_first=True) == day


@given(st.text(max_size=30))
def test_whatever_is_in_a_cell_only_value_errors_come_out(text):
    for parse in (parse_number, parse_count, parse_fraction, parse_money, parse_date, parse_email,
                  parse_id):  # fmt: skip
        with suppress(ValueError):
            parse(text)
