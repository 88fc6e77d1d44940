"""Goals talked about: written down with the contact they were talked about at."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django_scopes import scope

from checkins.models import CheckIn, Touch
from creators.actions.goals import add_goal
from creators.models import Goal, GoalReview
from tests import factories

NOW = "2026-03-03T12:00:00Z"


@pytest.fixture
def partnership(workspace, manager):
    return factories.PartnershipFactory(workspace=workspace, owner=manager)


@pytest.fixture
def goal(workspace, partnership):
    with scope(workspace=workspace):
        return add_goal(
            creator=partnership.creator, text="A book", set_on=date(2026, 1, 1), by=None,
            at=partnership.created_at,
        )  # fmt: skip


@pytest.fixture
def at(workspace, partnership):
    return reverse("checkins:log_touch", args=[workspace.slug, partnership.public_id])


TOUCH = {
    "kind": "call", "direction": "both", "channel": "call", "when": "2026-03-03T03:00",
    "once": "abc",
}  # fmt: skip


def said(goal, state="reached", note="It is out"):
    return {f"goal-{goal.public_id}-state": state, f"goal-{goal.public_id}-note": note}


@time_machine.travel(NOW, tick=False)
def test_contact_and_review_are_written_in_one_go_and_once(
    client_as, manager, workspace, partnership, goal, at
):
    client = client_as(manager)
    page = client.get(at).content.decode()
    assert "Goals talked about" in page and "A book" in page
    for _ in range(2):
        assert client.post(at, {**TOUCH, **said(goal)}).status_code == 303
    with scope(workspace=workspace):
        review, touch = GoalReview.objects.get(), Touch.objects.get()
        # In Los Angeles it was still the evening before.
        assert (review.reviewed_on, review.note) == (date(2026, 3, 2), "It is out")
        assert review.source_key == f"touch:{touch.public_id}"
        assert Goal.objects.get().state == "reached"
    assert "Goals talked about" not in client.get(at).content.decode()


@time_machine.travel(NOW, tick=False)
def test_note_without_a_state_is_asked_about_and_nothing_is_written(
    client_as, manager, workspace, goal, at
):
    answer = client_as(manager).post(at, {**TOUCH, **said(goal, state="")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say how the goal stands, so that the note is kept." in page
    assert "It is out" in page and '<details class="disclosure" open>' in page
    with scope(workspace=workspace):
        assert not Touch.objects.exists() and not GoalReview.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_goals_that_were_not_talked_about_stay_as_they_are(client_as, manager, workspace, goal, at):
    client_as(manager).post(at, {**TOUCH, **said(goal, state="", note="")})
    with scope(workspace=workspace):
        assert Touch.objects.count() == 1 and not GoalReview.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_check_in_that_was_done_another_way_takes_the_goals_along(
    client_as, manager, workspace, partnership, goal
):
    with scope(workspace=workspace):
        check_in = CheckIn.objects.create(
            workspace=workspace, partnership=partnership, due_on=date(2026, 3, 3), slot="2026-03",
            send_at="2026-03-03T17:00Z",
            reason={"rule": "cadence", "cadence": "monthly", "from": "2026-02-03",
                    "from_kind": "call", "raw": "2026-03-03", "adjusted": ""},
        )  # fmt: skip
    at = reverse("checkins:done", args=[workspace.slug, check_in.public_id])
    client = client_as(manager)
    assert "Goals talked about" in client.get(at).content.decode()
    sent = {"how": "call", "note": "", **said(goal, state="open")}
    assert client.post(at, sent).status_code == 303
    client.post(at, sent)
    with scope(workspace=workspace):
        assert GoalReview.objects.get().reviewed_on == date(2026, 3, 3)


def test_open_goals_stand_beside_the_brief(client_as, manager, workspace, partnership, goal):
    part = factories.CollaborationFactory(
        campaign=factories.CampaignFactory(
            workspace=workspace, brand=partnership.brand, owner=manager
        ),
        partnership=partnership,
    )
    at = reverse("campaigns:brief", args=[workspace.slug, part.public_id])
    assert "A book" in client_as(manager).get(at).content.decode()
