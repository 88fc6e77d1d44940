"""Sessions: what the acts do and what goes out, each once (product.md, rows 52, 68, 71)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from checkins.actions.session_guests import add_guests, remove_guest
from checkins.actions.session_times import ask_times, fix_time, invite_now
from checkins.actions.sessions import (
    cancel_session,
    change_session,
    create_session,
    record_answer,
    write_notes,
)
from checkins.errors import Refused, SessionMoved, SessionOver
from checkins.models import Session, Touch
from core.models import AuditEntry, OutgoingMail
from core.money import Money
from core.versions import EditConflict
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


def change(row, manager, **fields):
    values = {
        "title": row.title, "purpose": "", "organizer": manager, "minutes": 90, "place": "",
        "fee": None, "expected": row.version, "by": manager, "at": NOW,
    }  # fmt: skip
    change_session(session=row, **{**values, **fields})


# ----- preparing


def test_a_draft_is_made_once_and_nobody_hears_of_it(in_scope, manager):
    values = {
        "workspace": in_scope, "kind": "strategy", "title": " Launch ", "organizer": manager,
        "minutes": 120, "by": manager, "at": NOW, "hosts": [manager], "public_id": "a" * 12,
        "fee": Money(Decimal("500"), "USD"),
    }  # fmt: skip
    one, again = create_session(**values), create_session(**values)
    assert one == again
    assert (one.title, one.state, one.fee, one.hosts.count()) == ("Launch", "draft", 500, 0)
    assert AuditEntry.objects.filter(verb="session.created").count() == 1
    assert mails() == []


@pytest.mark.parametrize(
    ("field", "fields"),
    [("title", {"title": " "}), ("fee", {"fee": Money(Decimal("0"), "USD")})],
)
def test_what_cannot_be_meant_is_refused(in_scope, manager, field, fields):
    with pytest.raises(Refused) as refused:
        session(in_scope, manager, **fields)
    assert refused.value.field == field


def test_a_person_is_a_guest_once(row, manager, partnership, ben, in_scope):
    other = factories.PartnershipFactory(workspace=in_scope, creator=ben.creator, owner=manager)
    assert add_guests(session=row, partnerships=[ben, other], by=manager, at=NOW) == []
    assert row.guests.count() == 2


def test_a_new_usual_fee_goes_to_guests_who_had_the_old(row, manager, partnership, ben):
    theirs = guest_of(row, ben)
    theirs.fee, theirs.currency = 300, "USD"
    theirs.save()
    change(row, manager, fee=Money(Decimal("500"), "USD"))
    assert guest_of(row, partnership).fee == 500
    assert guest_of(row, ben).fee == 300


def test_an_older_form_does_not_write_over_a_newer_one(row, manager):
    change(row, manager, title="Newer")
    with pytest.raises(EditConflict):
        change(row, manager, title="Older", expected=1)
    assert Session.objects.get().title == "Newer"
    with pytest.raises(EditConflict):
        write_notes(session=row, expected=1, notes="x", by=manager, at=NOW)


# ----- looking for a time


def test_guests_are_asked_once_for_the_same_times(row, manager):
    asked(row, manager)
    send_all()
    assert ask_times(session=row, times=[IN_A_WEEK, IN_A_WEEK + DAY], by=manager, at=NOW) is False
    assert mails() == ["poll", "poll"]
    assert Touch.objects.filter(kind="session", direction="out", asks=True).count() == 2


def test_other_times_are_asked_anew_and_answers_to_the_old_are_gone(row, manager, partnership):
    one, _two = asked(row, manager)
    send_all()
    guest = guest_of(row, partnership)
    record_answer(guest=guest, answer="yes", suits=[one], by=None, at=NOW)
    asked(row, manager, IN_A_WEEK + 3 * DAY, at=NOW + DAY)
    guest.refresh_from_db()
    assert (guest.answer, guest.suits.count(), row.times.count()) == ("", 0, 1)
    assert mails() == ["poll"] * 4
    assert row.sequence == 1


@pytest.mark.parametrize(
    "times", [[], [NOW], [NOW + DAY * n for n in range(1, 8)]], ids=["none", "past", "seven"]
)
def test_times_that_cannot_be_asked(row, manager, times):
    with pytest.raises(Refused) as refused:
        ask_times(session=row, times=times, by=manager, at=NOW)
    assert refused.value.field == "times"


def test_without_guests_nothing_is_asked(in_scope, manager):
    empty = session(in_scope, manager)
    with pytest.raises(Refused):
        fixed(empty, manager)
    with pytest.raises(Refused):
        asked(empty, manager)


def test_the_fixed_time_keeps_the_answers_that_were_about_it(row, manager, partnership, ben):
    one, two = asked(row, manager)
    send_all()
    record_answer(guest=guest_of(row, partnership), answer="yes", suits=[one], by=None, at=NOW)
    record_answer(guest=guest_of(row, ben), answer="yes", suits=[two], by=None, at=NOW)
    fixed(row, manager)
    assert guest_of(row, partnership).answer == "yes"
    assert guest_of(row, ben).answer == ""
    assert mails() == ["poll", "poll", "invitation", "invitation"]
    assert guest_of(row, ben).mail.key.endswith(":invitation:1")


def test_who_can_at_no_time_is_not_invited_to_one_of_them(row, manager, ben):
    asked(row, manager)
    send_all()
    record_answer(guest=guest_of(row, ben), answer="no", by=None, at=NOW)
    fixed(row, manager)
    assert guest_of(row, ben).answer == "no"
    assert mails() == ["poll", "poll", "invitation"]


def test_a_time_that_nobody_was_asked_about_is_told_to_everybody(row, manager, ben):
    asked(row, manager)
    send_all()
    record_answer(guest=guest_of(row, ben), answer="no", by=None, at=NOW)
    fixed(row, manager, starts_at=IN_A_WEEK + 5 * DAY)
    assert guest_of(row, ben).answer == ""
    assert mails().count("invitation") == 2


def test_a_poll_that_has_not_left_is_replaced(row, manager):
    asked(row, manager)
    fixed(row, manager)
    assert mails() == ["invitation", "invitation"]


# ----- fixed


def test_fixing_twice_invites_once(row, manager):
    fixed(row, manager)
    assert fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW) is False
    assert mails() == ["invitation", "invitation"]


def test_another_time_is_told_and_asked_again(row, manager, partnership):
    fixed(row, manager)
    send_all()
    record_answer(guest=guest_of(row, partnership), answer="yes", by=None, at=NOW)
    fixed(row, manager, starts_at=IN_A_WEEK + DAY)
    assert guest_of(row, partnership).answer == ""
    assert mails() == ["invitation"] * 2 + ["update"] * 2
    assert row.sequence == 1


def test_what_has_not_left_is_written_anew_instead_of_updated(row, manager):
    fixed(row, manager)
    change(row, manager, place="https://meet.example/1")
    assert mails() == ["invitation", "invitation"]
    texts = OutgoingMail.objects.exclude(state="cancelled").values_list("text", flat=True)
    assert all("https://meet.example/1" in text for text in texts)


def test_only_what_calendars_show_is_told(row, manager, ben):
    fixed(row, manager)
    send_all()
    record_answer(guest=guest_of(row, ben), answer="no", by=None, at=NOW)
    change(row, manager, purpose="Signal")
    assert (row.sequence, mails().count("update")) == (0, 0)
    change(row, manager, title="Winter")
    assert (row.sequence, mails().count("update")) == (1, 1)


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_what_is_over_is_not_changed(row, manager, partnership, state):
    Session.objects.update(state=state, starts_at=IN_A_WEEK)
    guest = guest_of(row, partnership)
    row.refresh_from_db()
    for act in (
        lambda: fixed(row, manager, starts_at=IN_A_WEEK + DAY),
        lambda: asked(row, manager),
        lambda: change(row, manager, title="x"),
        lambda: cancel_session(session=row, reason="x", by=manager, at=NOW),
        lambda: add_guests(session=row, partnerships=[partnership], by=manager, at=NOW),
        lambda: remove_guest(guest=guest, by=manager, at=NOW),
        lambda: record_answer(guest=guest, answer="no", by=manager, at=NOW),
        lambda: invite_now(session=row, by=manager, at=NOW),
    ):
        with pytest.raises(SessionMoved):
            act()
    assert mails() == []


def test_what_has_begun_takes_no_answer_and_no_other_time(row, manager, ben):
    fixed(row, manager)
    late = IN_A_WEEK + timedelta(minutes=1)
    for act in (
        lambda: record_answer(guest=guest_of(row, ben), answer="no", by=manager, at=late),
        lambda: fixed(row, manager, starts_at=IN_A_WEEK + DAY, at=late),
        lambda: invite_now(session=row, by=manager, at=late),
    ):
        with pytest.raises(SessionOver):
            act()
    with pytest.raises(Refused):
        fixed(row, manager, starts_at=NOW)
