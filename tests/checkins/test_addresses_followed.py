"""Mail that waits goes where its reader is by then, or nowhere: never to who it was."""

from datetime import timedelta

import pytest
import time_machine

from checkins.actions.addresses import follow_addresses
from checkins.actions.session_times import fix_time
from checkins.actions.sessions import cancel_session
from checkins.actions.writing import write_to
from core.models import AuditEntry, OutgoingMail
from creators.actions.creators import update_creator
from creators.models import Creator
from partnerships.actions.partnerships import update_partnership
from tests.checkins.conftest import NOW
from tests.factories_times import NOW as THEN
from tests.factories_times import START, fixed, host, moscow

NIGHT = NOW + timedelta(hours=10)  # 1:00 in Moscow


@pytest.fixture
def waiting(partnership, manager):
    with time_machine.travel(NIGHT, tick=False):
        touch = write_to(
            partnership=partnership, kind="comment", subject="The kettle", by=manager, at=NIGHT,
            body="You let the kettle boil through the first five seconds. Nobody does that.",
        )  # fmt: skip
        yield touch.mail


def test_another_agent_gets_the_letter_that_waits(
    waiting, partnership, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        update_partnership(
            partnership=partnership, expected=partnership.version, contact_name="Olga Agent",
            contact_email="agent@example.com", cadence_override="", by=manager, at=NIGHT,
        )  # fmt: skip
    waiting.refresh_from_db()
    assert (waiting.to_email, waiting.to_name) == ("agent@example.com", "Olga Agent")
    entry = AuditEntry.objects.get(verb="mail.readdressed")
    assert entry.changes["to"][1] == "agent@example.com"


def test_another_address_of_the_creator_too(
    waiting, partnership, manager, django_capture_on_commit_callbacks
):
    creator = Creator.objects.get(pk=partnership.creator_id)
    with django_capture_on_commit_callbacks(execute=True):
        update_creator(
            creator=creator, expected=creator.version, values={"email": "new@example.com"},
            by=manager, at=NIGHT,
        )  # fmt: skip
    waiting.refresh_from_db()
    assert waiting.to_email == "new@example.com"


def test_without_an_address_it_does_not_go(waiting):
    Creator.objects.update(email="")
    assert follow_addresses(at=NIGHT) == 1
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert "no address" in waiting.last_error


@pytest.mark.parametrize("state", ["sending", "sent", "unknown"])
def test_what_has_begun_to_leave_is_left_alone(waiting, state):
    OutgoingMail.objects.update(state=state)
    Creator.objects.update(email="new@example.com")
    assert follow_addresses(at=NIGHT) == 0


def test_the_same_address_is_no_news(waiting):
    Creator.objects.update(email=waiting.to_email.upper())
    assert follow_addresses(at=NIGHT) == 0


def test_an_invitation_goes_to_the_creator_and_not_to_who_writes_for_them(in_scope):
    daniel = host(in_scope)
    sveta = moscow(in_scope, daniel)
    with time_machine.travel(THEN, tick=False):
        fixed(in_scope, daniel, sveta, at=THEN)
    type(sveta).objects.update(contact_email="agent@example.com")
    assert follow_addresses(at=THEN) == 0
    Creator.objects.update(email="new@example.com")
    assert follow_addresses(at=THEN) == 1
    assert OutgoingMail.objects.get(kind="session").to_email == "new@example.com"


def test_an_address_that_is_none_stops_neither_a_change_nor_the_end_of_a_session(in_scope):
    daniel = host(in_scope)
    sveta = moscow(in_scope, daniel)
    with time_machine.travel(THEN, tick=False):
        session = fixed(in_scope, daniel, sveta, at=THEN)
    OutgoingMail.objects.update(state="sent")
    Creator.objects.update(email="sveta at example")
    assert fix_time(session=session, starts_at=START + timedelta(days=1), by=daniel, at=THEN)
    assert cancel_session(session=session, reason="Ill", by=daniel, at=THEN) == 0
    assert OutgoingMail.objects.filter(kind="session").count() == 1
