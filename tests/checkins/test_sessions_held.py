"""A session that was held: contact, fees paid once, decisions and what was used of them (rows 68,
69); two guests who turn out to be one person."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.actions.payments import mark_paid
from campaigns.models import Payment
from checkins.actions import session_agenda as agenda
from checkins.actions import session_decisions as decisions
from checkins.actions.session_guests import change_fee
from checkins.actions.session_holding import change_attendance, hold_session
from checkins.actions.session_times import fix_time
from checkins.errors import PaidAlready, Refused, SessionMoved
from checkins.models import AgendaItem, CheckIn, SessionGuest, Touch
from checkins.queries.session_outcome import outcome
from core.models import OutgoingMail
from core.money import Money
from core.versions import EditConflict
from creators.actions.merge import undo_merge
from partnerships.models import Commitment
from tests import factories
from tests.checkins.conftest import NOW, agreement
from tests.factories_sessions import IN_A_WEEK, guest_of, session, version
from tests.merging.conftest import merged  # noqa: F401

AFTER = IN_A_WEEK + timedelta(hours=3)
FEE = Money(Decimal("500"), "USD")


@pytest.fixture
def ben(in_scope, manager, partnership):
    creator = factories.CreatorFactory(
        workspace=in_scope, name="Ben Whitaker", email="ben@example.com", zone="Europe/London"
    )
    return factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=partnership.brand, owner=manager
    )


@pytest.fixture
def row(in_scope, manager, partnership, ben):
    found = session(in_scope, manager, partnership, ben, kind="strategy", fee=FEE, title="Launch")
    fix_time(session=found, starts_at=IN_A_WEEK, by=manager, at=NOW)
    return found


@pytest.fixture
def held(row, manager, partnership):
    hold(row, manager, guest_of(row, partnership))
    return row


def hold(row, manager, *came, at=AFTER, **more):
    values = {"expected": row.version, "notes": "Went well", **more}
    return hold_session(session=row, came=came, by=manager, at=at, **values)


def no_mails():
    OutgoingMail.objects.all().delete()


# ----- who came


def test_who_came_had_contact_and_is_owed_once(row, manager, partnership, ben):
    agreement(partnership, payment_days=14)
    guest = guest_of(row, partnership)
    assert hold(row, manager, guest) == 1
    with pytest.raises(SessionMoved):
        hold(row, manager, guest)
    assert (row.state, row.notes, row.held_at) == ("held", "Went well", AFTER)
    payment = Payment.objects.get()
    assert (payment.key, payment.kind) == (f"session:{guest.public_id}", "session")
    assert (payment.amount, payment.currency, payment.note) == (500, "USD", "Launch")
    assert (payment.first, payment.due_on) == (date(2026, 3, 10), date(2026, 3, 24))
    assert guest_of(row, partnership).payment == payment
    touch = Touch.objects.get(kind="session", direction="both")
    assert (touch.partnership, touch.at, touch.channel) == (partnership, IN_A_WEEK, "call")
    assert guest_of(row, ben).came is False
    keys = {c.partnership_id: c.state for c in Commitment.objects.all()}
    assert keys == {partnership.pk: "committed", ben.pk: "released"}


def test_the_rhythm_counts_from_the_session(row, manager, partnership):
    hold(row, manager, guest_of(row, partnership))
    planned = CheckIn.objects.get(partnership=partnership, kind="cadence", state="planned")
    assert planned.due_on >= date(2026, 4, 8)


def test_it_is_not_held_before_it_began_nor_over_another_edit(row, manager, partnership):
    with pytest.raises(Refused):
        hold(row, manager, at=IN_A_WEEK - timedelta(minutes=1))
    with pytest.raises(EditConflict):
        hold(row, manager, expected=row.version - 1)
    assert not Payment.objects.exists()


def test_a_wrong_note_is_corrected_with_all_that_follows(held, manager, partnership, ben):
    assert change_attendance(guest=guest_of(held, ben), came=True, by=manager, at=AFTER)
    assert not change_attendance(guest=guest_of(held, ben), came=True, by=manager, at=AFTER)
    assert Payment.objects.count() == 2
    assert change_attendance(guest=guest_of(held, partnership), came=False, by=manager, at=AFTER)
    assert [p.partnership for p in Payment.objects.all()] == [ben]
    assert [t.partnership for t in Touch.objects.filter(direction="both")] == [ben]
    assert Commitment.objects.get(partnership=partnership).state == "released"


def test_what_is_paid_is_neither_taken_back_nor_changed(held, manager, partnership):
    mark_paid(payment=Payment.objects.get(), paid_on=AFTER.date(), by=manager, at=AFTER)
    guest = guest_of(held, partnership)
    with pytest.raises(PaidAlready):
        change_attendance(guest=guest, came=False, by=manager, at=AFTER)
    for fee in (Money(Decimal("600"), "USD"), None):
        with pytest.raises(PaidAlready):
            change_fee(guest=guest, expected=guest.version, fee=fee, by=manager, at=AFTER)
    assert guest_of(held, partnership).came
    assert Payment.objects.get().amount == 500


def fee(row, partnership, manager, money, **more):
    guest = guest_of(row, partnership)
    values = {"expected": guest.version, **more}
    change_fee(guest=guest, fee=money, by=manager, at=AFTER, **values)


def test_the_payment_follows_the_fee_while_it_is_unpaid(held, manager, partnership):
    fee(held, partnership, manager, Money(Decimal("40000"), "RUB"))
    payment = Payment.objects.get()
    assert (payment.amount, payment.currency) == (40000, "RUB")
    commitment = Commitment.objects.get(partnership=partnership)
    assert (commitment.currency, commitment.on) == ("RUB", IN_A_WEEK.date())
    fee(held, partnership, manager, None)
    assert not Payment.objects.exists()
    fee(held, partnership, manager, FEE)
    assert Payment.objects.get().amount == 500


def test_a_fee_is_changed_on_what_one_saw(row, manager, ben):
    fee(row, ben, manager, Money(Decimal("300"), "USD"))
    assert Commitment.objects.get(partnership=ben).amount == 300
    with pytest.raises(EditConflict):
        fee(row, ben, manager, FEE, expected=1)
    with pytest.raises(Refused):
        fee(row, ben, manager, Money(Decimal("0"), "USD"))


def test_without_a_fee_nothing_is_owed(in_scope, manager, partnership):
    row = session(in_scope, manager, partnership)
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    hold(row, manager, guest_of(row, partnership), notes=None)
    assert not Payment.objects.exists()
    assert Touch.objects.filter(direction="both").count() == 1


# ----- agenda


def test_the_agenda_is_kept_in_its_order(row, manager, partnership):
    brief = version(partnership, manager)
    one = agenda.add_item(
        session=row, kind="brief", text="Why slow?", brief=brief, by=manager, at=NOW,
        public_id="a" * 12,
    )  # fmt: skip
    again = agenda.add_item(
        session=row, kind="brief", text="Why slow?", by=manager, at=NOW, public_id="a" * 12
    )
    two = agenda.add_item(
        session=row, kind="audience", text="Who asks?", brief=brief, by=manager, at=NOW
    )
    assert (one, two.brief) == (again, None)
    assert agenda.move_item(item=two, up=True, by=manager, at=NOW)
    assert not agenda.move_item(item=two, up=True, by=manager, at=NOW)
    assert list(row.agenda.all()) == [two, one]
    assert agenda.move_item(item=two, up=False, by=manager, at=NOW)
    assert list(row.agenda.all()) == [one, two]
    assert agenda.remove_item(item=two, by=manager, at=NOW)
    assert not agenda.remove_item(item=two, by=manager, at=NOW)
    assert not agenda.move_item(item=two, up=False, by=manager, at=NOW)


def test_what_was_said_is_not_written_over(held, manager):
    item = agenda.add_item(session=held, kind="audience", text="Who?", by=manager, at=AFTER)
    values = {"item": item, "kind": "audience", "text": "Who?", "by": manager, "at": AFTER}
    agenda.change_item(**values, seen=("audience", "Who?", ""), heard="Fathers")
    with pytest.raises(EditConflict):
        agenda.change_item(**values, seen=("audience", "Who?", ""), heard="Nobody")
    assert AgendaItem.objects.get().heard == "Fathers"
    with pytest.raises(Refused):
        agenda.add_item(session=held, kind="audience", text=" ", by=manager, at=AFTER)
    item.delete()
    with pytest.raises(Refused):
        agenda.change_item(**values, seen=("audience", "Who?", "Fathers"), heard="x")


# ----- decisions


def decide(row, manager, text="No scripts in winter", shared=True, **more):
    values = {"session": row, "by": manager, "at": AFTER, **more}
    return decisions.add_decision(text=text, shared=shared, **values)


def test_a_decision_is_traced_to_a_brief_once(held, manager, ben):
    brief = version(ben, manager)
    one = decide(held, manager, public_id="a" * 12)
    assert decide(held, manager, public_id="a" * 12) == one
    use = {"decision": one, "version": brief, "by": manager, "at": AFTER}
    first = decisions.use_decision(**use, note="Script is out")
    assert decisions.use_decision(**use, note="") == first
    assert decisions.use_decision(**use, note="Free now").note == "Free now"
    with pytest.raises(Refused):
        decisions.remove_decision(decision=one, by=manager, at=AFTER)
    told = outcome(held)
    assert (told.used, told.decisions[0].uses[0].campaign) == (1, "Balcony")
    assert decisions.drop_use(use=first, by=manager, at=AFTER)
    assert not decisions.drop_use(use=first, by=manager, at=AFTER)
    assert decisions.remove_decision(decision=one, by=manager, at=AFTER)
    assert not decisions.remove_decision(decision=one, by=manager, at=AFTER)
    with pytest.raises(SessionMoved):
        decisions.use_decision(**use, note="")


def test_decisions_have_words_and_versions(held, manager, in_scope, partnership):
    one = decide(held, manager)
    change = {"decision": one, "shared": False, "by": manager, "at": AFTER}
    decisions.change_decision(**change, expected=1, text="Fewer scripts")
    with pytest.raises(EditConflict):
        decisions.change_decision(**change, expected=1, text="Older")
    with pytest.raises(Refused):
        decisions.change_decision(**change, expected=2, text=" ")
    with pytest.raises(Refused):
        decide(held, manager, text=" ")
    with pytest.raises(SessionMoved):
        decide(session(in_scope, manager, partnership), manager)


def test_who_came_is_told_once_what_became_of_it(held, manager, partnership, ben):
    no_mails()
    secret = decide(held, manager, text="Drop the other agency", shared=False)
    with pytest.raises(Refused):
        decisions.tell_outcome(session=held, by=manager, at=AFTER)
    one = decide(held, manager)
    tell = {"session": held, "by": manager}
    assert decisions.tell_outcome(**tell, at=AFTER) == 1
    assert decisions.tell_outcome(**tell, at=AFTER + timedelta(minutes=1)) == 0
    mail = OutgoingMail.objects.get()
    assert (mail.to_email, mail.language) == ("kim@example.com", "ru")
    assert one.text in mail.text
    assert secret.text not in mail.text
    decisions.use_decision(
        decision=one, version=version(ben, manager), note="Free", by=manager, at=AFTER
    )
    assert decisions.tell_outcome(**tell, at=AFTER + timedelta(hours=1)) == 1
    newest = OutgoingMail.objects.order_by("-pk")[0]
    assert "Balcony" in newest.text
    assert "Whitaker" not in newest.text, "whose brief it is, is nobody's business"
    assert Touch.objects.filter(mail=newest, asks=False).exists()


def test_whom_no_mail_reaches_is_not_told(held, manager, partnership):
    no_mails()
    decide(held, manager)
    partnership.creator.email = ""
    partnership.creator.save()
    assert decisions.tell_outcome(session=held, by=manager, at=AFTER) == 0


# ----- two guests who are one person


@pytest.mark.parametrize("came", ["kept", "absorbed"])
def test_two_places_of_one_person_become_one(
    in_scope,
    manager,
    partnership,
    ben,
    row,
    came,
    merged,  # noqa: F811
):
    places = {"kept": guest_of(row, partnership), "absorbed": guest_of(row, ben)}
    hold(row, manager, places[came])
    done = merged(partnership.creator, ben.creator)
    left = SessionGuest.objects.get()
    assert (left.pk, left.came) == (places[came].pk, True)
    assert Payment.objects.get().partnership_id == left.partnership_id
    assert left.partnership.creator == partnership.creator
    undo_merge(merge=done, by=manager, at=AFTER + timedelta(days=1))
    assert {one.partnership_id for one in SessionGuest.objects.all()} == {partnership.pk, ben.pk}
