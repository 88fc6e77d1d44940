"""One timeline of all rooms: complete, in order, part by part."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Deliverable, Outreach
from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.queries.timeline import BUDGET, timeline
from checkins.rules.stream import parse
from core.models import AuditEntry, OutgoingMail
from reports.models import Summary
from tests.checkins.conftest import NOW, planned
from tests.checkins.life import asking, contact, told, work


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


WHOLE = [
    "Check-in left out",
    "Notice given",
    "Handed over from Mara Manager to Vera",
    "Goal talked about: A book (Open)",
    "Paid $900",
    "$900 was due",
    "Summary sent: Balcony 0",
    "Campaign “Balcony 0” closed",
    "Learned from “Balcony 0”",
    "Reply",
    "Results came in: Balcony 0",
    "Published: Reel 0",
    "Was due: Reel 0",
    "Note on style",
    "Easy to work with: Yes",
    "Goal: A book",
    "Merge with S. Kim undone",
    "Merged with S. Kim",
    "Agreement signed",
    "Agreement sent",
    "Partners, in T1",
    "Reel or short: $800 → $900",
    "Brief changed after the lock: Balcony 0, version 2",
    "Brief locked: Balcony 0",
    "Brief shared: Balcony 0",
    "Joined the campaign “Balcony 0”",
    "Agreement ended",
    "Reel or short: $800",
    "Agreement signed",
    "Agreement sent",
]


def _whole(manager) -> list[str]:
    return [what.replace("Mara Manager", manager.name) for what in WHOLE]


def test_timeline_joins_all_rooms_newest_first(lived, manager):
    assert told(lived, limit=100) == _whole(manager)


def test_timeline_tells_figures_prices_and_days(lived):
    lines = {line.entry.what: line for line in reversed(timeline(asking(lived, limit=99)).lines)}
    assert lines["Results came in: Balcony 0"].entry.facts == ("Reach: 1.2K", "$300")
    assert lines["Agreement signed"].entry.facts == ("Reel or short: $900 → $1,100",)
    learned = lines["Learned from “Balcony 0”"].entry
    assert learned.body == "What worked: Light\nWhat worked: Tempo"
    assert lines["Published: Reel 0"].entry.outside == "https://example.com/x"
    paid = lines["Paid $900"]
    assert (paid.entry.on, paid.day) == (date(2026, 2, 25), date(2026, 2, 25))
    assert all(line.entry.link for what, line in lines.items() if "S. Kim" not in what)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 29, 30, 31])
def test_parts_joined_are_the_whole(lived, manager, size):
    # Equal instants of every kind, by a moment and by a day.
    work(lived, manager, 1)
    work(lived, manager, 2)
    whole = [(line.at, line.entry) for line in timeline(asking(lived, limit=500)).lines]
    found, before = [], None
    while True:
        part = timeline(asking(lived, limit=size, before=before))
        found += [(line.at, line.entry) for line in part.lines]
        assert len(part.lines) <= size
        if part.following is None:
            break
        before = parse(str(part.following))
    assert found == whole
    assert len(found) == len(set(map(str, found)))


def test_queries_of_a_part_do_not_grow(lived, manager):
    def count(**more) -> int:
        with CaptureQueriesContext(connection) as queries:
            timeline(asking(lived, **more))
        return len(queries) - 1  # the partnerships of `_asking`

    few = count()
    for n in range(1, 12):
        contact(lived, n)
        work(lived, manager, n)
    deep = timeline(asking(lived, limit=60)).following
    assert count() == few
    assert count(before=deep) <= few <= BUDGET
    assert count(groups=frozenset(["talk"])) == 1


def test_steps_stages_and_summaries_held_back(partnership, manager):
    work(partnership, manager)
    piece = Deliverable.objects.select_related("collaboration").get()
    for day, thing, verb in (
        (1, piece, "deliverable.taken_back"),
        (3, partnership, "partnership.paused"),
    ):
        AuditEntry.objects.create(
            workspace=partnership.workspace, at=NOW - timedelta(days=day), by=manager, verb=verb,
            object_type=thing._meta.label_lower, object_id=thing.public_id,
            changes={"pause_reason": ["", "On a long trip"]},
        )  # fmt: skip
    for n, (asked, answered, answer) in enumerate([(4, 3, "no"), (2, 2, "yes")]):
        Outreach.objects.create(
            workspace=partnership.workspace, collaboration=piece.collaboration, channel="call",
            asked_at=NOW - timedelta(days=asked, hours=n), asked_by=manager, answer=answer,
            answered_at=NOW - timedelta(days=answered, hours=n), answered_by=manager,
            note="" if n else "Too soon",
        )  # fmt: skip
    Summary.objects.update(
        state="held", held_at=NOW, held_by=manager, hold_reason="Numbers look wrong", sent_at=None
    )
    wanted = asking(partnership)
    with CaptureQueriesContext(connection) as queries:
        lines = timeline(wanted).lines[:6]
    assert len(queries) == BUDGET
    assert [(line.entry.what, line.entry.body, line.entry.who) for line in lines] == [
        ("Summary held: Balcony 0", "Numbers look wrong", manager.name),
        ("Publication taken back: Reel 0", "Balcony 0", manager.name),
        ("Said yes to “Balcony 0”", "", manager.name),
        ("Paused", "On a long trip", manager.name),
        ("Said no to “Balcony 0”", "Too soon", manager.name),
        ("Asked to take part in “Balcony 0”", "", manager.name),
    ]


# --- what did not arrive, what is told once


def test_timeline_tells_of_mail_that_did_not_arrive(partnership, manager, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    send_check_in(check_in=planned(partnership), by=manager, at=NOW)
    OutgoingMail.objects.update(state="bounced")
    [line] = timeline(asking(partnership)).lines
    assert line.entry.problem == "Did not arrive: Bounced"


def test_touches_of_briefs_and_summaries_are_told_by_these(partnership):
    contact(partnership, 1, "out", kind="brief", source_key="brief:abc")
    contact(partnership, 2, "out", kind="summary")
    contact(partnership, 3, "out", kind="summary", source_key="form:me:once")
    assert told(partnership) == ["Summary sent"]
