"""Rules of repetition, beside another library's counting (row 52)."""

from datetime import UTC, date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.calendars.reading import read_calendar
from checkins.calendars.repeating import Budget, TooMuch, starts

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


RULES = st.builds(
    lambda freq, interval, parts, end: ";".join([f"FREQ={freq}", f"INTERVAL={interval}", *parts, *end]),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 4),
    st.sampled_from([
        [], ["BYDAY=MO,WE,FR"], ["BYMONTHDAY=1,15,-1"], ["BYMONTH=1,6"], ["BYMONTH=2", "BYMONTHDAY=29"],
        ["BYDAY=MO,TU,WE,TH,FR", "BYHOUR=9,14"], ["BYMONTHDAY=13", "BYDAY=FR"],
    ]),
    st.sampled_from([[], ["COUNT=7"], ["UNTIL=20260901T000000Z"]]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(RULES, st.dates(date(2023, 1, 1), date(2026, 6, 1)))
def test_days_are_those_another_library_counts(rule, first):
    begins = datetime(first.year, first.month, first.day, 10, tzinfo=UTC)
    ours = {
        at for at in starts(begins, rule, after=FIRST, before=LAST, budget=Budget())
        if FIRST <= at < LAST
    }  # fmt: skip
    theirs = {
        at
        for at in rrulestr(f"RRULE:{rule}", dtstart=begins).between(FIRST, LAST, inc=True)
        if at < LAST
    }
    assert ours == theirs


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYYEARDAY=1,-1",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU", "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,SU", "FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=2;COUNT=20",
    ],
)  # fmt: skip
def test_days_of_harder_rules(rule):
    begins = datetime(2025, 1, 6, 10, tzinfo=UTC)
    ours = {
        at
        for at in starts(begins, rule, after=FIRST, before=LAST, budget=Budget())
        if FIRST <= at < LAST
    }
    theirs = {
        at
        for at in rrulestr(f"RRULE:{rule}", dtstart=begins).between(FIRST, LAST, inc=True)
        if at < LAST
    }
    assert ours == theirs and ours


def test_what_is_spent_is_spent_for_the_whole_file():
    budget = Budget(days=900)
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    assert len(list(starts(begins, "FREQ=DAILY", after=FIRST, before=LAST, budget=budget))) > 360
    with pytest.raises(TooMuch):
        for _ in range(3):
            list(starts(begins, "FREQ=DAILY", after=FIRST, before=LAST, budget=budget))
    with pytest.raises(TooMuch):
        list(starts(begins, "FREQ=DAILY", after=FIRST, before=LAST, budget=Budget(times=5)))


def test_what_is_built_to_occupy_a_worker_does_not():
    """Rules that name hundreds of days or clocks, an answer of hundreds of thousands."""
    days = ",".join(f"{n}{day}" for day in ("MO", "TU", "WE") for n in range(1, 54))
    hours = ",".join(map(str, range(24)))
    event = "BEGIN:VEVENT\nUID:{uid}\nDTSTART:19000101T000000Z\nDTEND:19000101T001000Z\n{more}END:VEVENT\n"
    rules = [
        f"RRULE:FREQ=YEARLY;COUNT=999999;BYDAY={days}\n",
        f"RRULE:FREQ=DAILY;COUNT=9999999;BYHOUR={hours};BYMINUTE=0,30\n",
    ]
    everybody = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.example\n" * 50_000
    events = [event.format(uid=n, more=rule) for n, rule in enumerate([*rules, everybody])]
    data = f"BEGIN:VCALENDAR\nMETHOD:REPLY\n{''.join(events)}END:VCALENDAR\n".encode()
    first = datetime(2026, 11, 1, tzinfo=UTC)
    begun = monotonic()
    found = read_calendar(data, zone=ZoneInfo("UTC"), first=first, last=first + timedelta(days=1))
    assert monotonic() - begun < 8
    assert {one.uid for one in found.replies} == {"2"}
