"""No more letters: the signed page, one press by a mail program, a word by mail, a provider's list,
a member's note (product.md, row 48)."""

from datetime import timedelta

import pytest
import time_machine
from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkins.actions.letter_copies import prepare_copies
from checkins.actions.letters import send_letter
from checkins.actions.opting_out import opt_out, take_back_opt_out
from checkins.enums import NotSent
from checkins.errors import ReasonMissing
from checkins.letter_emails import off_url
from checkins.letter_replies import take_answer
from checkins.models import LetterCopy, LetterOptOut, Touch
from core.mail.delivery import deliver
from core.models import AuditEntry, OutgoingMail
from core.reply_pages import TRIES_A_MINUTE, make_token
from creators.models import Creator
from tests import factories
from tests.checkins.conftest import NOW, utc
from tests.factories_letters import a_letter, partner

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ben(partnership, manager):
    return partner(manager, partnership.brand, "Ben Whitaker", email="ben@example.com").creator


@pytest.fixture
def letter(in_scope, manager, partnership, ben):
    row = a_letter(manager, in_scope)
    send_letter(letter=row, expected=row.version, by=manager, at=NOW)
    prepare_copies(letter=row, at=NOW)
    return row


@pytest.fixture
def link(letter, ben):
    return off_url(letter, ben.public_id, NOW.date()).partition("8000")[2]


@pytest.fixture
def door(link):
    """Of somebody without any cookie, whose requests are checked for forgery as in the browser."""
    return Client(enforce_csrf_checks=True)


def mail_to(creator):
    return LetterCopy.objects.get(creator=creator).mail


def text(response):
    return " ".join(response.content.decode().split())


def test_looking_changes_nothing(door, link):
    shown = door.get(link)
    assert (shown.status_code, "No more letters of North &amp; Steppe?" in text(shown)) == (
        200,
        True,
    )
    assert door.head(link).status_code == 200
    assert not LetterOptOut.objects.exists()


def test_one_press_of_a_mail_program_is_enough(door, link, letter, ben):
    answer = door.post(link, ONE_CLICK)
    # No redirect: mailbox providers do not follow one (RFC 8058).
    assert answer.status_code == 200
    row = LetterOptOut.objects.get()
    assert (row.creator, row.letter, row.by) == (ben, letter, None)
    door.post(link, ONE_CLICK)
    assert AuditEntry.objects.filter(verb="letters.stopped_for").count() == 1


def test_providers_that_answer_for_many_are_not_held_up(door, link):
    for _n in range(TRIES_A_MINUTE + 5):
        assert door.post(link, ONE_CLICK).status_code == 200


def test_leaving_takes_back_what_is_on_its_way(door, link, ben):
    assert door.post(link, {"letters": "off"}).status_code == 200
    assert (mail_to(ben).state, deliver(mail_to(ben).pk, at=NOW)) == ("cancelled", None)
    assert LetterCopy.objects.get(creator=ben).not_sent == NotSent.OPTED_OUT


def test_it_is_taken_back_on_the_same_page(door, link):
    door.post(link, {"letters": "off"})
    assert "Send me letters again" in text(door.get(link))
    assert "reach you again" in text(door.post(link, {"letters": "back"}))
    door.post(link, {"letters": "back"})
    assert not LetterOptOut.objects.exists()
    assert AuditEntry.objects.filter(verb="letters.welcome_again").count() == 1


@pytest.mark.parametrize("posted", [{}, {"letters": "all"}, {"List-Unsubscribe": "no"}])
def test_another_post_changes_nothing(door, link, posted):
    assert door.post(link, posted).status_code == 422
    assert not LetterOptOut.objects.exists()


def test_in_the_language_of_the_reader(door, letter, partnership):
    address = off_url(letter, partnership.creator.public_id, NOW.date()).partition("8000")[2]
    assert '<html lang="ru"' in text(door.get(address))


def test_a_forged_or_foreign_link_leads_nowhere(door, link, in_scope, other_workspace, ben, letter):
    head, _slash, token = link.rstrip("/").rpartition("/")
    forged = f"{head}/{token[:-2]}xx/"
    assert door.post(forged, ONE_CLICK).status_code == 404
    day = NOW.date() + timedelta(days=9)
    for kind, parts in (
        ("introduction", (in_scope.public_id, ben.public_id, letter.public_id)),
        ("letters_off", (other_workspace.public_id, ben.public_id, letter.public_id)),
        ("letters_off", (in_scope.public_id, ben.public_id)),
        ("letters_off", (in_scope.public_id, "nobody", letter.public_id)),
    ):
        url = reverse("checkins:letters_off", args=[make_token(kind, *parts, until=day)])
        assert door.post(url, ONE_CLICK).status_code == 404, (kind, parts)
    assert not LetterOptOut.objects.exists()


def test_a_link_works_for_years_and_then_says_so(door, link):
    with time_machine.travel(NOW + timedelta(days=1000)):
        assert door.get(link).status_code == 200
    with time_machine.travel(NOW + timedelta(days=1200)):
        assert door.post(link, ONE_CLICK).status_code == 410


def test_a_merged_creator_leaves_as_who_they_are_now(door, link, ben, partnership):
    Creator.objects.filter(pk=ben.pk).update(merged_into=partnership.creator, archived_at=NOW)
    door.post(link, ONE_CLICK)
    assert LetterOptOut.objects.get().creator == partnership.creator


@pytest.mark.parametrize("said", ["unsubscribe", "  Unsubscribe.\n", "Отписаться", "стоп"])
def test_one_word_by_mail_is_enough(letter, ben, said):
    assert take_answer(mail_to(ben), said, NOW, "inbound:a") is True
    assert take_answer(mail_to(ben), said, NOW, "inbound:a") is True
    assert LetterOptOut.objects.get().creator == ben
    assert not Touch.objects.exists()


def test_any_other_words_are_an_answer_that_waits(letter, ben):
    assert take_answer(mail_to(ben), "Please stop by when in town", NOW, "inbound:b")
    assert not LetterOptOut.objects.exists()
    touch = Touch.objects.get()
    assert (touch.partnership.creator, touch.direction, touch.awaits_answer) == (ben, "in", True)


@pytest.mark.django_db(transaction=True)
def test_a_providers_list_counts(workspace, manager):
    from django_scopes import scope

    with scope(workspace=workspace):
        brand = factories.BrandFactory(workspace=workspace)
        one = partner(manager, brand, "Ben", email="ben@example.com").creator
        row = a_letter(manager, workspace)
        send_letter(letter=row, expected=row.version, by=manager, at=NOW)
        prepare_copies(letter=row, at=NOW)
        mail = mail_to(one)
        OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=NOW)
    event = AnymailTrackingEvent(
        event_type=EventType.UNSUBSCRIBED, message_id=mail.message_id, timestamp=timezone.now(),
        event_id="e1", recipient=mail.to_email,
    )  # fmt: skip
    for _again in range(2):
        tracking.send(sender=None, event=event, esp_name="Test")
    with scope(workspace=workspace):
        assert LetterOptOut.objects.get().creator == one


def test_a_member_says_where_they_heard_it(letter, ben, manager):
    for act in (opt_out, take_back_opt_out):
        with pytest.raises(ReasonMissing):
            act(creator=ben, by=manager, at=NOW, reason="  ")
    opt_out(creator=ben, by=manager, at=NOW, reason="On the phone")
    assert AuditEntry.objects.get(verb="letters.stopped_for").changes["reason"] == "On the phone"
    assert take_back_opt_out(creator=ben, by=manager, at=NOW, reason="Asked for it") is True
    assert take_back_opt_out(creator=ben, by=manager, at=NOW, reason="Again") is False


def test_the_page_of_a_creator(client_as, manager, analyst, letter, ben):
    url = reverse("checkins:letters_of", args=["north", ben.public_id])
    client = client_as(manager)
    assert "Gets letters" in text(client.get(url))
    missing = client.post(url, {"letters": "off", "reason": ""})
    assert missing.status_code == 422
    client.post(url, {"letters": "off", "reason": "On the phone"})
    shown = text(client.get(url))
    assert all(
        words in shown for words in ("Noted by Maria Manager", "On the phone", "Spring plans")
    )
    profile = reverse("creators:profile", args=["north", ben.public_id])
    assert "Wants no letters" in text(client.get(profile))
    assert client_as(analyst).post(url, {"letters": "back", "reason": "x"}).status_code == 403
    client.post(url, {"letters": "back", "reason": "Asked for them"})
    assert not LetterOptOut.objects.exists()


def test_what_was_due_later_is_not_sent_either(letter, partnership, in_scope):
    """Between claim and sending: 0 after stop."""
    mail = mail_to(partnership.creator)
    LetterOptOut.objects.create(workspace=in_scope, creator=partnership.creator, at=NOW)
    assert deliver(mail.pk, at=utc("2026-03-04T07:00")) == "cancelled"
