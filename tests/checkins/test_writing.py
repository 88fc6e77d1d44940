"""A letter that a person writes: once, in the creator's hours, refused with a way out (rows 44, 45)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile

from checkins.actions.absences import add_absence
from checkins.actions.planning import plan_check_ins
from checkins.actions.touches import log_touch
from checkins.actions.writing import take_back, write_to
from checkins.enums import TemplateKind
from checkins.errors import (
    AddressSuppressed,
    AlreadyWritten,
    AwayNow,
    GapOpen,
    NoAddressKnown,
    Refused,
    Resting,
    TooLate,
    TooThin,
)
from checkins.models import Absence, CheckInTemplate, Touch
from checkins.queries.templates import default_template
from checkins.queries.writing import (
    answer_start,
    openings_of,
    reason_not_to_write,
    start_of,
    thread_of,
)
from checkins.rules import writing as rules
from core.mail import suppression
from core.models import AuditEntry, InboundMail, OutgoingMail
from partnerships.models import Partnership
from tests.checkins.conftest import NOW, planned

SAID = "You let the kettle boil through the first five seconds. Nobody does that."


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def write(partnership, manager):
    def go(kind="comment", subject="The kettle", body=SAID, at=NOW, **more):
        return write_to(
            partnership=partnership,
            kind=kind,
            subject=subject,
            body=body,
            by=manager,
            at=at,
            **more,
        )

    return go


@pytest.fixture
def theirs(partnership):
    return log_touch(
        partnership=partnership, kind="reply", direction="in", at=NOW - timedelta(hours=2), by=None,
        subject="Re: как вы?", body="Снимаю чайник", logged_at=NOW, waits=True,
    )  # fmt: skip


def nothing_happened() -> bool:
    return not Touch.objects.filter(direction="out").exists() and not OutgoingMail.objects.exists()


# --- sending


def test_a_letter_is_a_mail_from_its_writer_and_a_contact(write, partnership, manager):
    touch = write(language="en")
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to_email, mail.language, mail.due_at) == (
        "note", "kim@example.com", "en", NOW,
    )  # fmt: skip
    assert (mail.subject, mail.reply_to) == ("The kettle", manager.email)
    assert manager.name in mail.from_email and SAID in mail.text and mail.headers == {}
    assert (touch.kind, touch.direction, touch.asks, touch.by, touch.mail) == (
        "comment", "out", False, manager, mail,
    )  # fmt: skip
    assert (touch.subject, touch.body) == ("The kettle", SAID)


def test_it_goes_to_the_contact_and_in_the_creators_language(write, partnership):
    Partnership.objects.update(contact_email="agent@example.com", contact_name="Olga Agent")
    write()
    mail = OutgoingMail.objects.get()
    assert (mail.to_email, mail.to_name, mail.language) == ("agent@example.com", "Olga Agent", "ru")


@pytest.mark.parametrize(
    ("kind", "said", "touch_kind", "asks"),
    [
        ("comment", True, "comment", False), ("question", True, "question", False),
        ("opinion", True, "opinion", False), ("how_is_year", True, "how_is_year", False),
        ("win", True, "win", False), ("message", True, "message", True),
        ("message", False, "message", False), ("cadence", True, "check_in", False),
        ("checkpoint", True, "check_in", False),
    ],
)  # fmt: skip
def test_each_kind_is_counted_as_what_it_asks(write, kind, said, touch_kind, asks):
    touch = write(kind=kind, asks=said)
    assert (touch.kind, touch.asks) == (touch_kind, asks)


def test_night_waits_for_the_morning_unless_on_purpose(write):
    night = NOW + timedelta(hours=10)  # 1:00 in Moscow
    assert write(at=night).mail.due_at == NOW.replace(day=4, hour=7)
    assert write(at=night, now=True, subject="Second").mail.due_at == night


def test_the_same_form_twice_is_one_letter(write):
    first = write(once="abc")
    assert write(once="abc", at=NOW + timedelta(minutes=1)) == first
    assert OutgoingMail.objects.count() == 1
    with pytest.raises(AlreadyWritten):
        write(once="abc", body=f"{SAID} Really.")
    assert OutgoingMail.objects.count() == 1
    write(once="abd")
    write()
    write()
    assert OutgoingMail.objects.count() == Touch.objects.count() == 4


def test_a_letter_moves_the_next_check_in(write, partnership, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    before = planned(partnership).due_on
    write(kind="how_is_year", body="Как год?")
    assert planned(partnership).due_on == date(2026, 4, 3) != before


@pytest.mark.parametrize(("days", "closes"), [(7, True), (8, False)])
def test_a_checkpoint_letter_near_its_day_is_the_talk(write, partnership, in_scope, days, closes):
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(partnership, "checkpoint")
    type(check_in).objects.filter(pk=check_in.pk).update(due_on=NOW.date() + timedelta(days=days))
    write(kind="checkpoint")
    check_in.refresh_from_db()
    assert (check_in.state == "done") is closes


# --- refusing


@pytest.mark.parametrize(
    ("fields", "error", "field"),
    [
        ({"subject": " "}, Refused, "subject"),
        ({"body": "\n"}, Refused, "body"),
        ({"body": "я" * 5001}, Refused, "body"),
        ({"body": f"{SAID} […]"}, GapOpen, "body"),
        ({"subject": "[…]"}, GapOpen, "body"),
        ({"body": f"{SAID} {{last_post}}"}, Refused, "body"),
        ({"subject": "{name}"}, Refused, "subject"),
        ({"body": "Nice!"}, TooThin, "body"),
        ({"kind": "question", "body": "Why that?"}, TooThin, "body"),
    ],
)
def test_what_is_not_a_letter_yet_is_refused_beside_its_field(write, fields, error, field):
    with pytest.raises(error) as refused:
        write(**fields)
    assert refused.value.field == field
    assert nothing_happened()


def test_brackets_of_ones_own_are_no_variables(write):
    assert write(body=f"{SAID} {{sic}} {{}}").pk


@pytest.mark.parametrize("kind", TemplateKind.values)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_unchanged_text_does_not_go(write, partnership, manager, kind, language):
    start = start_of(partnership, default_template(kind, language), sender=manager.name)
    with pytest.raises(GapOpen):
        write(kind=kind, subject=start.subject, body=start.body)
    bare = start.body.replace("[…]", "")
    if kind in rules.SPECIFIC:
        with pytest.raises(TooThin):
            write(kind=kind, subject=start.subject, body=bare)
        assert nothing_happened()
    else:
        assert write(kind=kind, subject=start.subject, body=bare).pk


def test_own_texts_count_as_openings_too(write, partnership, in_scope):
    body = "{name}\n\n{personal_line}\n\nMarvellous craft everywhere you look\n\n{sender}"
    CheckInTemplate.objects.create(
        workspace=in_scope, kind="comment", language="en", name="Craft", subject="x", body=body
    )
    assert len(openings_of(partnership, "comment", sender="M")) == 3
    with pytest.raises(TooThin):
        write(body="Marvellous craft everywhere you look")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"stage": "paused"}, Resting),
        ({"stage": "ended", "ended_on": date(2026, 3, 2)}, Resting),
    ],
)
def test_who_rests_is_left_alone_but_answered(write, theirs, fields, error):
    Partnership.objects.update(**fields)
    with pytest.raises(error):
        write()
    assert nothing_happened()
    mail = write(kind="message", answers=theirs).mail
    assert reason_not_to_write(mail, NOW) is None


def test_no_way_there(write, partnership):
    suppression.suppress(email="kim@example.com", reason="bounced", detail="", at=NOW)
    with pytest.raises(AddressSuppressed):
        write()
    type(partnership.creator).objects.update(email="")
    with pytest.raises(NoAddressKnown):
        write()
    type(partnership.creator).objects.update(email="not an address")
    with pytest.raises(NoAddressKnown):
        write()
    assert nothing_happened()


def test_who_is_away_gets_it_when_back_or_now_on_purpose(write, partnership, in_scope):
    away = Absence.objects.create(
        workspace=in_scope, creator=partnership.creator, kind="leave", first=date(2026, 3, 1),
        until=date(2026, 3, 12),
    )  # fmt: skip
    assert write().mail.due_at.date() == date(2026, 3, 13)
    assert write(now=True).mail.due_at == NOW
    Absence.objects.filter(pk=away.pk).update(until=None)
    with pytest.raises(AwayNow) as refused:
        write()
    assert refused.value.field == "when"
    assert write(now=True).mail.due_at == NOW


@pytest.mark.parametrize(
    ("until", "state", "day"),
    [(date(2026, 3, 12), "queued", date(2026, 3, 13)), (None, "cancelled", date(2026, 3, 4))],
)
def test_a_letter_that_waits_does_not_reach_who_fell_ill_meanwhile(
    write, theirs, partnership, until, state, day
):
    evening = NOW + timedelta(hours=9)
    with time_machine.travel(evening, tick=False):
        mail = write(at=evening).mail
        answer = write(kind="message", answers=theirs, at=evening).mail
        goes = answer.due_at
        add_absence(
            creator=partnership.creator, kind="illness", first=date(2026, 3, 4), until=until,
            by=None, at=evening,
        )  # fmt: skip
    mail.refresh_from_db()
    answer.refresh_from_db()
    assert (mail.state, mail.due_at.date()) == (state, day)
    assert (answer.state, answer.due_at) == ("queued", goes)


def test_stop_rule_looks_again(write):
    mail = write().mail
    assert reason_not_to_write(mail, NOW) is None
    Partnership.objects.update(stage="paused")
    assert reason_not_to_write(mail, NOW) == "the partnership is paused or has ended"
    Touch.objects.all().delete()
    assert reason_not_to_write(mail, NOW) is None


# --- answering


def test_an_answer_settles_what_waited_and_stands_under_it(write, theirs, partnership, in_scope):
    ours = write(kind="message", at=NOW - timedelta(days=1)).mail
    inbound = InboundMail.objects.create(
        workspace=in_scope, event_key="x", received_at=NOW, from_email="kim@example.com",
        to_email="a@b.example", subject="Re", state="filed", answers=ours,
    )  # fmt: skip
    inbound.raw.save("x.eml", ContentFile(b"Message-ID: <their.1@mail.example>\r\n\r\nHi"))
    Touch.objects.filter(pk=theirs.pk).update(inbound=inbound)
    theirs.refresh_from_db()
    mail = write(kind="message", answers=theirs).mail
    assert mail.headers == {
        "In-Reply-To": "<their.1@mail.example>",
        "References": f"{ours.message_id} <their.1@mail.example>",
    }
    theirs.refresh_from_db()
    assert (theirs.awaits_answer, theirs.answered_at) == (False, NOW)
    inbound.raw.storage.delete(inbound.raw.name)
    assert thread_of(theirs) == {}


def test_without_their_mail_there_is_no_thread(theirs, partnership, in_scope, manager):
    assert thread_of(None) == thread_of(theirs) == {}
    start = answer_start(partnership, "ru", sender="Olga")
    assert start == "Здравствуйте, Светлана!\n\n[…]\n\nOlga\nNorth"


def test_a_text_with_an_unknown_value_begins_with_its_name_in_brackets(partnership):
    template = CheckInTemplate(
        language="en", subject="{last_post}", body="{name} {personal_line} {their_goal} {sender}"
    )
    start = start_of(partnership, template, sender="Olga")
    assert start.missing == ("last_post", "their_goal")
    assert (start.subject, start.body) == ("{last_post}", "Светлана […] {their_goal} Olga")
    broken = CheckInTemplate(language="en", subject="{", body="{")
    assert start_of(partnership, broken, sender="Olga").body == ""


# --- taking back


def test_what_waits_is_taken_back_once_and_what_it_answered_waits_again(write, theirs, manager):
    night = NOW + timedelta(hours=10)
    touch = write(kind="message", answers=theirs, at=night)
    take_back(touch=touch, by=manager, at=night)
    assert touch.mail.state == "cancelled"
    theirs.refresh_from_db()
    assert theirs.awaits_answer and theirs.answered_at is None
    with pytest.raises(TooLate):
        take_back(touch=touch, by=manager, at=night)
    assert AuditEntry.objects.filter(verb="letter.taken_back").count() == 1


@pytest.mark.parametrize("state", ["sending", "sent", None, "other"])
def test_what_is_on_its_way_or_no_letter_is_not_taken_back(write, theirs, manager, state):
    touch = write(kind="message") if state else theirs
    if state == "other":
        touch.mail.kind = "check_in"
    elif state:
        OutgoingMail.objects.update(state=state)
    with pytest.raises(TooLate):
        take_back(touch=touch, by=manager, at=NOW)
