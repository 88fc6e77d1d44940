"""Rounds of drafts in the timeline and among contacts (rows 7, 41, 42, 44)."""

from datetime import timedelta

import pytest
import time_machine

from campaigns.actions.submissions import (
    approve_deliverable,
    ask_revision,
    hand_in,
    submit_deliverable,
)
from campaigns.models import Submission
from checkins.models import Touch
from checkins.queries.timeline import timeline
from checkins.tasks import plan
from tests import factories
from tests.checkins.conftest import NOW, work
from tests.checkins.life import asking

NOTE = "Open with the balcony, not the box."


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def told(partnership, manager):
    """Handed in, asked to change, handed in by themselves, approved, looked at once more."""
    reel = factories.DeliverableFactory(collaboration=work(partnership), title="Reel")
    reel = type(reel).objects.select_related(
        "workspace", "collaboration__campaign", "collaboration__partnership__creator"
    ).get(pk=reel.pk)  # fmt: skip

    def day(n):
        return {"at": NOW - timedelta(days=9 - n)}

    submit_deliverable(deliverable=reel, link="https://d.example/1", by=manager, **day(1))
    ask_revision(deliverable=reel, note=NOTE, by=manager, **day(2))
    asked = Submission.objects.select_related("deliverable__collaboration").get()
    hand_in(asked=asked, link="https://d.example/2", note="Better?", **day(3))
    reel.refresh_from_db()
    approve_deliverable(deliverable=reel, word="The light!", by=manager, **day(4))
    ask_revision(deliverable=reel, note="The legal line", told=False, by=manager, **day(5))
    return partnership


ROUNDS = [
    ("Revision asked: Reel", "The legal line", "out"),
    ("Approved: Reel", "The light!", "out"),
    ("Handed in: Reel", "Better?", "in"),
    ("Revision asked: Reel", NOTE, "out"),
    ("Handed in: Reel", "Balcony", "in"),
]


@pytest.mark.parametrize("direction", ["", "in", "out"])
def test_timeline_tells_each_round_once(told, direction):
    plan()
    lines = [one.entry for one in timeline(asking(told, limit=50, direction=direction)).lines]
    found = [
        (one.what, one.body, one.direction)
        for one in lines
        if ": Reel" in one.what and "due" not in one.what
    ]
    assert found == [row for row in ROUNDS if direction in ("", row[2])]
    assert not [one for one in lines if one.what in ("Reply", "Message")]


def test_rounds_are_contacts_once(told, django_capture_on_commit_callbacks):
    Touch.objects.all().delete()
    for _sweep in range(2):
        plan()
    touches = Touch.objects.order_by("at").values_list("kind", "direction", "asks", "body")
    assert list(touches) == [("message", "out", True, NOTE), ("reply", "in", False, "Better?")]


def test_a_round_is_a_contact_at_once(partnership, manager, django_capture_on_commit_callbacks):
    reel = factories.DeliverableFactory(collaboration=work(partnership), title="Reel")
    with django_capture_on_commit_callbacks(execute=True):
        submit_deliverable(deliverable=reel, by=manager, at=NOW)
        ask_revision(deliverable=reel, note=NOTE, by=manager, at=NOW)
    assert Touch.objects.get().asks
