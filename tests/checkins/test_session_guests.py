"""Guests of sessions: told, answering, hearing of it in their turn, and what they will cost (rows
69, 71)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from checkins.actions.session_guests import add_guests, remove_guest
from checkins.actions.session_times import invite_due, invite_later, invite_now
from checkins.actions.sessions import (
    cancel_session,
    record_answer,
)
from checkins.errors import ReasonMissing, Refused, SessionMoved
from checkins.models import SessionGuest, Touch
from checkins.tasks import invite_guests
from core.mail.suppression import suppress
from core.money import Money
from partnerships.models import Commitment
from tests import factories
from tests.checkins.conftest import NOW
from tests.factories_sessions import IN_A_WEEK, asked, fixed, guest_of, mails, send_all, session

DAY = timedelta(days=1)


@pytest.fixture
def ben(in_scope, manager, partnership):
    """T2 and American, a partner of the same brand."""
    creator = factories.CreatorFactory(
        workspace=in_scope, name="Ben Whitaker", email="ben@example.com", zone="Europe/London"
    )
    return factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=partnership.brand, owner=manager, tier="T2"
    )


@pytest.fixture
def row(in_scope, manager, partnership, ben):
    return session(in_scope, manager, partnership, ben)


# ----- cancelled, removed


def test_cancelling_tells_who_has_heard_and_may_come(row, manager, partnership, ben):
    fixed(row, manager)
    send_all()
    record_answer(guest=guest_of(row, ben), answer="no", by=None, at=NOW)
    with pytest.raises(ReasonMissing):
        cancel_session(session=row, reason=" ", by=manager, at=NOW)
    assert cancel_session(session=row, reason="Storm", by=manager, at=NOW) == 1
    assert mails().count("cancellation") == 1
    with pytest.raises(SessionMoved):
        cancel_session(session=row, reason="Storm", by=manager, at=NOW)
    assert mails().count("cancellation") == 1


def test_cancelling_before_a_mail_left_stops_the_mail(row, manager, ben):
    fixed(row, manager)
    record_answer(guest=guest_of(row, ben), answer="yes", by=manager, at=NOW)
    assert cancel_session(session=row, reason="Storm", by=manager, at=NOW) == 1
    assert mails() == ["cancellation"], "Ben had said yes on the phone"


def test_a_draft_is_cancelled_without_a_reason(row, manager):
    assert cancel_session(session=row, reason="", by=manager, at=NOW) == 0
    assert (row.state, mails()) == ("cancelled", [])


def test_a_removed_guest_is_told_once(row, manager, ben, partnership):
    fixed(row, manager)
    send_all()
    guest = guest_of(row, ben)
    assert remove_guest(guest=guest, by=manager, at=NOW) is True
    assert remove_guest(guest=guest, by=manager, at=NOW) is False
    assert mails().count("cancellation") == 1
    assert [one.partnership for one in row.guests.all()] == [partnership]


def test_a_guest_who_never_read_of_it_leaves_without_a_word(row, manager, ben):
    fixed(row, manager)
    assert remove_guest(guest=guest_of(row, ben), by=manager, at=NOW) is False
    assert mails() == ["invitation"]


# ----- answers


def test_an_answer_counts_once_and_may_change(row, manager, partnership):
    fixed(row, manager)
    guest = guest_of(row, partnership)
    assert record_answer(guest=guest, answer="yes", note="Да!", by=None, at=NOW)
    assert not record_answer(guest=guest, answer="yes", note="Да!", by=None, at=NOW + DAY)
    assert guest.answered_at == NOW
    assert record_answer(guest=guest, answer="no", by=manager, at=NOW + DAY)
    assert (guest.answer, guest.answered_by) == ("no", manager)
    touch = Touch.objects.get(kind="reply", direction="in")
    assert (touch.partnership, touch.body) == (partnership, "Да!")


def test_a_yes_while_a_time_is_looked_for_names_one(row, manager, partnership):
    asked(row, manager)
    guest = guest_of(row, partnership)
    for answer, field in (("yes", "suits"), ("maybe", "answer")):
        with pytest.raises(Refused) as refused:
            record_answer(guest=guest, answer=answer, by=None, at=NOW)
        assert refused.value.field == field


def test_who_was_not_asked_cannot_answer_and_a_colleague_can_write_it_down(
    row, manager, partnership, in_scope
):
    fixed(row, manager)
    late = factories.PartnershipFactory(workspace=in_scope, owner=manager)
    add_guests(session=row, partnerships=[late], by=manager, at=NOW)
    guest = guest_of(row, late)
    with pytest.raises(SessionMoved):
        record_answer(guest=guest, answer="yes", by=None, at=NOW)
    assert record_answer(guest=guest, answer="yes", by=manager, at=NOW)
    assert invite_now(session=row, by=manager, at=NOW) == 0, "they know already"


def test_whom_no_mail_reaches_stays_uninvited(row, manager, partnership, ben):
    suppress(email="ben@example.com", reason="bounced", detail="", at=NOW)
    fixed(row, manager)
    assert mails() == ["invitation"]
    assert guest_of(row, ben).invited_at is None
    assert invite_now(session=row, by=manager, at=NOW) == 0


# ----- top partners first


@pytest.fixture
def planning(in_scope, manager, partnership, ben):
    return session(in_scope, manager, partnership, ben, kind="planning", minutes=45)


def test_top_partners_hear_first_and_the_others_by_the_clock(planning, manager, ben):
    fixed(planning, manager)
    assert mails() == ["invitation"]
    guest = guest_of(planning, ben)
    assert (guest.invited_at, guest.mail) == (NOW + 3 * DAY, None)
    assert invite_due(guest=guest, at=NOW + 3 * DAY - timedelta(minutes=1)) is False
    assert invite_due(guest=guest, at=NOW + 3 * DAY) is True
    assert invite_due(guest=guest, at=NOW + 3 * DAY) is False
    assert mails() == ["invitation", "invitation"]


def test_the_task_invites_whose_turn_has_come(planning, manager, time_machine):
    fixed(planning, manager)
    time_machine.move_to(NOW + 2 * DAY, tick=False)
    assert invite_guests() == 0
    time_machine.move_to(NOW + 3 * DAY, tick=False)
    assert (invite_guests(), invite_guests()) == (1, 0)


def test_a_change_does_not_tell_whose_turn_has_not_come(planning, manager, ben):
    fixed(planning, manager)
    send_all()
    fixed(planning, manager, starts_at=IN_A_WEEK + DAY)
    assert mails() == ["invitation", "update"]
    assert guest_of(planning, ben).invited_at == NOW + 3 * DAY


def test_the_wave_can_be_left_out_hastened_and_taken_back(planning, manager, ben):
    fixed(planning, manager, others_after=timedelta(days=5))
    guest = guest_of(planning, ben)
    assert guest.invited_at == NOW + 5 * DAY
    assert invite_now(session=planning, guests=[guest], by=manager, at=NOW) == 1
    invite_later(guest=guest, moment=NOW + 2 * DAY, by=manager, at=NOW)
    assert mails() == ["invitation"], "it had not left"
    assert invite_due(guest=guest, at=NOW + 2 * DAY)
    assert mails() == ["invitation", "invitation"]
    send_all(NOW + 2 * DAY)
    with pytest.raises(SessionMoved):
        invite_later(guest=guest, moment=NOW + 4 * DAY, by=manager, at=NOW + 3 * DAY)


@pytest.mark.parametrize("moment", [NOW, IN_A_WEEK])
def test_a_turn_comes_before_the_session_and_after_now(planning, manager, ben, moment):
    fixed(planning, manager)
    with pytest.raises(Refused):
        invite_later(guest=guest_of(planning, ben), moment=moment, by=manager, at=NOW)


def test_a_turn_after_the_session_began_or_was_cancelled_does_nothing(planning, manager, ben):
    fixed(planning, manager)
    guest = guest_of(planning, ben)
    assert invite_due(guest=guest, at=IN_A_WEEK + DAY) is False
    cancel_session(session=planning, reason="Storm", by=manager, at=NOW)
    assert invite_due(guest=guest, at=NOW + 4 * DAY) is False


# ----- what it will cost


def test_the_fee_is_promised_while_they_are_expected(in_scope, manager, partnership, ben):
    row = session(
        in_scope, manager, partnership, ben, kind="strategy",
        fee=Money(Decimal("500"), "USD"),
    )  # fmt: skip
    assert not Commitment.objects.exists()
    fixed(row, manager)
    keep = {c.partnership_id: c for c in Commitment.objects.filter(kind="session")}
    assert {c.state for c in keep.values()} == {"committed"}
    assert keep[ben.pk].on == IN_A_WEEK.date()
    record_answer(guest=guest_of(row, ben), answer="no", by=manager, at=NOW)
    assert Commitment.objects.get(partnership=ben).state == "released"
    cancel_session(session=row, reason="Storm", by=manager, at=NOW)
    assert set(Commitment.objects.values_list("state", flat=True)) == {"released"}
    assert SessionGuest.objects.count() == 2
