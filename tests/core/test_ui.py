from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from core.money import Money
from core.panels import Panel
from core.templatetags import ui

NBSP = "\u00a0"
# 03:30 on 3 March in Moscow, still the evening of the 2nd in Los Angeles.
NOW = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _moscow():
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("Europe/Moscow")):
        yield


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (None, "–", "–"),
        (0, "0", "0"),
        (950, "950", "950"),
        (1000, "1K", f"1{NBSP}тыс."),
        (51_849, "51.8K", f"51,8{NBSP}тыс."),
        (1_250, "1.3K", f"1,3{NBSP}тыс."),
        (999_949, "999.9K", f"999,9{NBSP}тыс."),
        (999_950, "1M", f"1{NBSP}млн"),
        (2_345_678, "2.3M", f"2,3{NBSP}млн"),
        (-51_849, "-51.8K", f"-51,8{NBSP}тыс."),
    ],
)
def test_compact(value, english, russian):
    with translation.override("en"):
        assert ui.compact(value) == english
    with translation.override("ru"):
        assert ui.compact(value) == russian


@pytest.mark.parametrize(
    ("fraction", "places", "english", "russian"),
    [
        (None, 1, "–", "–"),
        (Decimal("0.0139"), 1, "1.4%", f"1,4{NBSP}%"),
        (Decimal("0.0139"), 2, "1.39%", f"1,39{NBSP}%"),
        (Decimal("0.667"), 0, "67%", f"67{NBSP}%"),
        (Decimal("-0.1"), 0, "-10%", f"-10{NBSP}%"),
        (Decimal("12.5"), 0, "1,250%", f"1{NBSP}250{NBSP}%"),
    ],
)
def test_percent(fraction, places, english, russian):
    with translation.override("en"):
        assert ui.percent(fraction, places) == english
    with translation.override("ru"):
        assert ui.percent(fraction, places) == russian


@pytest.mark.parametrize(
    ("amount", "currency", "english", "russian"),
    [
        ("1234.50", "USD", "$1,234.50", f"1{NBSP}234,50{NBSP}$"),
        ("1234.50", "RUB", "₽1,234.50", f"1{NBSP}234,50{NBSP}₽"),
        ("1200.00", "EUR", "€1,200", f"1{NBSP}200{NBSP}€"),
    ],
)
def test_money_and_currency_agree(amount, currency, english, russian):
    with translation.override("en"):
        said = ui.money(Money(Decimal(amount), currency))
        assert said == ui.currency(Decimal(amount), currency)
        assert said == english
    with translation.override("ru"):
        said = ui.money(Money(Decimal(amount), currency))
        assert said == ui.currency(Decimal(amount), currency) == russian


def test_unknown_money_is_a_dash():
    assert ui.money(None) == ui.currency(None, "USD") == ui.number(None) == "–"


@pytest.mark.parametrize(("language", "text"), [("en", "1,204"), ("ru", f"1{NBSP}204")])
def test_number(language, text):
    with translation.override(language):
        assert ui.number(1204) == text


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (None, "–", "–"),
        (date(2026, 3, 3), "3 March", "3 марта"),
        (date(2025, 12, 31), "31 December 2025", "31 декабря 2025"),
        # Already the next day, and the next year, where the reader is.
        (datetime(2025, 12, 31, 21, 30, tzinfo=UTC), "1 January", "1 января"),
    ],
)
def test_day(value, english, russian):
    with translation.override("en"):
        assert ui.day(value) == english
    with translation.override("ru"):
        assert ui.day(value) == russian


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (None, "–", "–"),
        (date(2026, 3, 3), "today", "сегодня"),
        (date(2026, 3, 4), "tomorrow", "завтра"),
        (date(2026, 3, 2), "yesterday", "вчера"),
        (date(2026, 3, 5), "in 2 days", "через 2 дня"),
        (date(2026, 3, 8), "in 5 days", "через 5 дней"),
        (date(2026, 3, 24), "in 21 days", "через 21 день"),
        (date(2026, 2, 28), "3 days ago", "3 дня назад"),
        (date(2026, 2, 20), "11 days ago", "11 дней назад"),
        (date(2026, 1, 31), "31 days ago", "31 день назад"),
        (datetime(2026, 3, 2, 21, 30, tzinfo=UTC), "today", "сегодня"),
    ],
)
def test_relative_day(value, english, russian):
    with translation.override("en"):
        assert ui.relative_day(value) == english
    with translation.override("ru"):
        assert ui.relative_day(value) == russian


def test_relative_day_counts_in_the_readers_days():
    with timezone.override(ZoneInfo("America/Los_Angeles")), translation.override("en"):
        assert ui.relative_day(date(2026, 3, 3)) == "tomorrow"
        assert ui.day(NOW) == "2 March"


@pytest.mark.parametrize(
    ("zone", "english", "russian"),
    [
        ("Europe/Moscow", "Tue 03:30", "вт 03:30"),
        ("America/Los_Angeles", "Mon 16:30", "пн 16:30"),
        (ZoneInfo("Pacific/Kiritimati"), "Tue 14:30", "вт 14:30"),
        ("Asia/Kathmandu", "Tue 06:15", "вт 06:15"),
    ],
)
def test_localtime_of(zone, english, russian):
    with translation.override("en"):
        assert ui.localtime_of(NOW, zone) == english
    with translation.override("ru"):
        assert ui.localtime_of(NOW, zone) == russian


@pytest.mark.parametrize(("language", "text"), [("en", "3 March, 03:30"), ("ru", "3 марта, 03:30")])
def test_moment_is_in_the_readers_zone(language, text):
    with translation.override(language):
        assert ui.moment(NOW) == text


@pytest.mark.parametrize(
    ("due", "english", "russian"),
    [
        (datetime(2026, 3, 3, 6, 29, tzinfo=UTC), "5 h left", "осталось 5 ч"),
        (datetime(2026, 3, 2, 21, 30, tzinfo=UTC), "3 h over", "просрочено на 3 ч"),
    ],
)
def test_hours_left(due, english, russian):
    with translation.override("en"):
        assert ui.hours_left(due) == english
    with translation.override("ru"):
        assert ui.hours_left(due) == russian


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 8, 0), (6, 8, 75), (22, 20, 100), (None, 8, 0), (3, 0, 0), (1, 3, 33), (-1, 3, 0)],
)
def test_share(part, whole, expected):
    assert ui.share(part, whole) == expected


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Светлана Ёлкина", "СЁ"), ("madonna", "M"), ("Ana (Nana) de Souza", "AD"), ("", "?")],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_icon_is_hidden_from_readers_unless_it_says_something():
    assert 'aria-hidden="true"' in ui.icon("sun")
    named = ui.icon("sun", label='Warm "<b>"')
    assert "aria-hidden" not in named
    assert 'role="img" aria-label="Warm &quot;&lt;b&gt;&quot;"' in named


@pytest.mark.parametrize(
    ("query", "state", "url"),
    [
        ("", "none", "?sort=name"),
        ("sort=name&tier=T1&page=4", "ascending", "?sort=-name&tier=T1"),
        ("sort=-name", "descending", "?sort=name"),
        ("sort=followers", "none", "?sort=name"),
    ],
)
def test_sort_link_keeps_filters_and_leaves_the_page(query, state, url):
    request = RequestFactory().get(f"/?{query}")
    assert ui.sort_link({"request": request}, "name") == {"url": url, "state": state}


def test_sort_header_says_how_it_is_sorted():
    request = RequestFactory().get("/?sort=-name")
    source = '{% include "components/sort_header.html" with key="name" label="Name" %}'
    assert '<th scope="col" aria-sort="descending"><a class="sort" href="?sort=name">' in render(
        source, request=request
    )


def test_panels_carry_their_own_context_and_the_pages():
    loaded = [
        {
            "panel": Panel("slot", "key", "Title", "components/stat.html", lambda r, o: None),
            "context": {"label": "Retention <x>", "value": "67%"},
        }
    ]
    assert "Retention &lt;x&gt;" in render("{% panels loaded %}", loaded=loaded)
