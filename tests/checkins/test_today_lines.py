"""Lines of Today: what each source brings, into which section, with which words."""

from datetime import date

import pytest
import time_machine

from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.models import CheckIn
from checkins.queries.board import board
from checkins.today import Asking, Section, TodayLine
from core.models import OutgoingMail, Suppression
from partnerships.models import Agreement, Partnership
from tests import factories
from tests.checkins.conftest import NOW, agreement, planned, utc, work
from tests.factories import fee_payment

# What a signed-in page of a workspace needs before it shows anything: session, person, membership.
DOOR = 3


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def _asking(user, at=NOW, **more) -> Asking:
    return Asking(user=user, at=at, **more)


def _lines(user, at=NOW, **more) -> dict[str, tuple[str, TodayLine]]:
    """Kind → (section, line)."""
    return {
        line.kind: (shelf.section, line)
        for shelf in board(_asking(user, at, **more)).shelves
        for line in shelf.lines
    }


# --- check-ins


@pytest.mark.parametrize(
    ("due", "section"),
    [
        ("2026-03-02", "overdue"),
        ("2026-03-03", "today"),
        ("2026-03-10", "week"),
        ("2026-03-11", ""),
    ],
)
def test_check_in_stands_where_its_day_is(partnership, in_scope, manager, due, section):
    plan_check_ins(workspace=in_scope, at=NOW)
    CheckIn.objects.filter(kind="cadence").update(due_on=due)
    found = _lines(manager)
    assert (found["check_in"][0] if "check_in" in found else "") == section


def test_day_of_a_check_in_is_the_creators(partnership, in_scope, manager):
    """23:00 in Greenwich on Tuesday is Wednesday in Moscow already."""
    plan_check_ins(workspace=in_scope, at=NOW)
    CheckIn.objects.filter(kind="cadence").update(due_on=date(2026, 3, 4))
    late = utc("2026-03-03T23:00")
    section, line = _lines(manager, late)["check_in"]
    assert section == Section.TODAY
    assert line.shown == date(2026, 3, 3)


def test_check_in_says_who_what_why_and_what_happens_by_itself(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    _section, line = _lines(manager)["check_in"]
    assert line.title == "Светлана Ким"
    assert line.what == "Check-in · North"
    assert line.reason == "partners since 2 February; monthly; 2 March is a Monday"
    assert [action.key for action in line.actions] == ["send", "done", "skip"]
    assert line.note == "Goes out by itself"
    assert line.due_at == NOW


def test_checkpoint_is_a_talk_first(partnership, in_scope, manager):
    at = utc("2026-04-07T09:00")
    plan_check_ins(workspace=in_scope, at=at)
    section, line = _lines(manager, at)["checkpoint"]
    assert section == Section.TODAY
    assert [action.key for action in line.actions] == ["done", "send", "skip"]
    assert line.due_at is None


@pytest.mark.parametrize("why", ["missing", "suppressed", "late"])
def test_what_cannot_go_says_why(partnership, in_scope, manager, why):
    if why == "missing":
        partnership.creator.email = ""
        partnership.creator.save()
    elif why == "suppressed":
        Suppression.objects.create(email="kim@example.com", reason="bounced", at=NOW)
    else:
        Partnership.objects.update(started_on=date(2025, 1, 1))
    plan_check_ins(workspace=in_scope, at=NOW)
    _section, line = _lines(manager)["check_in"]
    assert line.problem
    assert line.note == ""
    assert ("send" in [action.key for action in line.actions]) == (why == "late")


def test_mail_that_did_not_arrive_comes_back_until_somebody_was_in_touch(
    partnership, in_scope, manager
):
    plan_check_ins(workspace=in_scope, at=NOW)
    send_check_in(check_in=planned(partnership), by=manager, at=NOW)
    assert "undelivered" not in _lines(manager)
    OutgoingMail.objects.update(state="bounced", last_error="550 no such user")
    section, line = _lines(manager)["undelivered"]
    assert (section, line.problem) == (Section.TODAY, "550 no such user")
    assert "3 March" in line.reason
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    assert "undelivered" not in _lines(manager)


# --- warmth


def test_cold_partnership_that_no_check_in_will_warm_this_week(partnership, in_scope, manager):
    log_touch(
        partnership=partnership, kind="reply", direction="in", at=utc("2026-01-10T12:00"), by=None,
        logged_at=NOW,
    )  # fmt: skip
    log_touch(partnership=partnership, kind="message", direction="out", at=NOW, by=manager)
    section, line = _lines(manager)["warmth"]
    assert section == Section.WEEK
    assert line.what == "Has gone cold · North"
    assert "10 January 2026, 52 days ago" in line.reason
    CheckIn.objects.filter(kind="cadence").update(due_on=date(2026, 3, 9))
    assert "warmth" not in _lines(manager)


@pytest.mark.parametrize("stage", ["paused", "ended"])
def test_resting_partnerships_are_not_cold(partnership, manager, stage):
    ended = date(2026, 3, 1) if stage == "ended" else None
    Partnership.objects.update(stage=stage, ended_on=ended, started_on=date(2025, 1, 1))
    assert "warmth" not in _lines(manager)


# --- what the rooms below ask for


@pytest.mark.parametrize(
    ("state", "due", "section", "kind"),
    [
        ("due", "2026-03-01", "waits", "deliverable"),
        ("revision", "2026-03-08", "waits", "deliverable"),
        ("approved", "2026-03-08", "waits", "deliverable"),
        ("due", "2026-03-20", "", "deliverable"),
        ("submitted", "2026-03-20", "today", "review"),
        ("submitted", "2026-03-01", "overdue", "review"),
    ],
)
def test_deliverables(partnership, manager, state, due, section, kind):
    factories.DeliverableFactory(
        collaboration=work(partnership), state=state, due_on=date.fromisoformat(due), title="Reel"
    )
    found = _lines(manager)
    assert (found[kind][0] if kind in found else "") == section


def test_late_deliverable_says_how_late(partnership, manager):
    factories.DeliverableFactory(collaboration=work(partnership), due_on=date(2026, 3, 1))
    _section, line = _lines(manager)["deliverable"]
    assert line.reason == "Balcony: Due, 2 days late"
    assert line.overdue


@pytest.mark.parametrize(
    ("due", "paid", "section"),
    [
        ("2026-03-02", None, "overdue"),
        ("2026-03-03", None, "today"),
        ("2026-03-09", None, "week"),
        ("2026-03-20", None, ""),
        ("2026-03-02", "2026-03-02", ""),
    ],
)
def test_payments(partnership, manager, due, paid, section):
    part = work(partnership)
    fee_payment(part, amount=1700, currency="USD", due_on=due,
        paid_on=paid,
    )  # fmt: skip
    found = _lines(manager)
    assert (found["payment"][0] if "payment" in found else "") == section
    if section:
        assert found["payment"][1].what == "Pay $1,700"


@pytest.mark.parametrize(
    ("fields", "kind", "section"),
    [
        ({}, "agreement", "week"),
        ({"ends_on": date(2026, 5, 2)}, "agreement", "week"),
        ({"ends_on": date(2026, 5, 3)}, "agreement", ""),
        ({"ends_on": date(2026, 3, 2)}, "agreement", ""),
        ({"state": "sent", "sent_on": date(2026, 2, 24)}, "signature", "waits"),
        ({"state": "sent"}, "signature", "waits"),
        ({"state": "draft"}, "agreement", ""),
    ],
)
def test_agreements(partnership, manager, fields, kind, section):
    agreement(partnership, **fields)
    found = _lines(manager)
    assert (found[kind][0] if kind in found else "") == section


def test_agreement_with_the_next_one_drafted_is_in_hand(partnership, manager):
    agreement(partnership)
    assert _lines(manager)["agreement"][1].reason == "With North; ends on 31 March, 28 days left"
    following = agreement(
        partnership, state="draft", starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31)
    )
    assert "agreement" not in _lines(manager)
    Agreement.objects.filter(pk=following.pk).update(state="withdrawn")
    assert "agreement" in _lines(manager)


@pytest.mark.parametrize(
    ("ends_on", "state", "section"),
    [
        ("2026-03-02", "live", "today"),
        ("2026-02-26", "live", "overdue"),
        ("2026-03-03", "live", ""),
        ("2026-02-26", "closed", ""),
    ],
)
def test_campaigns_past_their_end(partnership, manager, ends_on, state, section):
    closed_at = NOW if state == "closed" else None
    work(partnership, ends_on=date.fromisoformat(ends_on), state=state, closed_at=closed_at)
    found = _lines(manager)
    assert (found["campaign"][0] if "campaign" in found else "") == section
