"""Our own calendar files, read back: what a guest has been told."""

from typing import Any

from icalendar import Calendar

from checkins.rules.session_mails import Told


def told_by(content: bytes) -> Told:
    """Of a file that calendars.building wrote; raises ValueError for anything else."""
    events = Calendar.from_ical(content).walk("VEVENT")
    if len(events) != 1:
        raise ValueError("not one event")
    event: Any = events[0]
    starts, ends = event["DTSTART"].dt, event["DTEND"].dt
    return Told(
        sequence=int(event["SEQUENCE"]),
        starts_at=starts,
        minutes=round((ends - starts).total_seconds() / 60),
        title=str(event.get("SUMMARY", "")),
        place=str(event.get("LOCATION", "")),
    )
