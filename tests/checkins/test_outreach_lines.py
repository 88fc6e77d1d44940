"""Today tells of creators who were asked: silent, answered by mail, answered on the page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.actions.collaborations import add_collaborations, answer_outreach
from campaigns.actions.outreach import Ask, note_reply
from campaigns.models import Outreach
from checkins.queries.board import board
from checkins.today import Asking
from tests import factories
from tests.checkins.conftest import NOW

ASKED = NOW - timedelta(days=3)


@pytest.fixture
def asked(partnership, manager):
    campaign = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, name="Balcony"
    )
    add_collaborations(
        campaign=campaign, partnerships=[partnership], state="invited", by=manager, at=ASKED,
        ask=Ask(mail=True, answer_by=NOW.date() + timedelta(days=2)),
    )  # fmt: skip
    return Outreach.objects.get()


def _line(user, at=NOW):
    found = [
        (str(section.section), line)
        for section in board(Asking(user, at)).shelves
        for line in section.lines
        if line.kind == "outreach"
    ]
    return found[0] if found else None


def test_an_open_question_waits_on_them_then_on_us(asked, manager):
    section, line = _line(manager)
    assert (section, line.what) == ("waits", "Asked, no answer yet")
    assert "asked 3 days ago, answer wanted by" in line.reason
    section, _line_late = _line(manager, NOW + timedelta(days=4))
    assert section == "overdue"


def test_an_answer_by_mail_has_a_yes_and_a_no(asked, manager, client_as):
    note_reply(asked.mail, "Sounds great", NOW, "inbound:1")
    section, line = _line(manager)
    assert section == "today"
    assert "Sounds great" in line.reason
    yes, no, _look = line.actions
    today = reverse("checkins:today", args=[asked.workspace.slug])
    answer = client_as(manager).post(yes.url, {"next": today})
    assert answer["Location"] == today
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("yes", manager)
    assert _line(manager) is None
    assert no.post


@pytest.mark.parametrize(("yes", "what"), [(True, "Said yes: write the brief"), (False, "Said no")])
def test_their_own_answer_is_news(asked, manager, yes, what):
    answer_outreach(outreach=asked, yes=yes, words="Why not", at=NOW)
    _section, line = _line(manager)
    assert line.what.startswith(what)
    assert (_line(manager, NOW + timedelta(days=5)) is None) is not yes
