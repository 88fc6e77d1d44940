"""`manage.py read_calendar`, and a sample of a file that real programs write."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.checkins.test_calendars_reading import FINE, read

SAMPLES = Path(__file__).parents[1] / "fixtures" / "icalendar"


def test_sample_with_days_that_end_where_they_begin():
    data = (SAMPLES / "days.ics").read_bytes()
    found = read(
        data, first=datetime(2022, 1, 1, tzinfo=UTC), last=datetime(2023, 1, 1, tzinfo=UTC)
    )
    assert [each.title for each in found.events] == [
        "New Year's Day",
        "Orthodox Christmas",
        "International Women's Day",
    ]
    assert (found.busy, found.problems) == ([], [])


def test_the_command_prints_what_it_read(tmp_path):
    out, file = StringIO(), tmp_path / "a.ics"
    file.write_text(FINE)
    call_command("read_calendar", str(file), "--zone", "Europe/Moscow", stdout=out)
    assert "2026-03-03 10:00 – 2026-03-03 11:00  busy  Call" in out.getvalue()
    assert "1 events, 1 busy spans, 0 problems" in out.getvalue()
    with pytest.raises(CommandError, match="could not be opened"):
        call_command("read_calendar", str(tmp_path / "none.ics"), stdout=out, stderr=StringIO())
    for bad in (["--zone", "Nowhere"], ["--first", "soon"]):
        with pytest.raises(CommandError):
            call_command("read_calendar", str(file), *bad, stdout=out)
