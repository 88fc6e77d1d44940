"""The page behind a check-in's mail: one answer, once, without signing in (product.md, People)."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from babel.dates import format_date
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checkins.actions.remarks import send_remark
from checkins.actions.sending import send_check_in
from checkins.actions.touches import log_touch
from checkins.answer_links import PURPOSE, answer_url
from checkins.forms.answers import LONGEST
from checkins.models import CheckIn, Touch
from core.models import OutgoingMail
from core.reply_pages import TRIES_A_MINUTE, make_token, read_token
from tests import factories
from tests.checkins.conftest import NOW, planned, work

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)(?!.*django_(cache|session))", re.I | re.S)


@pytest.fixture(autouse=True)
def _now(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mail(partnership, manager) -> OutgoingMail:
    log_touch(
        partnership=partnership, kind="call", direction="both", at=NOW - timedelta(days=40),
        logged_at=NOW, by=manager,
    )  # fmt: skip
    return send_check_in(check_in=planned(partnership), by=manager, at=NOW).mail


def path_in(words):
    return re.search(r"/answer/mail/[^\s\"]+", words)[0]


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def answers():
    return Touch.objects.filter(source_key__startswith="page:")


def test_the_mail_leads_there_in_both_its_parts_also_without_a_reply_domain(mail, settings):
    assert settings.REPLY_DOMAIN == ""
    assert path_in(mail.text) == path_in(mail.html)
    assert "Ответьте на это письмо" in mail.text


def test_looking_writes_nothing_and_shows_our_words_in_their_language(mail, client, manager):
    with CaptureQueriesContext(connection) as queries:
        first, head = client.get(path_in(mail.text)), client.head(path_in(mail.text))
    assert [q["sql"] for q in queries if WRITES.match(q["sql"])] == []
    assert (first.status_code, head.status_code) == (200, 200)
    assert "no-store" in first.headers["Cache-Control"]
    shown = text(first)
    assert 'lang="ru"' in shown
    assert "Здравствуйте, Светлана!" in shown
    # Our words, without the line that leads here.
    assert "/answer/mail/" not in shown.split("<blockquote")[1].split("</blockquote>")[0]


def test_one_answer_moves_the_plan_and_is_shown_on_the_next_visit(mail, partnership):
    before = planned(partnership).due_on
    # As in a mail program: no cookie, no token of a form.
    client = Client(enforce_csrf_checks=True)
    url = path_in(mail.text)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert client.post(url, {"text": " Все хорошо,\nспасибо "}).status_code == 302
        # Pressed twice.
        assert client.post(url, {"text": "Все хорошо,\r\nспасибо"}).status_code == 302
        shown = text(client.get(url))
    touch = answers().get()
    assert (touch.kind, touch.direction, touch.partnership) == ("reply", "in", partnership)
    assert (touch.body, touch.awaits_answer) == ("Все хорошо,\nспасибо", True)
    assert "Все хорошо" in shown
    assert "<textarea" not in shown
    assert planned(partnership).due_on > before
    assert CheckIn.objects.filter(state="planned", kind="cadence").count() == 1


def test_the_day_is_that_of_the_creators_zone(mail, partnership, client):
    partnership.creator.zone = "Pacific/Kiritimati"
    partnership.creator.save()
    client.post(path_in(mail.text), {"text": "Все хорошо"})
    day = format_date(NOW + timedelta(hours=14), "d MMMM", locale="ru")
    assert f"Вот что вы написали {day}" in text(client.get(path_in(mail.text)))


def test_other_words_later_are_not_taken_and_not_lost(mail, client):
    url = path_in(mail.text)
    client.post(url, {"text": "First"})
    response = client.post(url, {"text": "Second <b>"})
    assert response.status_code == 409
    assert "Second &lt;b&gt;" in text(response)
    assert "First" in text(response)
    assert [row.body for row in answers()] == ["First"]


@pytest.mark.parametrize("words", ["", "  \n\t ", "x" * (LONGEST + 1)])
def test_nothing_much_and_too_much_are_refused_beside_the_field(mail, client, words):
    response = client.post(path_in(mail.text), {"text": words})
    assert response.status_code == 422
    assert "errors" in text(response)
    assert not answers().exists()


def test_an_answer_to_a_check_in_stays_with_it_after_the_partnership_was_merged(
    mail, partnership, client, manager
):
    other = factories.PartnershipFactory(workspace=partnership.workspace, owner=manager)
    Touch.objects.filter(mail=mail).update(partnership=other)
    client.post(path_in(mail.text), {"text": "Hi"})
    assert answers().get().partnership == other


def test_a_remark_has_the_page_too(partnership, manager, client):
    piece = factories.DeliverableFactory(
        collaboration=work(partnership), state="published", published_at=NOW, title="Reel",
        link="https://example.com/reel",
    )  # fmt: skip
    send_remark(
        deliverable=piece, text="You filmed it on the balcony: why there?", language="en",
        by=manager, at=NOW,
    )  # fmt: skip
    mail = OutgoingMail.objects.get(kind="remark")
    shown = text(client.get(path_in(mail.text)))
    assert "why there?" in shown
    assert 'lang="en"' in shown


def test_links_that_are_none(mail, client, other_workspace):
    good = path_in(mail.text).split("/")[-2]
    space, name = read_token(PURPOSE, good, at=NOW)
    until = date(2026, 4, 1)
    bad = [
        "forged", good[:-1],
        # For another page, of another workspace, of another mail, too long.
        make_token("introduction", space, name, until=until),
        make_token("survey", space, name, until=until),
        make_token(PURPOSE, other_workspace.public_id, name, until=until),
        make_token(PURPOSE, space, "0" * 40, until=until),
        make_token(PURPOSE, space, name, "x", until=until),
    ]  # fmt: skip
    for token in bad:
        response = client.post(f"/answer/mail/{token}/", {"text": "Hi"})
        assert response.status_code == 404, token
    assert not answers().exists()


def test_a_mail_to_a_member_has_no_such_page(mail, client, partnership):
    url = answer_url(workspace=partnership.workspace, key="digest:x:2026-03-03", at=NOW)
    assert client.get(url.partition("8000")[2]).status_code == 404


def test_an_old_link_says_so(mail, client):
    with time_machine.travel(NOW + timedelta(days=62), tick=False):
        response = client.post(path_in(mail.text), {"text": "Hi"})
    assert response.status_code == 410
    assert not answers().exists()


def test_who_tries_too_often_waits(mail, client):
    for _try in range(TRIES_A_MINUTE):
        client.post(path_in(mail.text), {"text": ""})
    assert client.post(path_in(mail.text), {"text": "Hi"}).status_code == 429
    assert client.get(path_in(mail.text)).status_code == 200
