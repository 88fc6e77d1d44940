"""Product suggestions and weekly syncs on Today; what audiences said in the timeline (rows 47, 72)."""

from datetime import date, timedelta

import pytest
import time_machine

from campaigns.actions.feedback import add_feedback, answer_feedback
from campaigns.models import Collaboration
from checkins.queries.board import board
from checkins.today import Asking
from partnerships.models import Opening, Partnership
from tests import factories
from tests.checkins.conftest import NOW
from tests.checkins.life import contact, told

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def part(partnership) -> Collaboration:
    """Their first campaign, live for nine days."""
    campaign = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, name="Balcony", state="live",
        starts_on=TODAY - timedelta(days=9), ends_on=TODAY + timedelta(days=9),
    )  # fmt: skip
    return factories.CollaborationFactory(campaign=campaign, partnership=partnership, sequence=1)


def suggested(part, manager, days_ago: int, text: str = "A lid that stays open"):
    values = {"kind": "product", "text": text, "link": "",
              "heard_on": TODAY - timedelta(days=days_ago)}  # fmt: skip
    return add_feedback(collaboration=part, values=values, by=manager, at=NOW)


def lines(user, kind):
    found = board(Asking(user=user, at=NOW)).shelves
    return [line for shelf in found for line in shelf.lines if line.kind == kind]


def test_suggestions_wait_a_week_and_stand_once_for_each_part(part, manager):
    row = suggested(part, manager, 7)
    suggested(part, manager, 8, "A red one")
    suggested(part, manager, 6, "Too young to be asked for")
    (line,) = lines(part.partnership.owner, "suggestions")
    assert line.what.startswith("2 product suggestions wait for")
    assert "heard 8 days ago" in line.reason
    answer_feedback(feedback=row, state="noted", answer="Yes", expected=1, by=manager, at=NOW)
    (line,) = lines(part.partnership.owner, "suggestions")
    assert line.what.startswith("1 product suggestion waits for")


def test_a_first_campaign_without_contact_this_week_is_asked_for(part):
    owner = part.partnership.owner
    (line,) = lines(owner, "sync")
    assert line.due_on == TODAY + timedelta(days=4)
    assert "no contact since 1 March, so by 7 March" in line.reason
    # A letter to many is no sync.
    contact(part.partnership, 1, direction="out", kind="letter")
    assert len(lines(owner, "sync")) == 1
    Collaboration.objects.update(sequence=2)
    assert lines(owner, "sync") == []
    Collaboration.objects.update(sequence=1)
    Partnership.objects.update(stage="opening")
    Opening.objects.create(
        workspace=part.workspace, partnership=part.partnership, starts_on=date(2024, 1, 1)
    )
    assert lines(owner, "sync") == [], "its opening asks for it"
    Opening.objects.update(finished_on=TODAY)
    assert len(lines(owner, "sync")) == 1
    contact(part.partnership, 1)
    assert lines(owner, "sync") == []


def test_the_timeline_tells_what_was_said_and_answered(part, manager):
    row = suggested(part, manager, 3)
    answer_feedback(feedback=row, state="planned", answer="Soon", expected=1, by=manager, at=NOW)
    found = told(part.partnership)
    assert "Product suggestion: Balcony" in found
    assert "The brand answered (We will do it): “A lid that stays open”" in found
