"""What a calendar file must be byte for byte, and by another library's reading (RFC 5545)."""

import re

import icalendar
import vobject


def checked(content: bytes) -> icalendar.Calendar:
    """`content`, if every rule of the wire is kept; read by icalendar."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b""), "a bare line feed"
    assert b"\r" not in content.replace(b"\r\n", b""), "a bare carriage return"
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, line
        # Folded between letters, never inside one: each line is text by itself.
        line.decode("utf-8")
    text = content.decode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    for event in text.split("BEGIN:VEVENT")[1:]:
        assert event.count("\r\nUID:") == 1
        assert len(re.findall(r"\r\nDTSTAMP:\d{8}T\d{6}Z\r\n", event)) == 1
    vobject.readOne(text).validate(raiseException=True)
    return icalendar.Calendar.from_ical(content)
