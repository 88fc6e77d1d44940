"""The timeline narrowed: by kind, side, words and year; filters in the address."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.http import QueryDict

from checkins.actions.touches import log_touch
from checkins.forms.timeline import asked_of
from checkins.queries.timeline import timeline
from tests.checkins.conftest import NOW, utc
from tests.checkins.life import asking, contact, told


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("narrowed", "first", "n"),
    [
        ({"groups": frozenset(["talk"])}, "Check-in left out", 2),
        ({"groups": frozenset(["work"])}, "Campaign “Balcony 0” closed", 7),
        ({"groups": frozenset(["results"])}, "Summary sent: Balcony 0", 3),
        ({"groups": frozenset(["terms"])}, "Notice given", 12),
        ({"groups": frozenset(["notes"])}, "Goal talked about: A book (Open)", 6),
        ({"groups": frozenset(["talk", "notes"])}, "Check-in left out", 8),
        ({"direction": "out"}, "Notice given", 8),
        ({"direction": "in"}, "Goal talked about: A book (Open)", 8),
        ({"whole": False}, "Check-in left out", 22),
        ({"words": ("svet", "balkone")}, "Reply", 1),
        ({"words": ("repli",)}, "Reply", 1),
        ({"words": ("balconi",)}, "Paid $900", 12),
        ({"words": ("nothing", "balconi")}, None, 0),
    ],
)
def test_narrowed(lived, narrowed, first, n):
    found = told(lived, limit=99, **narrowed)
    assert (found[0] if found else None, len(found)) == (first, n)


def test_a_year_begins_at_its_end_where_the_creator_lives(partnership, manager):
    contact(partnership, 62.9)  # 30 December, 14:24 in Greenwich
    log_touch(
        partnership=partnership, kind="call", direction="both", by=manager, logged_at=NOW,
        at=datetime(2025, 12, 31, 22, tzinfo=UTC),
    )  # fmt: skip
    asked = asked_of(QueryDict("year=2025"), set())
    # In Moscow it is 1 January already.
    assert told(partnership, before=asked.place(partnership.creator.zone)) == ["Reply"]


def test_months_are_headed_once_in_the_creators_calendar(partnership):
    for at in ("2026-02-28T20:00", "2026-02-28T22:00", "2026-02-27T09:00", "2026-01-05T09:00"):
        contact(partnership, at=utc(at))
    part = timeline(asking(partnership))
    assert [line.new_month for line in part.lines] == [True, True, False, True]
    first = timeline(asking(partnership, limit=2))
    rest = asking(partnership, limit=2, before=first.following)
    assert [line.new_month for line in timeline(rest, joined=True).lines] == [False, True]
    assert [line.new_month for line in timeline(rest).lines] == [True, True]


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense&direction=up&year=x&before=1.2&partnership=zzz",
        "year=99999999999999999999&before=999999999999999999999999.a.b",
        "year=1&before=x.y.z", "before=..", "before=" + "1" * 90 + ".a.b",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_asks_for_everything(query):
    asked = asked_of(QueryDict(query), {"abc"})
    assert (asked.place(UTC), asked.is_narrowed) == (None, False)


def test_filters_stand_in_the_address():
    asked = asked_of(
        QueryDict("kind=talk&q=sea&year=2024&before=5.touch.a&partnership=abc"), {"abc"}
    )
    assert asked.query() == "?tab=timeline&kind=talk&partnership=abc&q=sea&year=2024"
    assert asked.toggled("talk") == "?tab=timeline&partnership=abc&q=sea&year=2024"
    assert asked.toggled("notes").startswith("?tab=timeline&kind=talk&kind=notes")
    assert asked.query(before=asked.before).endswith("&before=5.touch.a")
