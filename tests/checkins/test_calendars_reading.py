"""Calendars of others, however they were written (row 52): each case is somebody's program."""

import time as clock
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.calendars.building import Guest, Mailbox, Meeting, request
from checkins.calendars.reading import read_calendar
from checkins.calendars.zones import named

MOSCOW = ZoneInfo("Europe/Moscow")
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def read(data, zone=MOSCOW, first=FIRST, last=LAST):
    data = data.encode() if isinstance(data, str) else data
    return read_calendar(data, zone=zone, first=first, last=last)


def event(*lines, uid="1"):
    body = "\r\n".join(lines)
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Call\r\n{body}\r\nEND:VEVENT\r\n"


def calendar(*events, head=""):
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n"


def spans(found):
    return [(f"{a:%m-%dT%H:%M}", f"{b:%m-%dT%H:%M}") for a, b in found.busy]


def one(*lines, **more):
    return read(calendar(event(*lines)), **more)


TEN = [("03-03T07:00", "03-03T08:00")]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20260303T070000Z", "DTEND:20260303T080000Z"),
        ("DTSTART:20260303T100000", "DTEND:20260303T110000"),
        ("DTSTART;TZID=Europe/Moscow:20260303T100000", "DURATION:PT1H"),
        ("DTSTART;TZID=Russian Standard Time:20260303T100000", "DURATION:PT60M"),
        ('DTSTART;TZID="Europe/Moscow":20260303T100000', "DURATION:PT1H"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Moscow:20260303T100000", "DURATION:PT1H"),
        ("DTSTART;VALUE=DATE-TIME;TZID=Europe/Berlin:20260303T080000", "DURATION:PT1H"),
        ("dtstart:2026-03-03T07:00:00Z", "dtend:20260303T0800Z"),
    ],
)  # fmt: skip
def test_ways_to_say_ten_in_moscow(lines):
    found = one(*lines)
    assert (spans(found), found.problems) == (TEN, [])


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260304"), 1),
        (("DTSTART:20260303", "DTEND:20260303"), 1),
        (("DTSTART:20260303",), 1),
        (("DTSTART:20260303", "DURATION:P2D"), 2),
        (("DTSTART:20260303", "DTEND:20260306"), 3),
    ],
)
def test_whole_days_are_days_of_the_reader(lines, days):
    found = one(*lines)
    [event_] = found.events
    assert event_.all_day and found.problems == []
    assert event_.starts_at == datetime(2026, 3, 2, 21, tzinfo=UTC)
    assert event_.ends_at - event_.starts_at == timedelta(days=days)


def test_a_day_of_summer_time_is_shorter():
    found = one("DTSTART:20260308", zone=ZoneInfo("America/Los_Angeles"))
    [event_] = found.events
    assert event_.ends_at - event_.starts_at == timedelta(hours=23)


def test_the_zone_of_the_file_rules_what_names_none():
    data = calendar(
        event("DTSTART:20260303T100000", "DURATION:PT1H"), head="X-WR-TIMEZONE:Asia/Tokyo\r\n"
    )
    assert spans(read(data)) == [("03-03T01:00", "03-03T02:00")]


def test_a_zone_known_only_by_its_description():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:My time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    )
    winter = event("DTSTART;TZID=My time:20260303T080000", "DURATION:PT1H")
    summer = event("DTSTART;TZID=My time:20260703T080000", "DURATION:PT1H", uid="2")
    found = read(calendar(zone, winter, summer))
    assert spans(found) == [("03-03T07:00", "03-03T08:00"), ("07-03T06:00", "07-03T07:00")]
    fixed = zone.replace("-1SU;BYMONTH=10", "0SU;BYMONTH=99")
    assert spans(read(calendar(fixed, winter))) == TEN


def test_a_zone_nobody_knows_is_said():
    found = one("DTSTART;TZID=Mars/Base:20260303T100000", "DURATION:PT1H")
    assert spans(found) == TEN
    assert found.problems == [
        "The time zone “Mars/Base” is not known; times were read as Europe/Moscow."
    ]


def test_names_of_zones():
    assert str(named("Pacific Standard Time")) == "America/Los_Angeles"
    assert (
        str(named("/x/20260101_1/America/Argentina/Buenos_Aires"))
        == "America/Argentina/Buenos_Aires"
    )
    assert named("../../etc/passwd") is None and named("") is None


# What takes no time, and what is no event.


@pytest.mark.parametrize(
    ("line", "events"), [("TRANSP:TRANSPARENT", 1), ("STATUS:CANCELLED", 1), ("TRANSP:OPAQUE", 1)]
)
def test_free_and_cancelled_take_no_time(line, events):
    found = one("DTSTART:20260303T070000Z", "DTEND:20260303T080000Z", line)
    assert len(found.events) == events
    assert bool(found.busy) == (line == "TRANSP:OPAQUE")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("DTSTART:20260303T070000Z",), "“Call”: it says no end, so it takes no time"),
        (("DTSTART:20260303T070000Z", "DTEND:20260303T060000Z"), "“Call”: it ends before it begins, so it takes no time"),
        (("DTEND:20260303T070000Z",), "“Call”: it says no beginning"),
        (("DTSTART:20260230",), "“Call”: “20260230” is no day of a calendar"),
        (("DTSTART:20260303T256199",), "“Call”: “20260303T256199” is no time"),
        (("DTSTART:tomorrow",), "“Call”: “tomorrow” is no date"),
        (("DTSTART:00010101",), "“Call”: “00010101” is too far away"),
        (("DTSTART:20260303T070000Z", "DURATION:long"), "“Call”: “long” is no length of time"),
        (("DTSTART:20260303T070000Z", "DURATION:-PT5M"), "“Call”: it ends before it begins, so it takes no time"),
        (("DTSTART:20260303", "DURATION:P99999D"), "“Call”: it lasts longer than a year; a year was read"),
        (("DTSTART;TZID=America/Los_Angeles:20260308T023000", "DURATION:PT1H"), "“Call”: the clocks skip the hour it begins in; it was read as an hour later"),
        (("DTSTART:20260303", "RRULE:FREQ=SECONDLY"), "“Call”: it repeats by “SECONDLY”, which no meeting does"),
        (("DTSTART:20260303", "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,5,10,15,20,25,30,35,40"), "“Call”: it repeats more often than a meeting does"),
        (("DTSTART:20260303", "RRULE:FREQ=DAILY;INTERVAL=0"), "“Call”: it repeats “0” times, which is no number"),
        (("DTSTART:20260303", "RRULE:FREQ=DAILY;UNTIL=never"), "“Call”: it repeats until “NEVER”, which is no day"),
        (("DTSTART:20260303", "RRULE:FREQ=DAILY;BYDAY=XX"), "“Call”: it repeats on “XX”, which is no day"),
        (("DTSTART:20260303", "RRULE:FREQ=DAILY;BYMONTH=13"), "“Call”: it repeats on “13”, which is no day"),
        (("DTSTART:20260303T070000Z", "DTEND:20260303T080000Z", "EXDATE:x", "RRULE:FREQ=DAILY;COUNT=2"), "“Call”: “x” is no date"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words(lines, problem):
    assert one(*lines).problems == [problem]


def test_a_rule_that_cannot_be_read_leaves_the_first_time():
    found = one("DTSTART:20260303T070000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY")
    assert (spans(found), len(found.problems)) == (TEN, 1)


def test_the_others_are_read_all_the_same():
    good = event("DTSTART:20260303T070000Z", "DTEND:20260303T080000Z", uid="2")
    found = read(calendar(event("DTSTART:20260231"), good))
    assert (spans(found), len(found.problems)) == (TEN, 1)


# Repetition.


def test_a_series_with_exceptions_and_a_moved_time():
    found = read(
        calendar(
            event(
                "DTSTART;TZID=Europe/Moscow:20260302T100000", "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=6", "EXDATE;TZID=Europe/Moscow:20260309T100000",
                "RDATE;TZID=Europe/Moscow:20260320T100000",
            ),
            event("RECURRENCE-ID;TZID=Europe/Moscow:20260303T100000", "DTSTART;TZID=Europe/Moscow:20260304T120000", "DURATION:PT1H"),
            event("RECURRENCE-ID;TZID=Europe/Moscow:20260310T100000", "DTSTART;TZID=Europe/Moscow:20260310T100000", "DURATION:PT1H", "STATUS:CANCELLED"),
        )
    )  # fmt: skip
    starts_ = [f"{each.starts_at:%m-%dT%H}" for each in found.events]
    assert starts_ == ["03-02T07", "03-04T09", "03-16T07", "03-17T07", "03-20T07"]
    assert found.problems == []


def test_an_event_at_half_past_two_skips_the_day_without_it():
    found = one(
        "DTSTART;TZID=America/Los_Angeles:20260307T023000",
        "DURATION:PT30M",
        "RRULE:FREQ=DAILY;COUNT=3",
    )
    days = [each.starts_at.astimezone(ZoneInfo("America/Los_Angeles")) for each in found.events]
    assert [f"{day:%d %H:%M}" for day in days] == ["07 02:30", "09 02:30"]


def test_until_is_a_moment_or_a_day():
    for until in ("20260305T070000Z", "20260305", "20260305T100000"):
        found = one("DTSTART:20260303T100000", "DURATION:PT1H", f"RRULE:FREQ=DAILY;UNTIL={until}")
        assert len(found.events) == 3, until


def test_a_series_of_long_ago_is_found_today():
    found = one("DTSTART:19800101", "RRULE:FREQ=YEARLY")
    assert [f"{each.starts_at:%Y-%m-%d}" for each in found.events] == ["2025-12-31", "2026-12-31"]


# The file itself.

FINE = calendar(event("DTSTART:20260303T070000Z", "DTEND:20260303T080000Z"))


@pytest.mark.parametrize(
    "data",
    [
        FINE.replace("\r\n", "\n").encode(),
        FINE.replace("\r\n", "\r").encode(),
        b"\xef\xbb\xbf" + FINE.encode(),
        FINE.encode("utf-16"),
        FINE.encode("utf-16-le"),
        FINE.encode("utf-16-be"),
        FINE.rstrip().encode(),
        ("\r\n\r\n" + FINE).encode(),
        FINE.replace("DTSTART:", "DTS\r\n TART:").encode(),
        FINE.lower().encode(),
    ],
)
def test_however_it_is_encoded(data):
    found = read(data)
    assert (spans(found), found.problems) == (TEN, [])


def test_old_encodings_are_guessed_and_said():
    text = FINE.replace("Call", "Созвон с автором о планах на весну и лето, обсуждение")
    found = read(text.encode("cp1251"))
    assert found.events[0].title.startswith("Созвон с автором")
    assert "not in UTF-8" in found.problems[0]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "This is no calendar file."),
        (b"\x00\x01\x02\xff", "This is no calendar file."),
        (b"name,date\nMaya,2026-03-03\n", "This is no calendar file."),
        (FINE.replace("END:VCALENDAR\r\n", "").encode(), "The file breaks off before its end."),
        (FINE.replace("END:VEVENT", "END:VTODO").encode(), "Something ends that never began: VTODO"),
        (FINE.replace("BEGIN:VCALENDAR\r\n", "").encode(), "This is no calendar file."),
        (FINE.replace("Call", "A long name that is\r\nbroken badly").encode(), "Some long lines are broken in a way that no calendar should."),
        ((event("DTSTART:20260303T070000Z", "DTEND:20260303T080000Z")).encode(), "This is no calendar file."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_file_is_said(data, problem):
    assert problem in read(data).problems


def test_a_calendar_without_its_frame_is_read_all_the_same():
    assert spans(read(event("DTSTART:20260303T070000Z", "DTEND:20260303T080000Z"))) == TEN


def test_the_same_event_twice_is_the_newest():
    old = event("DTSTART:20260303T050000Z", "DURATION:PT1H", "SEQUENCE:0")
    new = event("DTSTART:20260303T070000Z", "DURATION:PT1H", "SEQUENCE:2")
    for data in (calendar(old, new), calendar(new, old)):
        found = read(data)
        assert spans(found) == TEN
        assert found.problems == [
            "“Call”: the same event stands in the file twice; the newest was read"
        ]


def test_busy_time_without_events():
    body = "BEGIN:VFREEBUSY\r\nFREEBUSY:20260303T070000Z/PT1H,20260304T070000Z/20260304T080000Z,x/y\r\nFREEBUSY;FBTYPE=FREE:20260305T070000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    found = read(calendar(body))
    assert spans(found) == [*TEN, ("03-04T07:00", "03-04T08:00")]
    assert found.problems == ["“x/y” is no span of time"]


# Answers.


def test_an_answer_to_an_invitation():
    data = calendar(
        event("ATTENDEE;CN=\"Maya; R.\";PARTSTAT=DECLINED:MAILTO:Maya@Example.com", "SEQUENCE:3", "COMMENT:Too early\\, sorry", "DTSTART:20260303T070000Z"),
        head="METHOD:REPLY\r\n",
    )  # fmt: skip
    found = read(data)
    [reply] = found.replies
    assert (found.method, reply.uid, reply.address) == ("REPLY", "1", "maya@example.com")
    assert (reply.answer, reply.sequence, reply.comment) == ("no", 3, "Too early, sorry")
    assert read(data.replace("METHOD:REPLY", "METHOD:REQUEST")).replies == []


# What others will try.


@pytest.mark.parametrize(
    "data",
    [
        b"x" * (20 * 1024 * 1024),
        b"BEGIN:VCALENDAR\r\nX:" + b"a" * (9 * 1024 * 1024),
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 300_000,
        b"a:b\n" * 2_000_000,
        calendar(*(event("DTSTART:19700101T000000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=999999999", uid=str(n)) for n in range(3000))).encode(),
        calendar(*(event("DTSTART:19700101", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", uid=str(n)) for n in range(3000))).encode(),
        calendar(event("DTSTART:19700101", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")).encode(),
    ],
    ids=["20 MB", "one line", "boxes", "lines", "daily for ever", "never", "never at all"],
)  # fmt: skip
def test_bombs_are_bounded(data):
    began = clock.process_time()
    found = read(data)
    assert len(found.problems) <= 21
    # Of this process alone, whatever else the machine does.
    assert clock.process_time() - began < 15


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data):
    read(data)


LINES = st.lists(
    st.sampled_from(
        """BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VEVENT|END:VEVENT|BEGIN:VTIMEZONE|END:VTIMEZONE|BEGIN:STANDARD
        END:STANDARD|BEGIN:DAYLIGHT|END:DAYLIGHT|TZID:X|TZOFFSETTO:+0100|TZOFFSETTO:+9900|UID:1|UID:2|SEQUENCE:²
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3|RRULE:FREQ=MONTHLY;BYSETPOS=-3;BYDAY=SU|RRULE:FREQ=DAILY;COUNT=99
        RRULE:FREQ=WEEKLY;UNTIL=19000101|DTSTART:20260303|DTSTART;TZID=X:20260303T100000|DTSTART:21991231T235959Z
        DTSTART:19000101T000000|DTEND:19000101|DTEND:20260303T110000Z|DURATION:P1W|DURATION:PT|EXDATE:20260303,,
        RDATE:20260303/PT1H|RECURRENCE-ID:20260303|METHOD:REPLY|ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.c| folded|::|;=:"
        X-WR-TIMEZONE:Nowhere|STATUS:CANCELLED|TRANSP:TRANSPARENT|BEGIN:VFREEBUSY|FREEBUSY:20260303T1000Z/-P1D|END:VFREEBUSY"""
        .replace("\n        ", "|").split("|")
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_any_lines_are_answered(lines):
    found = read("\r\n".join(lines))
    assert all(FIRST <= a < b <= LAST for a, b in found.busy)


def test_what_we_write_we_read():
    meeting = Meeting(
        "u@x", 2, "Совет; и, чай 🎉", datetime(2026, 3, 3, 7, tzinfo=UTC), 60, FIRST,
        description="Да\nнет", organizer=Mailbox("Анна, Б", "a@b.example"), guests=[Guest("Света", "s@x.example")],
    )  # fmt: skip
    found = read(request(meeting))
    assert (spans(found), found.problems, found.method) == (TEN, [], "REQUEST")
    assert found.events[0].title == "Совет; и, чай 🎉"
