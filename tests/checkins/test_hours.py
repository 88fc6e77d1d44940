"""The creator's working hour, in zones that break naive sums."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.rules.hours import CLOSES, OPENS, Hours, moment_on, next_moment, send_moment
from core.workdays import is_working

ZONES = [
    "America/Los_Angeles", "Europe/Moscow", "Pacific/Kiritimati", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Chatham", "America/St_Johns", "Asia/Tehran",
    "Africa/Casablanca", "America/Santiago", "Pacific/Apia", "UTC",
]  # fmt: skip
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
HOURS = st.builds(
    Hours,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    market=st.sampled_from(["RU", "US", "ZZ"]),
    quiet_from=st.none() | TIMES,
    quiet_until=st.none() | TIMES,
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 31), timezones=st.just(UTC))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("America/Los_Angeles", "2026-03-06", "2026-03-06T18:00"),
        ("America/Los_Angeles", "2026-03-09", "2026-03-09T17:00"),  # daylight saving since Sunday
        ("Europe/Moscow", "2026-03-06", "2026-03-06T07:00"),
        ("Pacific/Kiritimati", "2026-03-06", "2026-03-05T20:00"),  # it is Thursday in Greenwich
        ("Asia/Kathmandu", "2026-03-06", "2026-03-06T04:15"),
        ("Australia/Lord_Howe", "2026-03-06", "2026-03-05T23:00"),
        ("Australia/Lord_Howe", "2026-04-06", "2026-04-05T23:30"),  # half an hour of change
        ("Pacific/Chatham", "2026-03-06", "2026-03-05T20:15"),
        ("Pacific/Chatham", "2026-04-06", "2026-04-05T21:15"),
    ],
)
def test_ten_in_the_morning_where_they_live(zone, day, moment):
    hours = Hours(ZoneInfo(zone), "US")
    assert send_moment(date.fromisoformat(day), hours) == utc(moment)


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "clock"),
    [
        (None, None, "10:00"),
        ("22:00", "08:00", "10:00"),
        ("22:00", "11:30", "11:30"),
        ("09:30", "17:00", "17:00"),
        ("09:30", "20:00", "09:00"),  # only the first half hour is left
        ("10:00", "09:15", "09:15"),
        ("04:00", "18:00", "18:00"),  # asleep all day: the first moment they are not
        ("08:00", None, "00:00"),
        (None, "12:00", "12:00"),
        ("12:00", "12:00", "10:00"),  # no span at all
        (None, "00:00", "10:00"),
        ("00:00", None, "10:00"),
        ("20:00", "00:00", "10:00"),
    ],
)
def test_quiet_hours(quiet_from, quiet_until, clock):
    def at(text):
        return time.fromisoformat(text) if text else None

    hours = Hours(ZoneInfo("Europe/Moscow"), "RU", at(quiet_from), at(quiet_until))
    local = send_moment(date(2026, 3, 6), hours).astimezone(hours.zone)
    assert f"{local:%H:%M}" == clock
    assert local.date() == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-03-06T06:30", "2026-03-06T07:00"),  # 9:30 in Moscow … is a working hour
        ("2026-03-06T05:00", "2026-03-06T07:00"),  # 8:00: at ten
        ("2026-03-06T10:00", "2026-03-06T10:00"),  # 13:00: now
        ("2026-03-06T14:59", "2026-03-06T14:59"),
        ("2026-03-06T15:00", "2026-03-10T07:00"),  # 18:00 on Friday; Monday 9 March is a holiday
        ("2026-03-07T10:00", "2026-03-10T07:00"),
    ],
)
def test_next_moment_in_moscow(now, moment):
    hours = Hours(ZoneInfo("Europe/Moscow"), "RU")
    expected = utc(now) if now.endswith("06:30") else utc(moment)
    assert next_moment(utc(now), hours) == expected


def test_between_quiet_hours_and_evening_there_is_still_today():
    hours = Hours(ZoneInfo("UTC"), "US", time(9, 30), time(11))
    assert next_moment(utc("2026-03-06T09:10"), hours) == utc("2026-03-06T09:10")
    assert next_moment(utc("2026-03-06T09:40"), hours) == utc("2026-03-06T11:00")


@pytest.mark.parametrize(
    ("day", "now", "moment"),
    [
        ("2026-03-06", "2026-03-03T12:00", "2026-03-06T10:00"),
        ("2026-03-07", "2026-03-03T12:00", "2026-03-09T10:00"),  # a Saturday
        ("2026-03-06", "2026-03-06T09:30", "2026-03-06T10:00"),
        ("2026-03-06", "2026-03-06T12:00", "2026-03-06T12:00"),
        ("2026-03-06", "2026-03-06T19:00", "2026-03-09T10:00"),
        ("2026-02-02", "2026-03-06T12:00", "2026-03-06T12:00"),  # long overdue: now
    ],
)
def test_moment_on_a_day(day, now, moment):
    hours = Hours(ZoneInfo("UTC"), "US")
    assert moment_on(date.fromisoformat(day), hours, utc(now)) == utc(moment)


@pytest.mark.parametrize(
    ("quiet_until", "moment"),
    [
        # 2:30 does not exist in Los Angeles on Sunday 8 March 2026, and on 29 March in Berlin.
        (time(2, 30), "2026-03-29T01:30"),
    ],
)
def test_hour_that_daylight_saving_removes(quiet_until, moment):
    hours = Hours(ZoneInfo("Europe/Berlin"), "ZZ", time(8), quiet_until)
    assert send_moment(date(2026, 3, 29), hours) == utc(moment)
    assert hours.zone.fromutc(utc(moment).replace(tzinfo=hours.zone)).hour == 3


def test_hour_that_daylight_saving_repeats_is_taken_once():
    hours = Hours(ZoneInfo("Europe/Berlin"), "ZZ", time(8), time(2, 30))
    first = send_moment(date(2026, 10, 25), hours)
    assert first == utc("2026-10-25T00:30")
    assert next_moment(first + timedelta(hours=1), hours) > first


def _suits(moment: datetime, hours: Hours) -> None:
    local = moment.astimezone(hours.zone)
    assert is_working(local.date(), hours.market)
    assert not hours.is_quiet(local.time()) or local.utcoffset() != (
        (local - timedelta(hours=3)).utcoffset()
    )
    free = [t for n in range(540) if not hours.is_quiet(t := _minute(n))]
    if free:
        assert OPENS <= local.time() < CLOSES


def _minute(n: int) -> time:
    return (datetime(2026, 1, 1, 9) + timedelta(minutes=n)).time()


@settings(max_examples=200)
@given(MOMENTS, HOURS)
def test_next_moment_suits_and_stays(at, hours):
    moment = next_moment(at, hours)
    assert at <= moment <= at + timedelta(days=14)
    _suits(moment, hours)
    # Asked again at that moment, it is now: nothing is put off for ever.
    assert next_moment(moment, hours) - moment < timedelta(hours=24)


@settings(max_examples=200)
@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)), HOURS, MOMENTS)
def test_moment_on_a_day_is_that_day_or_later(day, hours, at):
    moment = moment_on(day, hours, at)
    assert moment >= at
    assert moment.astimezone(hours.zone).date() >= min(day, at.astimezone(hours.zone).date())
    _suits(moment, hours)


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)), st.sampled_from(ZONES))
def test_without_quiet_hours_it_is_ten_on_that_very_day(day, zone):
    hours = Hours(ZoneInfo(zone), "ZZ")
    local = send_moment(day, hours).astimezone(hours.zone)
    assert (local.date(), local.time()) == (day, time(10))
