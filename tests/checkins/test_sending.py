"""A check-in goes out once, in the creator's hours, to somebody who is still to have it."""

from datetime import date, timedelta

import pytest

from checkins import emails
from checkins.actions.closing import mark_done
from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.errors import (
    AddressSuppressed,
    AlreadyClosed,
    BrokenTemplate,
    NoAddressKnown,
    NotNow,
    Refused,
    SlotTaken,
)
from checkins.models import CheckIn, CheckInTemplate, Touch
from checkins.queries.stops import reason_not_to_send
from core.mail.stop_rules import reason_to_stop
from core.mail.suppression import suppress
from core.models import AuditEntry, OutgoingMail
from partnerships.models import Partnership
from tests.checkins.conftest import NOW, planned, utc

DUE = utc("2026-04-03T08:00")  # 11:00 in Moscow


@pytest.fixture
def check_in(partnership, manager) -> CheckIn:
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    return planned(partnership)


def test_sends_in_their_language_and_plans_the_next(check_in, partnership, manager):
    outcome = send_check_in(check_in=check_in, by=None, at=DUE)
    check_in.refresh_from_db()
    mail = outcome.mail
    assert mail.key == f"checkin:{partnership.public_id}:cadence:2026-04"
    assert (mail.to_email, mail.language) == ("kim@example.com", "ru")
    assert manager.name in mail.from_email
    assert mail.reply_to == manager.email
    assert mail.subject == "Светлана, как вы?"
    assert "{" not in mail.text
    assert "Здравствуйте, Светлана!" in mail.text
    assert "North" in mail.text
    assert "Здравствуйте, Светлана!" in mail.html
    assert (check_in.state, check_in.sent_at, check_in.mail) == ("sent", DUE, mail)
    touch = Touch.objects.get(kind="check_in")
    assert (touch.mail, touch.direction, touch.asks, touch.at) == (mail, "out", False, DUE)
    assert "Светлана" in touch.body
    assert planned(partnership).due_on == date(2026, 5, 4)
    assert AuditEntry.objects.filter(verb="check_in.sent", by=None).count() == 1


def test_twice_is_once(check_in, partnership, manager):
    twin = CheckIn.objects.get(pk=check_in.pk)
    send_check_in(check_in=check_in, by=manager, at=DUE)
    with pytest.raises(AlreadyClosed):
        send_check_in(check_in=twin, by=manager, at=DUE)
    assert OutgoingMail.objects.count() == 1
    assert Touch.objects.filter(kind="check_in").count() == 1


def test_personal_line_goes_into_its_place(check_in, manager):
    outcome = send_check_in(
        check_in=check_in, by=manager, at=DUE, personal_line=" Балкон — это находка. "
    )
    assert "\n\nБалкон — это находка.\n\n" in outcome.mail.text
    check_in.refresh_from_db()
    assert check_in.personal_line == "Балкон — это находка."


def test_line_written_before_is_kept_when_none_is_given(check_in, manager):
    check_in.personal_line = "Балкон."
    check_in.save()
    assert "Балкон." in send_check_in(check_in=check_in, by=None, at=DUE).mail.text


def test_too_long_a_line_is_refused(check_in, manager):
    with pytest.raises(Refused) as refused:
        send_check_in(check_in=check_in, by=manager, at=DUE, personal_line="о" * 501)
    assert refused.value.field == "personal_line"


def test_contact_person_is_written_to_and_greeted(check_in, partnership, manager):
    Partnership.objects.filter(pk=partnership.pk).update(
        contact_name="Анна", contact_email="anna@agency.example"
    )
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    assert (mail.to_email, mail.to_name) == ("anna@agency.example", "Анна")
    assert mail.subject == "Анна, как вы?"


def test_outside_working_hours_it_waits(check_in, manager):
    night = utc("2026-04-03T19:00")  # 22:00 on a Friday in Moscow
    outcome = send_check_in(check_in=check_in, by=manager, at=night, personal_line="Балкон.")
    assert outcome.mail is None
    assert outcome.waits_until == utc("2026-04-06T07:00")
    check_in.refresh_from_db()
    assert (check_in.state, check_in.by_hand, check_in.personal_line) == (
        "planned", False, "Балкон.",
    )  # fmt: skip
    assert check_in.send_at == outcome.waits_until
    assert not OutgoingMail.objects.exists()
    monday = send_check_in(check_in=check_in, by=None, at=outcome.waits_until)
    assert "Балкон." in monday.mail.text


def test_contact_since_then_moves_it_instead(check_in, partnership, manager):
    """A touch written past the actions (an import): asked again at the moment of sending."""
    Touch.objects.create(
        workspace=partnership.workspace, partnership=partnership, at=utc("2026-03-20T09:00"),
        direction="in", kind="reply", channel="email",
    )  # fmt: skip
    outcome = send_check_in(check_in=check_in, by=None, at=DUE)
    assert (outcome.mail, outcome.waits_until) == (None, None)
    assert not OutgoingMail.objects.exists()
    assert planned(partnership).due_on == date(2026, 4, 20)


def test_paused_by_itself_moves_and_by_a_person_is_refused(check_in, partnership, manager):
    Partnership.objects.filter(pk=partnership.pk).update(
        stage="paused", paused_until=date(2026, 5, 11)
    )
    with pytest.raises(NotNow):
        send_check_in(check_in=check_in, by=manager, at=DUE)
    send_check_in(check_in=check_in, by=None, at=DUE)
    assert planned(partnership).due_on == date(2026, 5, 12)
    assert not OutgoingMail.objects.exists()


def test_ended_is_refused(check_in, partnership, manager):
    Partnership.objects.filter(pk=partnership.pk).update(stage="ended", ended_on=date(2026, 4, 1))
    with pytest.raises(NotNow):
        send_check_in(check_in=check_in, by=manager, at=DUE)


@pytest.mark.parametrize("by_itself", [True, False])
def test_no_address_no_mail_and_nothing_lost(check_in, partnership, manager, by_itself):
    partnership.creator.email = ""
    partnership.creator.save()
    with pytest.raises(NoAddressKnown):
        send_check_in(check_in=check_in, by=None if by_itself else manager, at=DUE)
    assert planned(partnership) == check_in


def test_address_no_server_would_take(check_in, partnership, manager):
    partnership.creator.email = "not an address"
    partnership.creator.save()
    with pytest.raises(NoAddressKnown):
        send_check_in(check_in=check_in, by=manager, at=DUE)
    assert planned(partnership) == check_in
    assert not Touch.objects.filter(kind="check_in").exists()


def test_suppressed_address(check_in, partnership, manager):
    suppress(email="Kim@example.com", reason="bounced", detail="550", at=NOW)
    with pytest.raises(AddressSuppressed):
        send_check_in(check_in=check_in, by=manager, at=DUE)
    assert planned(partnership) == check_in


def test_broken_template_reaches_nobody(check_in, partnership, in_scope, manager):
    CheckInTemplate.objects.create(
        workspace=in_scope, kind="cadence", language="ru", subject="{nmae}", body="…"
    )
    with pytest.raises(BrokenTemplate):
        send_check_in(check_in=check_in, by=manager, at=DUE)
    assert planned(partnership) == check_in


def test_own_template_is_used(check_in, in_scope, manager):
    CheckInTemplate.objects.create(
        workspace=in_scope, kind="cadence", language="ru", subject="{brand}",
        body="{name}\n\n{personal_line}\n\n{sender}",
    )  # fmt: skip
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    assert mail.subject == "North"
    assert mail.text.startswith(f"Светлана\n\n{manager.name}\n\n")


def test_second_of_a_month_needs_a_person(check_in, partnership, manager):
    """Sent, and then somebody shortens the wait: by itself a month has one mail only."""
    send_check_in(check_in=check_in, by=None, at=DUE)
    CheckIn.objects.filter(pk=planned(partnership).pk).update(send_at=DUE)
    again = planned(partnership)
    with pytest.raises(SlotTaken):
        send_check_in(check_in=again, by=None, at=DUE + timedelta(hours=1))
    outcome = send_check_in(check_in=again, by=manager, at=DUE + timedelta(hours=1))
    assert outcome.mail.key.endswith(":2026-04-2")
    assert OutgoingMail.objects.count() == 2


def test_done_and_sent_at_once_is_one(check_in, partnership, manager):
    twin = CheckIn.objects.get(pk=check_in.pk)
    mark_done(check_in=check_in, how="call", by=manager, at=DUE)
    with pytest.raises(AlreadyClosed):
        send_check_in(check_in=twin, by=None, at=DUE)
    assert not OutgoingMail.objects.exists()


def test_checkpoint_has_its_own_words_and_slot(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(partnership, "checkpoint")
    mail = send_check_in(check_in=check_in, by=manager, at=utc("2026-04-07T08:00")).mail
    assert mail.key == f"checkin:{partnership.public_id}:checkpoint:2026-Q2"
    assert mail.subject == "Светлана, ближайшие три месяца"
    assert planned(partnership, "checkpoint").due_on == date(2026, 7, 7)
    # It was a contact too: the monthly one follows from it.
    assert planned(partnership).reason["from"] == "2026-04-07"


# --- between the queue and the sending


def test_mail_goes_if_nothing_happened(check_in, manager):
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    assert reason_not_to_send(mail, DUE) is None


def test_reply_between_queue_and_sending_stops_the_mail(check_in, partnership, manager):
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    log_touch(partnership=partnership, kind="reply", direction="in", at=DUE, by=None)
    assert reason_not_to_send(mail, DUE) == "the creator was in touch first"


def test_one_more_word_of_ours_does_not_stop_it(check_in, partnership, manager):
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    log_touch(partnership=partnership, kind="message", direction="out", at=DUE, by=manager)
    assert reason_not_to_send(mail, DUE) is None


def test_pause_between_queue_and_sending_stops_the_mail(check_in, partnership, manager):
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    Partnership.objects.filter(pk=partnership.pk).update(stage="paused")
    assert "paused" in reason_not_to_send(mail, DUE)


def test_mail_whose_check_in_is_gone_is_let_go(check_in, manager):
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    CheckIn.objects.update(mail=None)
    assert reason_not_to_send(mail, DUE) is None


def test_rule_is_asked_for_these_mails(check_in, partnership, manager):
    mail = send_check_in(check_in=check_in, by=manager, at=DUE).mail
    assert mail.kind == emails.KIND
    log_touch(partnership=partnership, kind="call", direction="both", at=DUE, by=manager)
    assert reason_to_stop(mail, at=DUE) == "the creator was in touch first"
