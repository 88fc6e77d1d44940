"""Growth, local hours, prices, search text and zones of creators: pure rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import is_quiet
from creators.rules.growth import Reading, growth_of
from creators.rules.hours import Moment, local_time
from creators.rules.rate_card import rate_card
from creators.rules.search import NOTED, creator_search_text, search_words
from creators.rules.sizes import band_choices, band_limits
from creators.rules.zones import language_of, zone_choices, zone_label

D = date(2026, 3, 1)


def _reading(days, followers):
    return Reading(D + timedelta(days=days), followers)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], None),
        ([(0, 100)], None),
        # Closer than a week, or nobody to start with: no rate.
        ([(0, 100), (6, 200)], None),
        ([(0, 0), (30, 200)], None),
        ([(0, 100), (30, 110)], "0.1"),
        ([(30, 110), (0, 100)], "0.1"),
        ([(0, 100), (60, 121)], "0.1"),
        ([(0, 100), (15, 100)], "0"),
        ([(0, 100), (30, 0)], "-1"),
        # The span is the last 92 days …
        ([(0, 1), (100, 100), (130, 110)], "0.1"),
        ([(0, 100), (92, 100), (92 + 30, 90)], "-0.1"),
        # … and reaches further back only when it would be empty.
        ([(0, 100), (1, 100), (121, 146.41)], "0.1"),
    ],
)
def test_growth_is_normalised_to_thirty_days(readings, expected):
    found = growth_of([_reading(days, followers) for days, followers in readings])
    assert (found and round(found.rate, 4)) == (expected and Decimal(expected))


def test_growth_says_its_span():
    found = growth_of([_reading(0, 100), _reading(40, 100), _reading(100, 90)])
    assert (found.start.taken_on, found.days) == (D + timedelta(days=40), 60)


@pytest.mark.parametrize(
    ("followers", "declines"), [(1000, False), (996, False), (995, False), (994, True)]
)
def test_decline_is_more_than_half_a_per_cent_in_thirty_days(followers, declines):
    assert growth_of([_reading(0, 1000), _reading(30, followers)]).is_declining is declines


@given(
    start=st.integers(1000, 10**12),
    factor=st.floats(0.5, 4),
    days=st.integers(7, 3000),
)
def test_growth_turns_one_figure_into_the_other(start, factor, days):
    end = int(start * factor)
    rate = growth_of([_reading(0, start), _reading(days, end)]).rate
    again = Decimal(start) * (1 + rate) ** (Decimal(days) / 30)
    assert again == pytest.approx(Decimal(end), rel=Decimal("1e-9"), abs=Decimal("1e-9"))


YEKATERINBURG, BERLIN = ZoneInfo("Asia/Yekaterinburg"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "moment", "clock"),
    [
        # Tuesday 3 March 2026; Perm is five hours before UTC.
        ("2026-03-03T05:00", Moment.WORKING, "10:00"),
        ("2026-03-03T03:59", Moment.BEFORE, "08:59"),
        ("2026-03-03T13:00", Moment.AFTER, "18:00"),
        ("2026-03-03T17:00", Moment.QUIET, "22:00"),
        ("2026-03-02T23:00", Moment.QUIET, "04:00"),
        ("2026-03-07T07:00", Moment.WEEKEND, "12:00"),
        # Women's Day falls on a Sunday and is made up for on the Monday after.
        ("2026-03-09T07:00", Moment.HOLIDAY, "12:00"),
    ],
)
def test_local_time_says_whether_it_is_a_good_moment(at, moment, clock):
    found = local_time(
        at=datetime.fromisoformat(at).replace(tzinfo=UTC),
        zone=YEKATERINBURG,
        reader_zone=BERLIN,
        market="RU",
        quiet_from=time(21),
        quiet_until=time(8),
    )
    assert (found.moment, f"{found.at:%H:%M}", found.ahead_minutes) == (moment, clock, 240)


def test_other_markets_have_weekends_only():
    monday = datetime(2026, 3, 9, 7, tzinfo=UTC)
    found = local_time(at=monday, zone=YEKATERINBURG, reader_zone=BERLIN, market="ZZ")
    assert found.moment == Moment.WORKING


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Berlin", "the same as yours"),
        ("Asia/Yekaterinburg", "4 h ahead of you"),
        ("Asia/Kolkata", "4 h 30 min ahead of you"),
        ("America/Los_Angeles", "9 h behind you"),
    ],
)
def test_local_time_says_how_far_away_they_are(zone, told):
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert local_time(at=at, zone=ZoneInfo(zone), reader_zone=BERLIN).ahead == told


@pytest.mark.parametrize(
    ("start", "end", "clock", "quiet"),
    [
        (None, None, time(3), False),
        (time(9), time(9), time(9), False),
        (time(13), time(15), time(13), True),
        (time(13), time(15), time(15), False),
        (time(21), time(8), time(23), True),
        (time(21), time(8), time(8), False),
        (time(21), None, time(23), True),
        (time(21), None, time(1), False),
        (None, time(8), time(1), True),
        (None, time(8), time(9), False),
    ],
)
def test_quiet_hours_may_go_past_midnight(start, end, clock, quiet):
    assert is_quiet(clock, start, end) is quiet


@dataclass
class _Price:
    format: str
    amount: Decimal
    valid_from: date
    valid_until: date | None = None
    currency: str = "RUB"


def test_rate_card_parts_today_from_what_comes_and_what_was():
    def day(n):
        return D + timedelta(days=n)

    old = _Price("reel", Decimal(100), day(-90), day(-31))
    now = _Price("reel", Decimal(120), day(-30), day(9))
    soon = _Price("reel", Decimal(130), day(10), day(19))
    later = _Price("reel", Decimal(140), day(20))
    gone = _Price("story", Decimal(10), day(-90), day(-1))
    coming = _Price("post", Decimal(10), day(1))
    dollars = _Price("reel", Decimal(2), day(-1), currency="USD")
    card = rate_card([old, gone, later, now, coming, soon, dollars], D)
    found = [(line.format, line.currency, line.now, line.coming, line.past) for line in card]
    assert found == [
        ("reel", "RUB", now, [soon, later], [old]),
        ("reel", "USD", dollars, [], []),
        ("post", "RUB", None, [coming], []),
        ("story", "RUB", None, [], [gone]),
    ]
    assert [line.change for line in card] == [Decimal("0.2"), None, None, None]
    assert [line.shown for line in card] == [now, dollars, coming, gone]


def test_rate_card_compares_with_no_price_of_nothing():
    free = _Price("reel", Decimal(0), D - timedelta(days=9), D - timedelta(days=1))
    line = rate_card([free, _Price("reel", Decimal(5), D)], D)[0]
    assert line.change is None


def test_search_text_and_query_meet_over_case_and_script():
    text = creator_search_text(
        name="Светлана Ёлкина", email="sveta@mail.ru", city="Пермь", handles=["Sveta.Home"],
        tags=["Дача"], phone="+79161234567", about="Пишет о саде", notes=["Щенок в кадре"],
    )  # fmt: skip
    for query in [
        "SVETLANA", "елкина светл", "@sveta.home", "sveta@mail.ru", "dacha perm", "sade schenok",
        "+7 (916) 123-45-67", "8 916 123 45 67", "89161234567", "916-123-45-67", "1234567", "916",
        "елкина +7 916 123 45 67",
    ]:  # fmt: skip
        assert all(word in text for word in search_words(query)), query
    assert not all(word in text for word in search_words("елкина 8 916 123 45 68"))
    assert search_words(" @ ") == []
    assert len(search_words("a b c d e f g h")) == 6


def test_search_text_of_long_notes_is_bounded_and_begins_with_the_newest():
    notes = ["сад " * 900, "огород " * 900]
    text = creator_search_text(name="Яна", about="о себе", notes=notes)
    assert len(text) < NOTED + 20
    assert "o sebe" in text
    assert text.endswith("sad")


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        ("small", [1, 9_999], [0, 10_000]),
        ("10k", [10_000, 49_999], [9_999, 50_000]),
        ("1m", [1_000_000, 10**10], [999_999]),
        ("unknown", [0], [1]),
    ],
)
def test_size_bands_leave_no_gap(band, inside, outside):
    limits = band_limits(band)

    def fits(n):
        low, high = limits.get("followers__gte", -1), limits.get("followers__lt", 10**15)
        return low <= n < high

    assert all(map(fits, inside))
    assert not any(map(fits, outside))
    assert band in dict(band_choices())


@given(followers=st.integers(0, 10**12))
def test_every_audience_has_one_band(followers):
    def fits(limits):
        low, high = limits.get("followers__gte", -1), limits.get("followers__lt", 10**15)
        return low <= followers < high

    assert sum(fits(band_limits(key)) for key, _label in band_choices()) == 1


def test_zones_are_named_by_city_in_the_readers_language():
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert zone_label("Europe/Moscow", "ru", at) == "Москва, UTC+3"
    assert zone_label("America/New_York", "en", at) == "New York, UTC\N{MINUS SIGN}5"
    assert zone_label("Asia/Kathmandu", "en", at) == "Kathmandu, UTC+5:45"
    choices = zone_choices("en", at)
    assert choices["RU"][1] == ("Europe/Moscow", "Moscow, UTC+3")
    offered = [zone for group in choices.values() for zone, _label in group]
    assert len(offered) == len(set(offered))
    assert "UTC" in offered
    assert dict(choices[""])["UTC"] == "UTC"


def test_language_follows_the_market():
    assert [language_of(market) for market in ("RU", "US", "ZZ")] == ["ru", "en", "en"]
