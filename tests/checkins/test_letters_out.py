"""Letters on their way: prepared once, stopped, written anew (product.md, row 48)."""

from datetime import date, timedelta

import pytest
import time_machine

from checkins.actions.letter_copies import due_letters, going_out, prepare_copies
from checkins.actions.letters import (
    Text,
    change_letter,
    choose_audience,
    remove_letter,
    send_letter,
    send_test,
    stop_letter,
)
from checkins.actions.opting_out import opt_out
from checkins.enums import LetterState, NotSent
from checkins.errors import BrokenLetter, NotADraft, Refused
from checkins.letter_tasks import send_letters
from checkins.models import Absence, LastContact, Letter, LetterCopy, Touch
from checkins.queries.audience import audience_of, in_slow_period
from checkins.queries.letters import figures_of, slow_audience
from checkins.rules.letters import Audience
from core.mail.delivery import deliver
from core.mail.message import build_message
from core.mail.suppression import suppress
from core.models import OutgoingMail
from core.versions import EditConflict
from partnerships.models import Partnership
from tests.checkins.conftest import NOW, utc
from tests.factories_letters import WORDS, a_letter, partner


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def brand(partnership):
    return partnership.brand


@pytest.fixture
def ben(brand, manager):
    return partner(manager, brand, "Ben Whitaker", email="ben@example.com")


@pytest.fixture
def letter(in_scope, manager, partnership, ben):
    return a_letter(manager, in_scope)


def whom(audience=None, languages=("en", "ru"), **more):
    found = audience_of(audience or Audience(), languages=languages, at=NOW, **more)
    return {one.partnership.creator.name: one.why_not for one in found}


def send(letter, by, **more):
    send_letter(letter=letter, expected=letter.version, by=by, at=more.pop("at", NOW), **more)


def sent(letter, by, **more):
    at = more.get("at", NOW)
    send(letter, by, **more)
    prepare_copies(letter=letter, at=at)
    return {copy.creator.name: copy for copy in LetterCopy.objects.filter(letter=letter)}


# Going out


def test_preparing_twice_or_after_a_kill_is_once(letter, manager, brand, monkeypatch):
    from checkins.actions import letter_copies

    for n in range(5):
        partner(manager, brand, f"More {n}")
    monkeypatch.setattr(letter_copies, "BATCH", 3)
    send(letter, manager)
    first = prepare_copies(letter=letter, at=NOW, most=4)
    assert (first.copies, first.done) == (4, False)
    real, calls = letter_copies.emails.letter_copy, []

    def dies(**more):
        calls.append(more)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return real(**more)

    monkeypatch.setattr(letter_copies.emails, "letter_copy", dies)
    with pytest.raises(RuntimeError):
        prepare_copies(letter=letter, at=NOW)
    # All of the batch or none of it.
    assert LetterCopy.objects.count() == OutgoingMail.objects.filter(kind="letter").count() == 4
    monkeypatch.setattr(letter_copies.emails, "letter_copy", real)
    assert going_out(NOW) == 3
    assert going_out(NOW) == 0
    with pytest.raises(NotADraft):
        prepare_copies(letter=letter, at=NOW)
    assert LetterCopy.objects.count() == OutgoingMail.objects.filter(kind="letter").count() == 7


def test_a_scheduled_letter_goes_on_its_day_and_not_before(letter, manager):
    with pytest.raises(Refused):
        send(letter, manager, on=date(2026, 3, 2))
    send(letter, manager, on=date(2026, 3, 12))
    assert letter.state == LetterState.SCHEDULED
    assert not due_letters(utc("2026-03-11T09:59")).exists()
    assert going_out(utc("2026-03-11T09:59")) == 0
    # The day begins on the Line Islands: copies are written, each for its reader's own morning.
    assert going_out(utc("2026-03-11T10:00")) == 2
    dues = {c.creator.name: c.mail.due_at for c in LetterCopy.objects.select_related("mail")}
    assert dues == {
        "Ben Whitaker": utc("2026-03-12T10:00"),
        "Светлана Ким": utc("2026-03-12T07:00"),
    }


def test_the_tick_of_all_workspaces(letter, manager):
    send(letter, manager)
    assert (send_letters(), send_letters()) == (2, 0)


def test_stopping_takes_back_what_has_not_left(letter, manager, partnership):
    late = utc("2026-03-03T16:30")  # evening in Moscow, afternoon in London
    copies = sent(letter, manager, at=late)
    deliver(copies["Ben Whitaker"].mail.pk, at=late)
    assert stop_letter(letter=letter, by=manager, at=late) == 1
    copy = LetterCopy.objects.get(creator=partnership.creator)
    assert (copy.mail.state, copy.not_sent) == ("cancelled", NotSent.STOPPED)
    told = figures_of([letter.pk])[letter.pk]
    assert (told.audience, told.arrived, told.waiting, told.held) == (2, 1, 0, 1)
    assert stop_letter(letter=letter, by=manager, at=late) == 0


def test_a_stopped_preparation_writes_no_more(letter, manager):
    send(letter, manager)
    prepare_copies(letter=letter, at=NOW, most=1)
    stop_letter(letter=letter, by=manager, at=NOW)
    assert going_out(NOW) == 0
    assert LetterCopy.objects.count() == 1
    assert Letter.objects.get().state == LetterState.SENT


def test_unscheduling_makes_a_draft_of_it(letter, manager):
    send(letter, manager, on=date(2026, 3, 12))
    assert stop_letter(letter=letter, by=manager, at=NOW) == 0
    assert (letter.state, letter.send_on) == (LetterState.DRAFT, None)
    with pytest.raises(NotADraft):
        stop_letter(letter=letter, by=manager, at=NOW)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("left", "opted_out"),
        ("ended", "ended"),
        ("paused", "away"),
        ("away", "away"),
        ("bounced", "suppressed"),
    ],
)
def test_what_comes_between_stops_the_copy(letter, manager, ben, in_scope, what, reason):
    copy = sent(letter, manager)["Ben Whitaker"]
    if what == "left":
        # Past the action, which takes the copy back itself.
        from checkins.models import LetterOptOut

        LetterOptOut.objects.create(workspace=in_scope, creator=ben.creator, at=NOW)
    elif what == "away":
        Absence.objects.create(
            workspace=in_scope, creator=ben.creator, kind="illness", first=NOW.date()
        )
    elif what == "bounced":
        suppress(email=ben.creator.email, reason="bounced", detail="", at=NOW)
    else:
        ended = {"ended_on": NOW.date()} if what == "ended" else {}
        Partnership.objects.filter(pk=ben.pk).update(stage=what, **ended)
    assert deliver(copy.mail.pk, at=NOW) in ("cancelled", "suppressed")
    going_out(NOW)
    copy.refresh_from_db()
    assert copy.not_sent == reason
    assert not Touch.objects.filter(kind="letter").exists()


def test_a_copy_that_left_is_a_touch_that_asks_for_nothing_and_moves_no_check_in(
    letter, manager, ben
):
    copy = sent(letter, manager)["Ben Whitaker"]
    going_out(NOW)
    assert not Touch.objects.exists()
    deliver(copy.mail.pk, at=NOW)
    going_out(NOW)
    going_out(NOW)
    touch = Touch.objects.get()
    assert (touch.kind, touch.direction, touch.asks, touch.partnership) == (
        "letter",
        "out",
        False,
        ben,
    )
    assert touch.mail == copy.mail
    assert not LastContact.objects.filter(partnership=ben, contact_at__isnull=False).exists()


# Writing


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (Text("Hi {nmae}", "Text"), "subject_en"),
        (Text("Hi", "Dear {name"), "body_en"),
        (Text("Hi", "Dear", "{brand!r}"), "context_en"),
        (Text("", "Dear"), "subject_en"),
        (Text("Hi", ""), "body_en"),
        (Text("Hi", "{personal_line}"), "body_en"),
    ],
)
def test_a_broken_text_is_not_saved(in_scope, manager, text, field):
    with pytest.raises(BrokenLetter) as refused:
        a_letter(manager, in_scope, texts={"en": text})
    assert refused.value.problems[0][0] == field
    assert not Letter.objects.exists()


def test_changing_a_draft(letter, manager):
    old = letter.version
    change_letter(
        letter=letter, expected=old, kind="market", title="New", texts={"en": WORDS["en"]},
        by=manager, at=NOW,
    )  # fmt: skip
    assert [text.language for text in letter.texts.all()] == ["en"]
    assert (letter.title, letter.version) == ("New", old + 1)
    with pytest.raises(EditConflict):
        change_letter(
            letter=letter,
            expected=old,
            kind="news",
            title="Theirs",
            texts=WORDS,
            by=manager,
            at=NOW,
        )
    # Nothing of the refused one is there.
    assert [text.language for text in letter.texts.all()] == ["en"]


def test_what_is_on_its_way_stays_as_it_is(letter, manager):
    send(letter, manager)
    now = {"letter": letter, "expected": letter.version, "by": manager, "at": NOW}
    with pytest.raises(NotADraft):
        change_letter(kind="news", title="New", texts=WORDS, **now)
    with pytest.raises(NotADraft):
        choose_audience(audience=Audience(), **now)
    with pytest.raises(NotADraft):
        send_letter(**now)
    with pytest.raises(NotADraft):
        remove_letter(letter=letter, by=manager, at=NOW)


def test_sending_what_was_changed_since_it_was_looked_at_is_refused(letter, manager):
    seen = letter.version
    choose_audience(
        letter=letter, expected=seen, audience=Audience(languages=("ru",), brands=("nothing",)),
        by=manager, at=NOW,
    )  # fmt: skip
    assert letter.audience == {"languages": ["ru"]}
    with pytest.raises(EditConflict):
        send_letter(letter=letter, expected=seen, by=manager, at=NOW)


def test_a_letter_without_words_does_not_go(in_scope, manager, partnership):
    letter = a_letter(manager, in_scope, texts={})
    with pytest.raises(Refused):
        send(letter, manager)
    remove_letter(letter=letter, by=manager, at=NOW)
    assert not Letter.objects.exists()


def test_a_test_mail_goes_to_the_writer_alone(letter, manager, ben):
    mail = send_test(letter=letter, language="en", partnership=ben, by=manager, at=NOW)
    assert (mail.to_email, mail.subject) == (manager.email, "Ben, what North plans")
    assert not LetterCopy.objects.exists()
    with pytest.raises(Refused):
        send_test(letter=letter, language="de", partnership=ben, by=manager, at=NOW)


def test_mail_programs_are_told_how_to_stop_letters(letter, manager, settings):
    settings.REPLY_DOMAIN = "in.north.example"
    mail = sent(letter, manager)["Ben Whitaker"].mail
    mail.refresh_from_db()
    message = build_message(mail, at=NOW).message()
    ways = message["List-Unsubscribe"].replace("\n", "")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/answer/letters/" in ways
    assert f"<mailto:reply+{mail.public_id}" in ways
    assert "?subject=unsubscribe&body=unsubscribe>" in ways
    assert all(way.strip().startswith("<") for way in ways.split(","))


def test_who_is_in_a_slow_period_and_unwritten_is_counted(brand, manager, letter):
    partner(manager, brand, "Quiet", worked_at=NOW - timedelta(days=100))
    left = partner(manager, brand, "Left", worked_at=NOW - timedelta(days=100))
    opt_out(creator=left.creator, at=NOW)
    before = in_slow_period(slow_audience(), NOW)
    assert before == 2  # Ben and Quiet
    sent(letter, manager)
    assert in_slow_period(slow_audience(), NOW) == 0
    assert in_slow_period(slow_audience(), NOW + timedelta(days=61)) == 3
