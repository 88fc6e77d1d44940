"""Mails of sessions: in the guest's language and clock, with a calendar that follows (row 52)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.base import ContentFile

from checkins import session_emails as emails
from checkins.actions.session_guests import add_guests, remove_guest
from checkins.actions.session_times import fix_time, invite_now
from checkins.actions.sessions import cancel_session, change_session, record_answer
from checkins.models import SessionGuest, Touch
from checkins.queries.session_mails import last_told, reason_not_to_send
from checkins.rules.hours import Hours
from checkins.rules.session_mails import Told, differences, mail_moment
from checkins.session_replies import to_session
from core.mail.outbox import NoAddress
from core.models import InboundFile, InboundMail, OutgoingMail
from tests.checkins.calendar_bytes import checked
from tests.factories_times import NOW, START, draft, fixed, guest_of, host, moscow, polled

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(settings):
    settings.REPLY_DOMAIN = "in.example.com"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def daniel(in_scope):
    return host(in_scope)


@pytest.fixture
def sveta(in_scope, daniel):
    return moscow(in_scope, daniel)


def mails(what=""):
    rows = OutgoingMail.objects.filter(kind="session").order_by("pk")
    return [mail for mail in rows if f":{what}" in mail.key]


def event(mail):
    [file] = mail.attachments.all()
    [found] = checked(bytes(file.content)).walk("VEVENT")
    return file, found


def sent(*rows):
    for mail in rows:
        OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=NOW)


def test_a_poll_gives_each_time_by_both_clocks(in_scope, daniel, sveta):
    polled(in_scope, daniel, sveta)
    [mail] = mails()
    assert (mail.language, mail.to_email) == ("ru", "sveta@example.com")
    assert mail.from_email.startswith('"Daniel Cho"')
    assert "вторник, 10 марта, 18:00 (Москва)" in mail.text
    assert "у меня: вт 08:00 Лос-Анджелес" in mail.text
    assert "среда, 11 марта, 18:00 (Москва)" in mail.text
    assert "/answer/session/" in mail.text and "/answer/session/" in mail.html
    assert not mail.attachments.exists()


def test_an_invitation_is_a_request_to_this_guest_alone(in_scope, daniel, sveta):
    other = moscow(in_scope, daniel, name="Иван Петров", email="ivan@example.com")
    fixed(in_scope, daniel, sveta, other)
    mail = mails()[0]
    file, found = event(mail)
    assert (file.name, file.content_type) == ("invite.ics", "text/calendar; method=REQUEST")
    assert found["ATTENDEE"] == "mailto:sveta@example.com"
    assert b"ivan@example.com" not in bytes(file.content)
    assert found["ORGANIZER"].startswith(f"mailto:reply+{mail.public_id}")
    assert found["DTSTART"].dt == START
    words = str(found["DESCRIPTION"])
    assert "вторник, 10 марта, 18:00 (Москва)" in words and "вт 08:00 Лос-Анджелес" in words
    assert str(found["URL"]) == "https://meet.example/a,b;c?d=1"
    assert str(found["SUMMARY"]) == "Весна: о чём, и зачем; план"


def test_the_same_clock_is_said_once(in_scope):
    here = host(in_scope, zone="Europe/Moscow")
    fixed(in_scope, here, moscow(in_scope, here))
    assert mails()[0].text.count("18:00") == 1


def test_an_update_says_what_changed_and_follows_the_event(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    first = mails()[0]
    sent(first)
    fix_time(session=session, starts_at=START + DAY, by=daniel, at=NOW + timedelta(minutes=5))
    [mail] = mails("update")
    _file, before = event(first)
    _file, after = event(mail)
    assert (before["UID"], before["ORGANIZER"]) == (after["UID"], after["ORGANIZER"])
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == START + DAY
    assert "другое время; было: вторник, 10 марта, 18:00 (Москва)" in mail.text
    assert "среда, 11 марта, 18:00 (Москва)" in mail.text


def test_a_change_of_place_keeps_the_answer(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    sent(*mails())
    record_answer(guest=guest_of(session), answer="yes", by=None, at=NOW)
    session.refresh_from_db()
    change_session(
        session=session, expected=session.version, title=session.title, purpose=session.purpose,
        organizer=daniel, minutes=90, place="Кафе у моста", fee=None, by=daniel, at=NOW,
    )  # fmt: skip
    [mail] = mails("update")
    assert event(mail)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert "90" in mail.text and "Кафе у моста" in mail.text
    assert "другое место или ссылка" in mail.text


def test_called_off_takes_the_event_out(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    first = mails()[0]
    sent(first)
    cancel_session(session=session, reason="Заболела", by=daniel, at=NOW)
    [mail] = mails("cancellation")
    file, found = event(mail)
    assert file.content_type == "text/calendar; method=CANCEL"
    assert (found["UID"], found["STATUS"]) == (event(first)[1]["UID"], "CANCELLED")
    assert found["SEQUENCE"] > event(first)[1]["SEQUENCE"]
    assert "Заболела" in mail.text


def test_who_is_taken_off_the_list_is_told_by_a_higher_sequence(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    sent(*mails())
    assert remove_guest(guest=guest_of(session), by=daniel, at=NOW)
    [mail] = mails("cancellation")
    assert event(mail)[1]["SEQUENCE"] == session.sequence + 1


def test_who_is_asked_again_gets_an_event_of_its_own(in_scope, daniel, sveta):
    """A calendar that holds it as cancelled would leave out a lower SEQUENCE of the same UID."""
    session = fixed(in_scope, daniel, sveta)
    [first] = mails()
    sent(first)
    remove_guest(guest=guest_of(session), by=daniel, at=NOW)
    add_guests(session=session, partnerships=[sveta], by=daniel, at=NOW)
    invite_now(session=session, by=daniel, at=NOW)
    again = mails("invitation")[-1]
    assert event(again)[1]["UID"] != event(first)[1]["UID"]
    sent(again)
    assert to_session(again, "", NOW, came(again, reply(session, "ACCEPTED")))
    assert guest_of(session).answer == "yes"


def test_called_off_while_times_were_asked_needs_no_calendar(in_scope, daniel, sveta):
    session = polled(in_scope, daniel, sveta)
    sent(*mails())
    cancel_session(session=session, reason="Не сложилось", by=daniel, at=NOW)
    [mail] = mails("cancellation")
    assert not mail.attachments.exists()
    assert "Не сложилось" in mail.text


def test_a_guest_without_address_is_a_refusal(in_scope, daniel, sveta):
    session = draft(in_scope, daniel, sveta)
    sveta.creator.email = ""
    sveta.creator.save()
    session.starts_at = START
    session.save()
    with pytest.raises(NoAddress):
        emails.invitation(guest=guest_of(session), at=NOW)


def test_the_same_mail_twice_is_one(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    assert emails.invitation(guest=guest_of(session), at=NOW + DAY) == mails()[0]
    assert len(mails()) == 1


MOSCOW = Hours(ZoneInfo("Europe/Moscow"), "RU")


@pytest.mark.parametrize(
    ("at", "start", "due"),
    [
        # Tuesday 15:00 in Moscow: a working hour.
        ("2026-03-03T12:00", "2026-03-10T15:00", "2026-03-03T12:00"),
        # Tuesday 23:00: the next morning at ten.
        ("2026-03-03T20:00", "2026-03-10T15:00", "2026-03-04T07:00"),
        # Tuesday 23:00 for Wednesday evening: now, since less than a day would be left.
        ("2026-03-03T20:00", "2026-03-04T16:00", "2026-03-03T20:00"),
        # Friday 23:00 for Tuesday morning: Tuesday's ten would be too late (Monday is a holiday).
        ("2026-03-06T20:00", "2026-03-10T08:00", "2026-03-06T20:00"),
        # Friday 23:00 for Thursday: it waits until Tuesday.
        ("2026-03-06T20:00", "2026-03-12T08:00", "2026-03-10T07:00"),
    ],
)
def test_when_a_mail_goes(at, start, due):
    at, start, due = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (at, start, due))
    assert mail_moment(at, MOSCOW, start) == due
    assert mail_moment(at, MOSCOW) >= at


def test_what_is_different():
    told = Told(0, START, 60, "A", "B")
    assert differences(told, Told(5, START, 60, "A", "B")) == []
    assert differences(told, Told(1, START + DAY, 30, "C", "")) == [
        "time", "length", "place", "title",
    ]  # fmt: skip


def test_what_is_wrong_by_now_does_not_go(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    [mail] = mails()
    assert reason_not_to_send(mail, NOW) is None
    assert reason_not_to_send(mail, START) == "the session has begun"
    SessionGuest.objects.update(invited_at=NOW)
    type(session).objects.update(state="cancelled")
    assert "called off" in reason_not_to_send(mail, NOW)
    mail.key = mail.key.replace("invitation", "cancellation")
    assert reason_not_to_send(mail, START) is None


def test_a_poll_does_not_go_once_the_time_is_fixed(in_scope, daniel, sveta):
    session = polled(in_scope, daniel, sveta)
    [mail] = mails()
    assert reason_not_to_send(mail, NOW) is None
    type(session).objects.update(state="fixed", starts_at=START)
    assert "fixed already" in reason_not_to_send(mail, NOW)
    SessionGuest.objects.all().delete()
    assert "no guest" in reason_not_to_send(mail, NOW)


# Answers by mail.


def came(mail, calendar=b"", name="invite.ics", kind="text/calendar"):
    row = InboundMail.objects.create(
        workspace=mail.workspace, event_key=f"k{InboundMail.objects.count()}", received_at=NOW,
        from_email=mail.to_email, to_email="x@in.example.com", subject="Re", text="", answers=mail,
    )  # fmt: skip
    if calendar:
        file = InboundFile(mail=row, name=name, content_type=kind, size=len(calendar))
        file.content.save(name, ContentFile(calendar))
    return f"inbound:{row.public_id}"


def reply(session, state, sequence=0, comment="", uid=""):
    return (
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n"
        f"UID:{uid or emails.uid_of(guest_of(session))}\nSEQUENCE:{sequence}\nDTSTART:20260310T150000Z\n"
        f"COMMENT:{comment}\nATTENDEE;PARTSTAT={state}:mailto:sveta@example.com\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    ).encode()


@pytest.mark.parametrize(("state", "answer"), [("ACCEPTED", "yes"), ("DECLINED", "no")])
def test_the_buttons_of_a_calendar_answer(in_scope, daniel, sveta, state, answer):
    session = fixed(in_scope, daniel, sveta)
    [mail] = mails()
    sent(mail)
    key = came(mail, reply(session, state, comment="С радостью"))
    assert to_session(mail, "Светлана приняла приглашение", NOW, key)
    guest = guest_of(session)
    assert (guest.answer, guest.note, guest.answered_by) == (answer, "С радостью", None)
    # Nothing to answer: no contact waits.
    assert not Touch.objects.filter(awaits_answer=True).exists()
    version = guest.version
    assert to_session(mail, "", NOW, key)
    assert guest_of(session).version == version


@pytest.mark.parametrize(
    "calendar",
    [
        lambda s: reply(s, "TENTATIVE"),
        lambda s: reply(s, "ACCEPTED", uid="another@example.com"),
        lambda s: b"\xff\xfe broken",
    ],
)
def test_other_calendars_are_words_for_a_person(in_scope, daniel, sveta, calendar):
    session = fixed(in_scope, daniel, sveta)
    [mail] = mails()
    sent(mail)
    later = NOW + timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        assert to_session(mail, "Пока не знаю", later, came(mail, calendar(session)))
    guest = guest_of(session)
    assert (guest.answer, guest.note) == ("", "Пока не знаю")
    assert Touch.objects.filter(direction="in", awaits_answer=True, body="Пока не знаю").exists()


def test_an_answer_to_a_time_that_is_no_longer_it_does_not_count(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    [mail] = mails()
    sent(mail)
    fix_time(session=session, starts_at=START + DAY, by=daniel, at=NOW)
    sent(*mails())
    assert to_session(mail, "", NOW, came(mail, reply(session, "ACCEPTED", sequence=0)))
    assert guest_of(session).answer == ""


def test_words_by_mail_stand_with_the_guest_once(in_scope, daniel, sveta):
    session = fixed(in_scope, daniel, sveta)
    [mail] = mails()
    key = came(mail)
    for _ in range(2):
        assert to_session(mail, "Буду, но на 10 минут позже", NOW, key)
    assert guest_of(session).note == "Буду, но на 10 минут позже"
    assert Touch.objects.filter(body="Буду, но на 10 минут позже").count() == 1
    assert last_told(guest_of(session)).sequence == 0


def test_words_of_somebody_who_is_no_guest_any_more_reach_the_partnership(in_scope, daniel, sveta):
    fixed(in_scope, daniel, sveta)
    [mail] = mails()
    key = came(mail)
    SessionGuest.objects.all().delete()
    assert to_session(mail, "Жаль", NOW, key)
    assert Touch.objects.get(body="Жаль").partnership == sveta
