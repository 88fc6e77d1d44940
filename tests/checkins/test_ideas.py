"""A creator's ideas among contacts, on the timeline and on Today (rows 7, 33, 42, 43)."""

from datetime import timedelta

import pytest
import time_machine

from campaigns.actions.ideas import decide_idea, record_idea, tell_ideas
from campaigns.models import Idea
from campaigns.queries.ideas import told_next
from campaigns.rules.ideas import fingerprint
from checkins import tasks
from checkins.models import Touch
from checkins.queries.board import board
from checkins.queries.timeline import timeline
from checkins.today import Asking
from core.models import OutgoingMail
from tests.checkins.conftest import NOW, utc, work
from tests.checkins.life import asking, told

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def part(partnership):
    return work(partnership)


def say(part, text="Film it at dawn", at=NOW, **more):
    values = {"source": "mail", "by": None, "at": max(NOW, at), **more}
    return record_idea(collaboration=part, text=text, said_at=at, **values)


def decide(idea, by, state="adopted", answer="", at=NOW):
    return decide_idea(idea=idea, expected=1, state=state, answer=answer, by=by, at=at)


def tell(part, by):
    seen = fingerprint((row.public_id, row.version) for row in told_next(part))
    return tell_ideas(collaboration=part, seen=seen, by=by, at=NOW)


def lines(user, at=NOW, mine=True):
    found = board(Asking(user=user, at=at, mine=mine)).shelves
    kinds = ("idea", "ideas_untold")
    return [(str(s.section), line) for s in found for line in s.lines if line.kind in kinds]


def test_an_idea_is_contact_from_them_and_the_answer_from_us(
    part, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        idea = say(part, at=utc("2026-03-02T10:00"), source="call", by=manager)
        decide(idea, manager)
        tell(part, manager)
    rows = Touch.objects.order_by("at").values_list("kind", "direction", "channel", "at", "by")
    assert list(rows) == [
        ("reply", "in", "call", utc("2026-03-02T10:00"), manager.pk),
        ("message", "out", "email", NOW, None),
    ]


def test_the_sweep_finds_what_the_signals_missed_and_doubles_nothing(part, manager):
    decide(say(part), manager)
    tell(part, manager)
    assert not Touch.objects.exists()
    for _ in range(2):
        tasks._catch_up(NOW)
    assert sorted(Touch.objects.values_list("kind", flat=True)) == ["message", "reply"]
    # A mail that tells of nothing that is still there is nobody's contact.
    Touch.objects.all().delete()
    Idea.objects.all().delete()
    tasks._catch_up(NOW)
    assert not Touch.objects.exists()
    assert OutgoingMail.objects.filter(kind="ideas").exists()


def test_the_timeline_says_what_became_of_it(part, partnership, manager):
    say(part, "All clear", state="noted")
    decide(say(part, kind="objection"), manager, "declined", "Too dark")
    say(part, "Dusk", at=NOW - DAY)
    tasks._catch_up(NOW)
    found = [(one.entry.what, one.entry.body, one.entry.facts) for one in
             timeline(asking(partnership)).lines if one.entry.icon == "lightbulb"]  # fmt: skip
    assert sorted(found) == [
        ("Answered the brief: Balcony", "All clear", ()),
        ("Objection on the brief: Balcony", "Film it at dawn\nToo dark",
         ("Declined", "not told yet")),
        ("Suggestion on the brief: Balcony", "Dusk", ("Not answered yet",)),
    ]  # fmt: skip
    # The contact itself is not told a second time.
    assert "Reply" not in told(partnership)


def test_today_asks_for_answers_within_two_working_days(part, manager):
    say(part, at=utc("2026-02-27T09:00"))
    say(part, "Dusk")
    [(section, line)] = lines(manager)
    # Said on a Friday: due on Tuesday, which is today in Moscow.
    assert (section, line.what) == ("today", "2 ideas wait for an answer")
    assert line.reason == "Balcony · said 4 days ago"
    assert lines(manager, NOW + DAY)[0][0] == "overdue"
    assert str(part.public_id) in line.url


def test_today_asks_to_tell_what_was_decided_a_day_ago(part, manager, owner):
    decide(say(part), manager)
    assert lines(manager) == []
    [(section, line)] = lines(manager, NOW + DAY)
    assert (section, line.reason) == ("today", "Balcony: 1 answer is decided and not told")
    assert lines(owner, NOW + DAY) == []
    assert len(lines(owner, NOW + DAY, mine=False)) == 1
    tell(part, manager)
    assert lines(manager, NOW + DAY) == []
