"""Calendar files that any client opens (product.md, row 52; RFC 5545, 5546).

Times are UTC. An event that happens once needs no zone of its own: Google, Outlook and Apple each
show UTC by the reader's clock, while a VTIMEZONE is read by each in its own way (Outlook looks its
name up in a list of Windows names). Which clock shows what for whom stands in the description.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Perennial//Perennial//EN"
FILE_NAME = "invite.ics"
# What a list or a provider would cut is cut here, at a whole word's cost.
_LONGEST = {"SUMMARY": 250, "LOCATION": 500, "DESCRIPTION": 8000}
Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True)
class Mailbox:
    name: str
    address: str


@dataclass(frozen=True)
class Guest(Mailbox):
    """`answer`: "yes", "no" or "" (not answered yet)."""

    answer: str = ""


@dataclass(frozen=True)
class Meeting:
    """One event with a time. `uid` never changes; `sequence` rises with each change; `stamp` is
    when this state of it was written. `sender`: the address that writes for the organizer."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    minutes: int
    stamp: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    organizer: Mailbox | None = None
    sender: str = ""
    guests: Sequence[Guest] = ()


@dataclass(frozen=True)
class Entry:
    """One line of a feed: a day (`starts` is a date) or a time with its end. `busy`: whether it
    takes the reader's time."""

    uid: str
    title: str
    starts: date | datetime
    stamp: datetime
    ends: datetime | None = None
    description: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    busy: bool = False
    cancelled: bool = False


def request(meeting: Meeting) -> bytes:
    """An invitation; with a higher sequence, its update."""
    return _one("REQUEST", meeting, "CONFIRMED")


def cancellation(meeting: Meeting) -> bytes:
    return _one("CANCEL", meeting, "CANCELLED")


def published(meeting: Meeting) -> bytes:
    """To put into one's own calendar by hand: without guests, so nothing is mailed to anybody."""
    return _one("PUBLISH", meeting, "CONFIRMED")


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar to subscribe to; asked for again every hour at most."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    calendar.add("name", clean(name))
    calendar.add("x-published-ttl", "PT1H")
    calendar.add("refresh-interval;value=duration", "PT1H")
    for entry in entries:
        calendar.add_component(_entry(entry))
    return bytes(calendar.to_ical())


def calendar_type(method: Method) -> str:
    """Of a mail's part: by `method` Gmail and Outlook know an invitation from a file."""
    return f"text/calendar; method={method}"


def clean(text: str) -> str:
    """Without signs that no calendar may hold; line breaks as one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or (sign >= " " and sign != "\x7f"))


def _one(method: Method, meeting: Meeting, status: str) -> bytes:
    calendar = _calendar(method)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.stamp.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.starts_at.astimezone(UTC) + timedelta(minutes=meeting.minutes))
    event.add("sequence", meeting.sequence)
    event.add("status", status)
    event.add("transp", "OPAQUE")
    _words(event, meeting.title, meeting.place, meeting.description, meeting.url)
    if meeting.organizer is not None:
        organizer = _address(meeting.organizer)
        if meeting.sender and meeting.sender != meeting.organizer.address:
            organizer.params["SENT-BY"] = f"mailto:{meeting.sender}"
        event.add("organizer", organizer)
    for guest in meeting.guests if method != "PUBLISH" else ():
        event.add("attendee", _guest(guest), encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _entry(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("last-modified", entry.stamp.astimezone(UTC))
    if isinstance(entry.starts, datetime):
        event.add("dtstart", entry.starts.astimezone(UTC))
        event.add("dtend", (entry.ends or entry.starts).astimezone(UTC))
    else:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.starts + timedelta(days=1))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.busy and not entry.cancelled else "TRANSPARENT")
    _words(event, entry.title, entry.place, entry.description, entry.url)
    return event


def _words(event: Event, title: str, place: str, description: str, url: str) -> None:
    title = " ".join(clean(title).split())
    event.add("summary", title[: _LONGEST["SUMMARY"]])
    if place:
        event.add("location", " ".join(clean(place).split())[: _LONGEST["LOCATION"]])
    if description:
        event.add("description", clean(description)[: _LONGEST["DESCRIPTION"]])
    if url:
        event.add("url", url)


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _address(box: Mailbox) -> Any:
    address = vCalAddress(f"mailto:{box.address}")
    # A double quote cannot stand in a parameter; what RFC 6868 puts for it Outlook shows as it is.
    name = " ".join(clean(box.name).replace('"', "'").split())
    address.params["CN"] = vText(name or box.address)
    return address


def _guest(guest: Guest) -> Any:
    address = _address(guest)
    state = {"yes": "ACCEPTED", "no": "DECLINED"}.get(guest.answer, "NEEDS-ACTION")
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = state
    address.params["RSVP"] = "FALSE" if guest.answer else "TRUE"
    return address
