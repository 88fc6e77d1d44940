"""Calendar files that any client opens (row 52)."""

from datetime import UTC, date, datetime, timedelta

import vobject
from hypothesis import given
from hypothesis import strategies as st

from checkins.calendars.building import (
    Entry,
    Guest,
    Mailbox,
    Meeting,
    cancellation,
    clean,
    feed,
    published,
    request,
)
from checkins.calendars.own import told_by
from tests.checkins.calendar_bytes import checked

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
START = datetime(2026, 3, 10, 15, tzinfo=UTC)


def meeting(**fields) -> Meeting:
    given = {
        "uid": "session-1@example.com", "sequence": 0, "title": "Совет", "starts_at": START,
        "minutes": 90, "stamp": AT, "organizer": Mailbox("Анна", "reply+1@in.example.com"),
        "guests": [Guest("Светлана", "sveta@example.com")],
    }  # fmt: skip
    return Meeting(**{**given, **fields})


def event(content: bytes):
    [found] = checked(content).walk("VEVENT")
    return found


def test_an_invitation_asks_the_guest_for_an_answer():
    content = request(meeting(sender="no-reply@example.com"))
    assert checked(content)["METHOD"] == "REQUEST"
    found = event(content)
    assert found["DTSTART"].dt == START
    assert found["DTEND"].dt == START + timedelta(minutes=90)
    assert b"DTSTART:20260310T150000Z\r\n" in content
    assert found["ORGANIZER"] == "mailto:reply+1@in.example.com"
    assert found["ORGANIZER"].params["SENT-BY"] == "mailto:no-reply@example.com"
    assert found["ATTENDEE"] == "mailto:sveta@example.com"
    assert found["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert found["ATTENDEE"].params["RSVP"] == "TRUE"
    assert (found["STATUS"], found["SEQUENCE"]) == ("CONFIRMED", 0)
    assert not found.walk("VALARM")


def test_an_answer_that_is_there_is_not_asked_for_again():
    for answer, state in (("yes", "ACCEPTED"), ("no", "DECLINED")):
        guest = Guest("Светлана", "sveta@example.com", answer)
        params = event(request(meeting(guests=[guest])))["ATTENDEE"].params
        assert (params["PARTSTAT"], params["RSVP"]) == (state, "FALSE")


def test_update_and_cancellation_are_the_same_event():
    first, moved = meeting(), meeting(sequence=1, starts_at=START + timedelta(days=1))
    off = cancellation(meeting(sequence=2))
    uids = {str(event(content)["UID"]) for content in (request(first), request(moved), off)}
    assert uids == {"session-1@example.com"}
    assert [event(c)["SEQUENCE"] for c in (request(first), request(moved), off)] == [0, 1, 2]
    assert checked(off)["METHOD"] == "CANCEL"
    assert event(off)["STATUS"] == "CANCELLED"


def test_a_file_to_save_asks_nobody():
    content = published(meeting())
    assert checked(content)["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event(content)


def test_what_a_name_may_hold():
    title = "Совет, «что дальше»; план\\итог 🎉\nвторая строка"
    name = 'Анна "Аня"; Б, В: Г\r\nBCC: x@y.z'
    content = request(
        meeting(
            title=title, organizer=Mailbox(name, "a@b.example"),
            guests=[Guest("👩‍🌾 Света, мл.; «Ёлка»", "sveta@example.com")],
            description="Длинное описание; с запятыми, и\nстроками 🎉 " * 45,
        )
    )  # fmt: skip
    found = event(content)
    assert str(found["SUMMARY"]) == title.replace("\n", " ")
    assert str(found["DESCRIPTION"]) == "Длинное описание; с запятыми, и\nстроками 🎉 " * 45
    assert found["ORGANIZER"].params["CN"] == "Анна 'Аня'; Б, В: Г BCC: x@y.z"
    assert found["ATTENDEE"].params["CN"] == "👩‍🌾 Света, мл.; «Ёлка»"
    # And by another reader.
    read = vobject.readOne(content.decode())
    assert read.vevent.summary.value == title.replace("\n", " ")


@given(st.text(max_size=300), st.text(max_size=2000), st.text(max_size=500), st.text(max_size=120))
def test_any_text_gives_a_file_that_keeps_the_rules(title, description, place, name):
    guest = Guest(name, "sveta@example.com")
    content = request(meeting(title=title, description=description, place=place, guests=[guest]))
    found = event(content)
    if clean(description):
        assert str(found["DESCRIPTION"]) == clean(description)


@given(st.text())
def test_cleaning_is_done_once(text):
    assert clean(clean(text)) == clean(text)


def test_what_was_written_is_read_back():
    told = told_by(request(meeting(sequence=3, place="Кафе, у моста; 2 этаж")))
    assert (told.sequence, told.starts_at, told.minutes) == (3, START, 90)
    assert (told.title, told.place) == ("Совет", "Кафе, у моста; 2 этаж")


def test_a_feed_has_days_and_times():
    content = feed(
        "North, мой календарь",
        [
            Entry("day@x", "Check-in", date(2026, 3, 5), AT),
            Entry("call@x", "Call", START, AT, ends=START + timedelta(hours=1), busy=True, url="https://x.example/"),
            Entry("off@x", "Off", START, AT, ends=START, busy=True, cancelled=True),
        ],
    )  # fmt: skip
    day, call, off = checked(content).walk("VEVENT")
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (date(2026, 3, 5), date(2026, 3, 6))
    assert b"DTSTART;VALUE=DATE:20260305" in content
    assert (day["TRANSP"], call["TRANSP"], off["TRANSP"]) == (
        "TRANSPARENT",
        "OPAQUE",
        "TRANSPARENT",
    )
    assert off["STATUS"] == "CANCELLED"
    assert call["LAST-MODIFIED"].dt == AT


def test_an_empty_feed_is_a_calendar_all_the_same():
    content = feed("Empty", [])
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
