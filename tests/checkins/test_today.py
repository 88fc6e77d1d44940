"""Today: every kind of line in its section, at a fixed number of queries."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checkins import today
from checkins.actions.planning import plan_check_ins
from checkins.actions.snoozes import snooze_line
from checkins.actions.touches import log_touch
from checkins.models import Snooze
from checkins.queries.board import board
from checkins.today import LIMIT, Asking, Section, TodayLine, TodaySource, register_source, sources
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


def _url(name="today", **query) -> str:
    return reverse(f"checkins:{name}", args=["north"], query=query)


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
    answer = client.post(_url("snooze"), {"rest": f"week {key}"})
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
    ("data", "day"),
    [
        ({"rest": "tomorrow payment:x"}, "2026-03-04"),
        ({"rest": "week payment:x"}, "2026-03-09"),
        ({"key": "payment:x", "until": "2026-03-31"}, "2026-03-31"),
    ],
)
def test_snooze_days(partnership, in_scope, manager, client_as, data, day):
    client_as(manager).post(_url("snooze"), data)
    assert Snooze.objects.get().until.isoformat() == day


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rest": ""},
        {"rest": "week"},
        {"rest": "yesterday payment:x"},
        {"key": "payment:x", "until": "2026-03-03"},
        {"key": "payment:x", "until": "2026-13-01"},
    ],
)
def test_snooze_until_nonsense_changes_nothing(in_scope, manager, client_as, data):
    answer = client_as(manager).post(_url("snooze"), data)
    assert answer.status_code == 422
    assert not Snooze.objects.exists()


def test_waking_what_does_not_rest_says_nothing(in_scope, manager, client_as):
    answer = client_as(manager).post(_url("unsnooze"), {"key": "payment:x"}, follow=True)
    assert "back in the list" not in answer.text


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
        part = work(row, name=f"Work {row.pk}", ends_on=date(2026, 3, 2))
        factories.DeliverableFactory(collaboration=part, due_on=date(2026, 3, 1))
        fee_payment(part, amount=1, currency="RUB", due_on="2026-03-01")
        agreement(row)
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
    # What every page asks, and two rounds for all sources of lines together.
    assert few <= 10, few
    assert set(_lines(manager)) >= {"deliverable", "payment", "agreement", "campaign", "warmth"}


def test_load_is_shown_in_hours_without_what_others_do(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    factories.DeliverableFactory(collaboration=work(partnership), due_on=date(2026, 3, 1))
    agreement(partnership)
    found = board(_asking(manager))
    assert {shelf.section: shelf.minutes for shelf in found.shelves} == {
        # A check-in; the agreement that ends, and the sync of a first campaign.
        Section.OVERDUE: 5, Section.WEEK: 30 + 20, Section.WAITS: 5,
    }  # fmt: skip
    assert (found.now_hours, found.week_hours) == (0.5, 1.0)


def test_rooms_above_bring_their_own_lines(manager, in_scope, monkeypatch):
    monkeypatch.setattr(today, "_sources", dict(today._sources))
    line = TodayLine(
        key="x:1", kind="summary", title="Maya", what="Summary", reason="72 hours", url="/",
        due_at=NOW - timedelta(hours=1), overdue=True,
    )  # fmt: skip

    def lines(asking):
        [] = yield []
        return [line] * LIMIT

    register_source(TodaySource("x", lines, order=1))
    register_source(TodaySource("x", lines, order=1))
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


def test_rest_until_a_day_is_asked_in_a_dialog_or_on_a_page(in_scope, manager, client_as):
    client = client_as(manager)
    address = _url("snooze", key="payment:x", next=_url(whose="all"))
    assert 'value="payment:x"' in client.get(address).text
    assert "<html" not in client.get(address, HTTP_HX_REQUEST="true").text
