"""Places in the timeline: every page size gives everything once, days stand at their noon."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkins.rules.stream import Position, join, newest, parse
from checkins.timeline_sources import Entry, Happening
from creators.models import StyleNote
from tests.checkins.conftest import NOW, utc
from tests.checkins.life import asking


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def _happening(at: int, kind: str, id: str) -> Happening:
    moment = NOW + timedelta(microseconds=at)
    return Happening(moment, kind, id, lambda: Entry("circle", f"{at}{kind}{id}"))


happenings = st.builds(
    _happening, st.integers(0, 3), st.sampled_from("abc"), st.sampled_from("ABxyz")
)


@given(st.lists(happenings, max_size=40), st.integers(1, 9))
def test_any_page_size_gives_each_once_in_one_order(rows, size):
    rows = list({row.position: row for row in rows}.values())
    by_kind = [[row for row in rows if row.kind == kind] for kind in "abc"]
    found, before = [], None
    while True:
        part = join([newest(one, before, size + 1) for one in by_kind], size + 1)
        found += part[:size]
        if len(part) <= size:
            break
        before = parse(str(part[size - 1].position))
    assert [row.position for row in found] == sorted((r.position for r in rows), reverse=True)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.from_regex(r"[a-z_0-9]{1,20}", fullmatch=True),
    st.from_regex(r"[a-z0-9]{12}", fullmatch=True),
)
def test_a_place_survives_the_address(at, kind, id):
    assert parse(str(Position(at, kind, id))) == Position(at, kind, id)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    hour=st.integers(0, 47),
    zone=st.sampled_from(
        ["Pacific/Kiritimati", "America/Los_Angeles", "Australia/Lord_Howe", "UTC"]
    ),
    kind=st.sampled_from(["a", "style", "zz"]),
)
def test_days_before_any_place_are_those_whose_noon_is_before(partnership, hour, zone, kind):
    StyleNote.objects.all().delete()
    creator = partnership.creator
    creator.zone = ZoneInfo(zone)
    for day in range(1, 5):
        StyleNote.objects.create(
            workspace=partnership.workspace, creator=creator, noted_on=date(2026, 2, day), text="x"
        )
    place = Position(utc("2026-02-02T00:00") + timedelta(hours=hour), kind, "m")
    there = replace(asking(partnership, before=place, limit=10), creator=creator)
    found = there.newest_days(StyleNote.objects.all(), "style", "noted_on")
    wanted = [
        row for row in StyleNote.objects.all()
        if Position(there.noon(row.noted_on), "style", row.public_id) < place
    ]  # fmt: skip
    assert list(found) == sorted(wanted, key=lambda row: row.noted_on, reverse=True)
