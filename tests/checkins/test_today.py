"""Today: every kind of line in its section, at a fixed number of queries."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Payment
from checkins import today
from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.snoozes import snooze_line
from checkins.actions.touches import log_touch
from checkins.models import CheckIn, Snooze
from checkins.queries.board import board
from checkins.today import LIMIT, Asking, Section, TodayLine, TodaySource, register_source, sources
from core.models import OutgoingMail, Suppression
from partnerships.models import Agreement, Partnership
from tests import factories
from tests.checkins.conftest import NOW, planned, utc

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


def _url(name="today", **query) -> str:
    return reverse(f"checkins:{name}", args=["north"], query=query)


def _work(partnership, **campaign):
    fields = {"name": "Balcony", "ends_on": date(2026, 3, 20), **campaign}
    row = factories.CampaignFactory(
        workspace=partnership.workspace, brand=partnership.brand, owner=partnership.owner, **fields
    )
    return factories.CollaborationFactory(campaign=row, partnership=partnership)


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
        collaboration=_work(partnership), state=state, due_on=date.fromisoformat(due), title="Reel"
    )
    found = _lines(manager)
    assert (found[kind][0] if kind in found else "") == section


def test_late_deliverable_says_how_late(partnership, manager):
    factories.DeliverableFactory(collaboration=_work(partnership), due_on=date(2026, 3, 1))
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
    part = _work(partnership)
    Payment.objects.create(
        workspace=part.workspace, collaboration=part, amount=1700, currency="USD", due_on=due,
        paid_on=paid,
    )  # fmt: skip
    found = _lines(manager)
    assert (found["payment"][0] if "payment" in found else "") == section
    if section:
        assert found["payment"][1].what == "Pay $1,700"


def _agreement(partnership, **fields) -> Agreement:
    return Agreement.objects.create(
        **{
            "workspace": partnership.workspace, "partnership": partnership, "kind": "annual",
            "state": "in_force", "starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31),
            "campaigns_a_year": 4, "currency": "USD", **fields,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "kind", "section"),
    [
        ({}, "agreement", "week"),
        ({"ends_on": date(2026, 5, 2)}, "agreement", "week"),
        ({"ends_on": date(2026, 5, 3)}, "agreement", ""),
        ({"ends_on": date(2026, 3, 2)}, "agreement", ""),
        ({"state": "sent", "sent_on": date(2026, 2, 24)}, "signature", "waits"),
        ({"state": "draft"}, "agreement", ""),
    ],
)
def test_agreements(partnership, manager, fields, kind, section):
    _agreement(partnership, **fields)
    found = _lines(manager)
    assert (found[kind][0] if kind in found else "") == section


def test_agreement_with_the_next_one_drafted_is_in_hand(partnership, manager):
    _agreement(partnership)
    assert _lines(manager)["agreement"][1].reason == "With North; ends on 31 March, 28 days left"
    following = _agreement(
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
    _work(partnership, ends_on=date.fromisoformat(ends_on), state=state, closed_at=closed_at)
    found = _lines(manager)
    assert (found["campaign"][0] if "campaign" in found else "") == section


# --- the page


def test_mine_and_everyones(partnership, in_scope, manager, owner, client_as):
    plan_check_ins(workspace=in_scope, at=NOW)
    assert "Светлана Ким" in client_as(manager).get(_url()).text
    assert "Светлана Ким" not in client_as(owner).get(_url()).text
    everyones = client_as(owner).get(_url(whose="all")).text
    assert "Светлана Ким" in everyones
    assert "Maria Manager" in everyones


def test_who_only_reads_sees_everybodys_and_no_buttons(partnership, in_scope, analyst, client_as):
    plan_check_ins(workspace=in_scope, at=NOW)
    page = client_as(analyst).get(_url()).text
    assert "Светлана Ким" in page
    assert "/send/" not in page
    assert "unsnooze" not in page


def test_other_workspaces_lines_are_not_here(in_scope, other_workspace, owner, client_as):
    factories.PartnershipFactory(workspace=other_workspace, creator__name="Stranger")
    assert "Stranger" not in client_as(owner).get(_url(whose="all")).text


def test_snoozed_line_rests_and_is_found_again(partnership, in_scope, manager, client_as):
    plan_check_ins(workspace=in_scope, at=NOW)
    key = f"checkin:{planned(partnership).public_id}"
    client = client_as(manager)
    answer = client.post(_url("snooze"), {"key": key, "until": "week"})
    assert (answer.status_code, answer["Location"]) == (303, _url())
    found = board(_asking(manager))
    assert found.is_empty
    assert [(line.key, day) for line, day in found.resting] == [(key, date(2026, 3, 9))]
    page = client.get(_url(resting="1")).text
    assert "Светлана Ким" in page
    assert "Comes back on 9 March" in page
    # Others see it as before, and the day it comes back it is there by itself.
    assert board(_asking(manager, utc("2026-03-09T06:00"))).resting == []
    client.post(_url("unsnooze"), {"key": key})
    assert not board(_asking(manager)).is_empty


@pytest.mark.parametrize(
    ("until", "day"), [("tomorrow", "2026-03-04"), ("week", "2026-03-09"), ("2026-03-31", None)]
)
def test_snooze_days(partnership, in_scope, manager, client_as, until, day):
    client_as(manager).post(_url("snooze"), {"key": "payment:x", "until": until})
    assert Snooze.objects.get().until.isoformat() == (day or until)


@pytest.mark.parametrize("until", ["", "yesterday", "2026-03-03", "2026-13-01"])
def test_snooze_until_nonsense_changes_nothing(in_scope, manager, client_as, until):
    answer = client_as(manager).post(_url("snooze"), {"key": "payment:x", "until": until})
    assert answer.status_code == 303
    assert not Snooze.objects.exists()


def test_snooze_of_one_does_not_hide_from_another(partnership, in_scope, manager, owner):
    plan_check_ins(workspace=in_scope, at=NOW)
    key = f"checkin:{planned(partnership).public_id}"
    snooze_line(workspace=in_scope, user=manager, key=key, until=date(2026, 3, 9), at=NOW)
    assert not board(_asking(owner, mine=False)).is_empty


def test_empty_page_says_what_comes_next(partnership, in_scope, manager, client_as):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    page = client_as(manager).get(_url()).text
    assert "All done" in page
    assert "Светлана Ким" in page
    assert "Friday, 3 April" in page


def test_page_of_nobody_says_how_to_begin(in_scope, manager, client_as):
    page = client_as(manager).get(_url()).text
    assert "Nothing to do now" in page
    assert reverse("partnerships:list", args=["north"]) in page


def test_home_leads_to_today(in_scope, manager, client_as):
    answer = client_as(manager).get(reverse("checkins:home", args=["north"]))
    assert (answer.status_code, answer["Location"]) == (302, _url())


def _one_of_each(workspace, manager, brand) -> None:
    for zone in ("Europe/Moscow", "America/Los_Angeles"):
        creator = factories.CreatorFactory(workspace=workspace, zone=zone)
        row = factories.PartnershipFactory(
            workspace=workspace, creator=creator, owner=manager, brand=brand,
            started_on=date(2026, 1, 1),
        )  # fmt: skip
        part = _work(row, name=f"Work {row.pk}", ends_on=date(2026, 3, 2))
        factories.DeliverableFactory(collaboration=part, due_on=date(2026, 3, 1))
        Payment.objects.create(
            workspace=workspace, collaboration=part, amount=1, currency="RUB", due_on="2026-03-01"
        )
        _agreement(row)
        log_touch(
            partnership=row, kind="message", direction="out", at=NOW - timedelta(days=20), by=None
        )


def test_queries_are_the_same_for_one_and_for_many(in_scope, manager, client_as):
    brand = factories.BrandFactory(workspace=in_scope)
    client = client_as(manager)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(_url(whose="all")).status_code == 200
        return len(queries)

    _one_of_each(in_scope, manager, brand)
    few = count()
    for _n in range(6):
        _one_of_each(in_scope, manager, brand)
    assert count() == few
    assert few <= 15
    assert set(_lines(manager)) >= {"deliverable", "payment", "agreement", "campaign", "warmth"}


def test_load_is_shown_in_hours_without_what_others_do(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    factories.DeliverableFactory(collaboration=_work(partnership), due_on=date(2026, 3, 1))
    _agreement(partnership)
    found = board(_asking(manager))
    assert {shelf.section: shelf.minutes for shelf in found.shelves} == {
        Section.OVERDUE: 5, Section.WEEK: 30, Section.WAITS: 5,
    }  # fmt: skip
    assert (found.now_hours, found.week_hours) == (0.5, 0.5)


def test_rooms_above_bring_their_own_lines(manager, in_scope, monkeypatch):
    monkeypatch.setattr(today, "_sources", dict(today._sources))
    line = TodayLine(
        key="x:1", kind="summary", title="Maya", what="Summary", reason="72 hours", url="/",
        due_at=NOW - timedelta(hours=1), overdue=True,
    )  # fmt: skip
    register_source(TodaySource("x", lambda asking: [line] * LIMIT, order=1))
    register_source(TodaySource("x", lambda asking: [line] * LIMIT, order=1))
    assert [source.key for source in sources()].count("x") == 1
    found = board(_asking(manager))
    assert found.more
    assert found.shelves[0].section == Section.OVERDUE
    assert line.minutes == 15


def test_reports_bring_summaries():
    assert "reports.summaries" in [source.key for source in sources()]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page_in_both_languages(partnership, in_scope, manager, client_as, language):
    manager.language = language
    manager.save()
    plan_check_ins(workspace=in_scope, at=NOW)
    page = client_as(manager).get(_url()).text
    assert ("Overdue" in page) == (language == "en")
    assert ("Просрочено" in page) == (language == "ru")
    assert ("партнёры с 2 февраля" in page.lower()) == (language == "ru")
