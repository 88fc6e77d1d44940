"""The pages of letters for the team (product.md, row 48)."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checkins.models import ContactPolicy, Letter, LetterCopy, Touch
from core.models import InboundMail, OutgoingMail
from tests.checkins.conftest import NOW
from tests.factories_letters import a_letter, partner

FORM = {
    "title": "Spring plans", "kind": "news", "subject_en": "Hi {name}", "body_en": "Spring. {sender}",
    "context_en": "", "subject_ru": "", "body_ru": "", "context_ru": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


@pytest.fixture
def ben(partnership, manager):
    return partner(manager, partnership.brand, "Ben Whitaker", email="ben@example.com")


def url(name, *args):
    return reverse(f"checkins:{name}", args=["north", *args])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_from_an_idea_to_a_sent_letter(client, partnership, ben):
    assert "No letter has been written yet" in text(client.get(url("letters")))
    broken = client.post(url("letter_new"), FORM | {"body_en": "Hi {nmae}"})
    assert (broken.status_code, "{nmae} is not a variable" in text(broken)) == (422, True)
    assert "Hi {nmae}" in text(broken)
    client.post(f"{url('letter_new')}?slow_days=60&unwritten_days=60", FORM)
    letter = Letter.objects.get()
    assert letter.audience == {"slow_days": 60, "unwritten_days": 60}
    one = letter.public_id
    choose = url("letter_audience", one)
    live = client.post(
        choose, {"preview": "1", "languages": ["en"]}, headers={"HX-Request": "true"}
    )
    assert "<strong>1</strong> of 1 creator gets it" in text(live)
    assert "Светлана" not in text(live)
    assert "<html" not in text(live)
    letter.refresh_from_db()
    assert letter.audience == {"slow_days": 60, "unwritten_days": 60}
    client.post(choose, {"version": letter.version})
    shown = text(client.get(url("letter", one)))
    assert "<strong>1</strong> of 2 creators get it" in shown
    assert "No text in their language" in shown
    assert "Write the text for 1 reader of the other language" in shown
    mail = client.get(url("letter_preview", one, "en"))
    assert all(words in text(mail) for words in ("<title>Hi Ben", "Spring. Maria Manager"))
    assert client.get(url("letter_preview", one, "ru")).status_code == 404
    client.post(url("letter_test", one), {"language": "en", "reader": ben.public_id})
    assert OutgoingMail.objects.get().kind == "letter_test"
    asks = text(client.get(url("letter_send", one)))
    assert "Send to 1 creator now" in asks
    letter.refresh_from_db()
    old = client.post(url("letter_send", one), {"now": "1", "version": letter.version - 1})
    assert (old.status_code, "changed since you opened" in text(old)) == (422, True)
    done = client.post(
        url("letter_send", one), {"now": "1", "version": letter.version}, follow=True
    )
    assert "1 copy is on its way" in text(done)
    assert "Not sent" in text(done)
    assert LetterCopy.objects.filter(not_sent="").get().partnership == ben
    again = client.get(url("letter_send", one), follow=True)
    assert "on its way already, or was sent" in text(again)


def test_on_a_day_and_back(client, partnership, ben, manager, in_scope):
    letter = a_letter(manager, in_scope)
    send = url("letter_send", letter.public_id)
    none = client.post(send, {"on_day": "1", "on": "", "version": letter.version})
    assert (none.status_code, "Give a day" in text(none)) == (422, True)
    past = client.post(send, {"on_day": "1", "on": "2026-03-01", "version": letter.version})
    assert (past.status_code, "This day has passed" in text(past)) == (422, True)
    client.post(send, {"on_day": "1", "on": "2026-03-20", "version": letter.version})
    letter.refresh_from_db()
    assert letter.state == "scheduled"
    other = a_letter(manager, in_scope, title="Other")
    assert "waits for 20 March" in text(client.get(url("letter_send", other.public_id)))
    assert "Make it a draft again" in text(client.get(url("letter", letter.public_id)))
    assert client.get(url("letter_edit", letter.public_id)).status_code == 302
    assert "a draft again" in text(client.post(url("letter_stop", letter.public_id), follow=True))
    client.post(url("letter_remove", letter.public_id))
    assert not Letter.objects.filter(pk=letter.pk).exists()


def test_two_who_write_at_once(client, partnership, manager, in_scope):
    letter = a_letter(manager, in_scope)
    address = url("letter_edit", letter.public_id)
    client.post(address, FORM | {"title": "Mine", "version": letter.version})
    late = client.post(address, FORM | {"title": "Late", "version": letter.version})
    assert late.status_code == 409
    assert all(words in text(late) for words in ("Mine", "Late"))
    letter.refresh_from_db()
    assert letter.title == "Mine"


def test_what_became_of_it(client, partnership, ben, manager, in_scope):
    letter = a_letter(manager, in_scope)
    client.post(url("letter_send", letter.public_id), {"now": "1", "version": letter.version})
    mail = LetterCopy.objects.get(partnership=ben).mail
    inbound = InboundMail.objects.create(
        workspace=in_scope, event_key="k", received_at=NOW, from_email="ben@example.com",
        to_email="x@example.com", subject="Re", text="Nice", answers=mail,
    )  # fmt: skip
    Touch.objects.create(
        workspace=in_scope, partnership=ben, at=NOW, direction="in", kind="reply", channel="email",
        inbound=inbound,
    )  # fmt: skip
    OutgoingMail.objects.filter(pk=mail.pk).update(state="delivered", sent_at=NOW)
    shown = text(client.get(url("letter", letter.public_id)))
    assert "hx-get" in shown  # one is on its way yet
    part = client.get(url("letter", letter.public_id), headers={"HX-Request": "true"})
    assert "<html" not in text(part)
    only = text(client.get(f"{url('letter', letter.public_id)}?only=answered"))
    assert "Ben Whitaker" in only
    assert "Светлана" not in only
    listed = text(client.get(url("letters")))
    assert "1 of 2 have it" in listed
    assert "answered: 1" in listed


def test_lists_cost_the_same_with_many(client, partnership, ben, manager, in_scope):
    first = a_letter(manager, in_scope)
    address, one = url("letters"), url("letter", first.public_id)
    before = cost(client, address), cost(client, one)
    for n in range(6):
        a_letter(manager, in_scope, title=f"Letter {n}")
        partner(manager, partnership.brand, f"More {n}")
    assert (cost(client, address), cost(client, one)) == before


def test_the_hint_leads_to_a_letter_for_them(client, partnership, ben):
    partnership.__class__.objects.update(started_on="2025-01-01")
    a_letter(partnership.owner, partnership.workspace)
    assert "2 creators have had no work and no letter for 60 days" in text(
        client.get(url("letters"))
    )


def test_owners_set_the_limit(client, client_as, owner, workspace):
    address = url("contact_policy")
    assert client.post(address, {"letters_a_month": 3}).status_code == 403
    boss = client_as(owner)
    assert boss.post(address, {"letters_a_month": 99}).status_code == 422
    boss.post(address, {"letters_a_month": 3, "workspace": "other"})
    assert ContactPolicy._base_manager.get().letters_a_month == 3
    assert 'value="3"' in text(boss.get(address))
    assert "<dd>3</dd>" in text(client.get(address))
