"""What a guest reads of sessions in their portal: theirs, shared, and never an internal note."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django_scopes import scope

from checkins.actions.session_agenda import add_item
from checkins.actions.session_decisions import add_decision, use_decision
from checkins.actions.session_holding import hold_session
from checkins.actions.session_times import ask_times, fix_time
from checkins.actions.sessions import write_notes
from checkins.rules.hours_words import when_there
from core.money import Money
from portal.sessions import coming, past
from tests import factories
from tests.factories import NOON
from tests.factories_sessions import IN_A_WEEK, guest_of, session, version

AFTER = IN_A_WEEK + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def creator(workspace):
    person = factories.UserFactory(email="maya@example.com", name="Maya")
    with scope(workspace=workspace):
        return factories.CreatorFactory(
            workspace=workspace, name="Maya", email="maya@example.com", person=person
        )


@pytest.fixture
def guest(in_scope, manager, creator):
    return factories.PartnershipFactory(workspace=in_scope, creator=creator, owner=manager)


@pytest.fixture
def other(in_scope, manager, guest):
    return factories.PartnershipFactory(
        workspace=in_scope, owner=manager, brand=guest.brand, tier="T2"
    )


def read(client_as, creator, page="sessions/"):
    response = client_as(creator.person).get(f"/portal/{creator.public_id}/{page}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_guest_sees_when_where_and_what_about(
    client_as, creator, in_scope, manager, guest, other
):
    row = session(
        in_scope, manager, guest, other, title="Launch", place="https://meet.example/1",
        fee=Money(Decimal("500"), "USD"), kind="strategy",
    )  # fmt: skip
    brief = version(other, manager)
    add_item(session=row, kind="brief", text="What slows us?", brief=brief, by=manager, at=NOON)
    assert "Launch" not in read(client_as, creator), "nobody was asked yet"
    assert "All sessions" not in read(client_as, creator, "")
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOON)
    write_notes(session=row, expected=row.version, notes="Budget is 9000", by=manager, at=NOON)
    page = read(client_as, creator)
    for words in ("Launch", "https://meet.example/1", "$500", "What slows us?"):
        assert words in page
    for words in ("Budget is 9000", "Balcony", other.creator.name):
        assert words not in page
    # By the guest's own clock, and it is said which one that is.
    there = when_there(IN_A_WEEK, creator.zone)
    assert there in page and there in read(client_as, creator, "")
    assert "Launch" in read(client_as, creator, "")


def test_a_session_without_a_time_is_shown_as_such(client_as, creator, in_scope, manager, guest):
    row = session(in_scope, manager, guest, title="Winter")
    ask_times(session=row, times=[IN_A_WEEK], by=manager, at=NOON)
    assert "A time is being looked for." in read(client_as, creator)
    assert "Winter" in read(client_as, creator, "")


def test_whose_turn_has_not_come_knows_nothing(client_as, creator, in_scope, manager, guest):
    guest.tier = "T2"
    guest.save()
    row = session(in_scope, manager, guest, kind="planning", title="Season")
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOON)
    assert "Season" not in read(client_as, creator) + read(client_as, creator, "")


def test_what_became_of_it_is_read_by_who_came(client_as, creator, in_scope, manager, guest, other):
    row = session(in_scope, manager, guest, other, title="Launch")
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOON)
    mine = guest_of(row, guest)
    hold_session(
        session=row, expected=row.version, came=[mine], by=manager, at=AFTER, notes="Secret plan"
    )
    said = {"session": row, "by": manager, "at": AFTER}
    one = add_decision(**said, text="No scripts", shared=True)
    add_decision(**said, text="Drop the agency", shared=False)
    use_decision(decision=one, version=version(other, manager), note="Free", by=manager, at=AFTER)
    with time_machine.travel(AFTER, tick=False):
        page = read(client_as, creator)
    assert "No scripts" in page
    assert "It changed a brief for Balcony" in page
    for words in ("Drop the agency", "Secret plan", other.creator.name):
        assert words not in page
    assert past(other.creator, AFTER) == [], "they did not come"


def test_as_many_queries_for_many(in_scope, manager, creator, guest, django_assert_num_queries):
    for n in range(3):
        row = session(in_scope, manager, guest, title=f"Session {n}")
        add_item(session=row, kind="other", text="What?", by=manager, at=NOON)
        fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOON)
        if n:
            came = [guest_of(row, guest)]
            hold_session(session=row, expected=row.version, came=came, by=manager, at=AFTER)
            add_decision(session=row, text="Yes", shared=True, by=manager, at=AFTER)
    with django_assert_num_queries(2):
        assert len(coming(creator, NOON)) == 1
    with django_assert_num_queries(3):
        assert [len(one.outcome.decisions) for one in past(creator, AFTER)] == [1, 1]
