"""Hours that suit everybody: pure rules, then the page (row 52)."""

import time as clock
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.rules.common_hours import (
    Person,
    best_slots,
    is_bearable,
    is_busy,
    is_open,
    merged,
)
from checkins.rules.day_grid import day_grid
from checkins.rules.hours_words import both_clocks, city, reasons, when_there, why_nothing
from checkins.rules.local_time import local_moment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Tuesday, 3 March 2026: no holiday in either market that week but Monday the 9th in Russia.
FIRST = datetime(2026, 3, 3, 0, tzinfo=UTC)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def person(zone, name="", market="", **fields):
    return Person(name or zone, ZoneInfo(zone), market, **fields)


ANNA = person("Europe/Moscow", "Anna", "RU")
MAYA = person("America/Los_Angeles", "Maya", "US")


def search(*people, minutes=60, first=FIRST, days=7, limit=6):
    return best_slots(people, minutes=minutes, first=first, last=first + days * DAY, limit=limit)


def test_neighbours_meet_inside_their_working_hours():
    found = search(ANNA, person("Europe/Berlin", "Jonas", "DE"))
    best = found.slots[0]
    assert found.fitting and best.fits
    assert best.starts_at == utc("2026-03-03T08:00")
    assert both_clocks(best) == "Tue 11:00 Moscow · Tue 09:00 Berlin"
    assert reasons(best) == ["Inside everybody's working hours."]


def test_moscow_and_los_angeles_share_the_strain():
    found = search(ANNA, MAYA)
    best = found.slots[0]
    assert not found.fitting
    # Eleven hours apart: each gives an hour and a half, nobody three.
    assert both_clocks(best) == "Tue 18:30 Moscow · Tue 07:30 Los Angeles"
    assert best.strain == (90, 180)
    assert reasons(best) == [
        "Anna stays until 19:30, 1 h 30 min after the working day.",
        "Maya starts at 07:30, 1 h 30 min before the working day.",
    ]


def test_an_hour_less_apart_in_summer_is_half_an_hour_less_each():
    best = search(ANNA, MAYA, first=utc("2026-06-02T00:00")).slots[0]
    assert both_clocks(best) == "Tue 18:00 Moscow · Tue 08:00 Los Angeles"
    assert best.strain == (60, 120)


@pytest.mark.parametrize(
    ("people", "days"),
    [
        # The Russian holiday, Monday 9 March, and weekends: nobody is asked.
        ((ANNA, MAYA), {3, 4, 5, 6}),
        # Without Anna, Monday is a day like any other.
        ((MAYA, person("America/New_York", market="US")), {2, 3, 4, 5, 6, 9}),
    ],
)
def test_no_weekend_and_no_holiday_of_anybody(people, days):
    found = search(*people, limit=99)
    assert {slot.people[0].starts.day for slot in found.slots} == days


def test_quiet_hours_and_leave_are_kept():
    quiet = replace(ANNA, quiet_from=time(19), quiet_until=time(9))
    best = search(quiet, MAYA).slots[0]
    assert both_clocks(best) == "Tue 18:00 Moscow · Tue 07:00 Los Angeles"
    away = replace(ANNA, away=((date(2026, 3, 3), date(2026, 3, 5)),))
    assert search(away, MAYA).slots[0].people[0].starts.day == 6
    assert search(replace(ANNA, away=((date(2026, 3, 1), None),)), MAYA).nothing == "days"


def test_quiet_through_midnight_and_one_end_alone():
    late = replace(ANNA, quiet_from=time(18), quiet_until=None)
    assert all(slot.people[0].ends.time() <= time(18) for slot in search(late, ANNA).slots)
    early = replace(ANNA, quiet_from=None, quiet_until=time(12))
    assert all(slot.people[0].starts.time() >= time(12) for slot in search(early, ANNA).slots)
    same = replace(ANNA, quiet_from=time(9), quiet_until=time(9))
    assert search(same, ANNA).fitting


def test_what_is_taken_is_not_offered():
    busy = replace(ANNA, busy=((utc("2026-03-03T05:00"), utc("2026-03-03T16:00")),))
    slots = search(busy, MAYA, days=2, limit=9).slots
    assert slots
    assert not any(is_busy(busy, slot.starts_at, slot.ends_at) for slot in slots)


@pytest.mark.parametrize(
    ("people", "nothing"),
    [
        ((ANNA, replace(MAYA, quiet_from=time(6), quiet_until=time(10))), "far"),
        ((ANNA, replace(MAYA, away=((date(2026, 1, 1), None),))), "days"),
        ((ANNA, replace(MAYA, busy=((FIRST, FIRST + 9 * DAY),))), "busy"),
    ],
)
def test_why_there_is_nothing(people, nothing):
    quiet = replace(people[0], quiet_from=time(20), quiet_until=time(9))
    found = search(quiet, people[1])
    assert (found.slots, found.nothing) == ((), nothing)
    assert why_nothing(found, list(people))
    with translation.override("ru"):
        assert why_nothing(found, list(people)) != why_nothing(found, [])


def test_nobody_and_no_time_give_nothing():
    assert best_slots([], minutes=60, first=FIRST, last=FIRST + DAY).nothing == "days"
    assert search(ANNA, minutes=0).slots == ()
    assert search(ANNA, days=0).slots == ()
    assert search(ANNA, minutes=24 * 60).nothing == "far"


def test_kathmandu_begins_on_the_quarter():
    kathmandu = person("Asia/Kathmandu")
    slots = search(kathmandu, person("Asia/Kolkata"), limit=20).slots
    assert {slot.starts_at.minute % 15 for slot in slots} == {0}
    assert slots[0].people[0].starts.time() == time(9, 15)
    assert all(slot.starts_at.minute in (0, 30) for slot in search(ANNA, MAYA).slots)


def test_at_most_two_of_a_day_and_not_beside_each_other():
    slots = search(ANNA, limit=50).slots
    by_day = {}
    for slot in slots:
        by_day.setdefault(slot.starts_at.date(), []).append(slot.starts_at)
    assert all(len(starts) <= 2 for starts in by_day.values())
    assert all(abs(a - b) >= 2 * HOUR for s in by_day.values() for a in s for b in s if a != b)


def test_an_hour_that_comes_twice_is_not_proposed():
    # On 31 January 1994 the clock at Vostok went back from midnight to 17:00.
    vostok = person("Antarctica/Vostok")
    first = utc("1994-01-30T20:00")
    slots = best_slots([vostok], minutes=60, first=first, last=first + DAY, limit=9).slots
    assert slots
    assert all(slot.people[0].ends.time() < time(17) for slot in slots)
    late = replace(vostok, opens=time(17), closes=time(22))
    at = {
        s.people[0].starts.time()
        for s in best_slots([late], minutes=60, first=first, last=first + DAY, limit=9).slots
    }
    assert at and max(at) < time(16)


def test_twenty_people_in_two_weeks_are_quick():
    zones = ("Europe/Moscow", "Asia/Kathmandu", "Europe/London", "Asia/Yekaterinburg")
    span = ((FIRST + 9 * HOUR, FIRST + 10 * HOUR),)
    people = [person(zones[n % 4], str(n), "RU", busy=span) for n in range(20)]
    began = clock.process_time()
    found = search(*people, days=14)
    assert found.slots
    assert clock.process_time() - began < 1


ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
CLOCKS = st.one_of(st.none(), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2044, 1, 1)).map(
    lambda t: t.replace(tzinfo=UTC)
)


@st.composite
def people(draw, first):
    spans = st.tuples(st.integers(0, 200), st.integers(0, 9)).map(
        lambda pair: (first + pair[0] * HOUR, first + sum(pair) * HOUR)
    )
    return Person(
        "x", draw(ZONES), draw(st.sampled_from(["", "RU", "US"])), draw(CLOCKS), draw(CLOCKS),
        busy=tuple(draw(st.lists(spans, max_size=4))),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data(), MOMENTS, st.integers(15, 180))
def test_whatever_is_proposed_can_be_asked_of_everybody(data, first, minutes):
    group = data.draw(st.lists(people(first), min_size=1, max_size=4))
    last = first + 8 * DAY
    found = best_slots(group, minutes=minutes, first=first, last=last)
    assert bool(found.slots) != bool(found.nothing)
    for slot in found.slots:
        assert first <= slot.starts_at and slot.ends_at <= last
        assert slot.starts_at.minute % 15 == 0
        for one, there in zip(group, slot.people, strict=True):
            assert time(7) <= there.starts.time()
            assert there.ends.time() <= time(22)
            assert there.starts.date() == there.ends.date()
            assert is_bearable(one, slot.starts_at)
            assert is_bearable(one, slot.ends_at - timedelta(seconds=1))
            assert not is_busy(one, slot.starts_at, slot.ends_at)
            # What the wall shows leads back to this very moment.
            assert there.starts.replace(fold=0).astimezone(UTC) == slot.starts_at
            inside = is_open(one, slot.starts_at) and is_open(one, slot.ends_at - HOUR / 3600)
            assert inside == (there.early == there.late == 0)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_merging_keeps_every_minute_and_no_overlap(pairs):
    spans = [(FIRST + a * HOUR, FIRST + b * HOUR) for a, b in pairs]
    out = merged(spans)
    assert all(a[1] < b[0] for a, b in zip(out, out[1:], strict=False))
    for hour in range(50):
        at = FIRST + hour * HOUR
        assert any(s <= at < e for s, e in spans) == any(s <= at < e for s, e in out)


# The day side by side.


def test_a_day_side_by_side():
    busy = replace(ANNA, busy=((utc("2026-03-03T08:00"), utc("2026-03-03T08:30")),))
    rows = day_grid([busy, MAYA], date(2026, 3, 3), ZoneInfo("Europe/Moscow"))
    by_hour = {
        row.starts_at.astimezone(ANNA.zone).hour: [c.state for c in row.cells] for row in rows
    }
    assert by_hour[7] == ["could", "could"]
    assert by_hour[10] == ["works", "off"]
    assert by_hour[11] == ["busy", "off"]
    assert by_hour[19] == ["could", "could"]
    assert by_hour[20] == ["could", "works"]
    assert not any(row.all_work for row in rows)
    assert day_grid([ANNA], date(2026, 3, 9), ANNA.zone) == []


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25)])
def test_a_day_of_summer_time_has_its_own_length(day, hours):
    awake = [person("Asia/Tokyo"), person("Europe/Moscow"), person("America/Los_Angeles")]
    rows = day_grid(awake, day + DAY, ZoneInfo("America/Los_Angeles"))
    assert len({row.starts_at for row in rows}) == len(rows)
    everything = day_grid(awake, day, ZoneInfo("America/Los_Angeles"))
    assert len(everything) <= hours


# Words, and times that are typed.


def test_words_in_both_languages():
    at = utc("2026-11-24T16:00")
    assert when_there(at, ZoneInfo("Europe/Moscow")) == "Tuesday, 24 November, 19:00 (Moscow)"
    with translation.override("ru"):
        assert when_there(at, ZoneInfo("Europe/Moscow")) == "вторник, 24 ноября, 19:00 (Москва)"
        assert city("America/Los_Angeles") == "Лос-Анджелес"
        assert "на 1 ч 30 мин" in reasons(search(ANNA, MAYA).slots[0])[0]


def test_who_starts_early_and_stays_late_is_said_once():
    short = replace(ANNA, opens=time(12), closes=time(13), quiet_from=time(7), quiet_until=time(11))
    [line] = reasons(search(short, minutes=180).slots[0])
    assert line == "Anna: from 11:00 to 14:00, longer than the working day."


@pytest.mark.parametrize(
    ("zone", "day", "typed", "at", "said"),
    [
        ("Europe/Moscow", "2026-03-03", "10:00", "2026-03-03T07:00", ""),
        ("America/Los_Angeles", "2026-03-08", "02:30", None, "Say 03:00 or later"),
        ("America/Los_Angeles", "2026-03-08", "02:00", None, "Say 03:00 or later"),
        ("America/Los_Angeles", "2026-03-08", "03:00", "2026-03-08T10:00", ""),
        ("Australia/Lord_Howe", "2026-10-04", "02:10", None, "Say 02:30 or later"),
        ("America/Los_Angeles", "2026-11-01", "01:30", "2026-11-01T08:30", "comes twice"),
        ("America/Los_Angeles", "2026-11-01", "02:00", "2026-11-01T10:00", ""),
        # A whole day that was left out.
        ("Pacific/Apia", "2011-12-30", "10:00", None, "does not exist"),
    ],
)  # fmt: skip
def test_a_time_that_is_typed(zone, day, typed, at, said):
    found = local_moment(date.fromisoformat(day), time.fromisoformat(typed), ZoneInfo(zone))
    assert found.at == (utc(at) if at else None)
    assert said in (found.problem or found.note)
    assert bool(found.problem) == (at is None)
    if not said:
        assert not found.note


@settings(max_examples=200)
@given(ZONES, st.datetimes(datetime(1980, 1, 1), datetime(2044, 1, 1)))
def test_a_typed_time_is_that_time_or_a_problem(zone, wanted):
    found = local_moment(wanted.date(), wanted.time(), zone)
    if found.at is None:
        assert found.problem
    else:
        assert found.at.astimezone(zone).replace(tzinfo=None, fold=0) == wanted
