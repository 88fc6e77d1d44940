"""Answers by mail: to whom they belong, what is left of them, that none is filed twice."""

from datetime import UTC, datetime
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from anymail.inbound import AnymailInboundMessage
from django_scopes import scopes_disabled

from core.mail import replies
from core.mail.addresses import read_address, reply_address
from core.mail.inbound import keep_inbound, on_inbound
from core.mail.message import build_message
from core.models import InboundMail, InboundState, OutgoingMail
from core.tasks import file_inbound, sweep_inbound

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def heard(monkeypatch):
    """What the room that listens to "brief" was told."""
    told = []
    monkeypatch.setattr(replies, "_handlers", {})

    def take(mail, text, at, source_key):
        told.append((mail.key, text, at, source_key))
        return text != "refuse"

    replies.register_reply("brief", take)
    return told


@pytest.fixture
def mail(workspace, settings):
    settings.REPLY_DOMAIN = "in.example.com"
    return OutgoingMail.objects.create(
        workspace=workspace, key="brief:1", kind="brief", language="ru", from_email="p@example.com",
        to_email="sveta@example.com", reply_to="olga@example.com", subject="Бриф", text="…",
        created_at=AT, due_at=AT, message_id="<1@example.com>",
    )  # fmt: skip


def came(to, text="Угол не мой.\n\n> цитата", **headers):
    message = EmailMessage()
    message["From"] = "Sveta <sveta@example.com>"
    message["To"] = to
    message["Subject"] = "Re: Бриф"
    message["Message-ID"] = headers.pop("id", "<a@mail.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return AnymailInboundMessage.parse_raw_mime_bytes(message.as_bytes())


def test_answer_is_filed_with_the_room_that_listens(mail, heard):
    row = keep_inbound(message=came(reply_address(mail)), at=AT)
    assert (row.state, row.text, row.workspace_id) == (
        "received",
        "Угол не мой.",
        mail.workspace_id,
    )
    assert file_inbound(row.pk)
    assert heard == [("brief:1", "Угол не мой.", AT, f"inbound:{row.public_id}")]
    assert "цитата" in row.raw.read().decode() or row.raw.size
    # The doorbell again, and the tick: it is filed already.
    assert not file_inbound(row.pk)
    assert sweep_inbound() == 0
    assert len(heard) == 1


def test_same_webhook_again_is_one_row_and_the_tick_files_what_the_doorbell_lost(mail, heard):
    event = SimpleNamespace(message=came(reply_address(mail).upper()), timestamp=AT)
    for _n in range(3):
        on_inbound(None, event, "postmark")
    with scopes_disabled():
        assert InboundMail.objects.count() == 1
    assert sweep_inbound() == 1
    assert len(heard) == 1


def test_what_a_room_does_not_take_is_kept_as_unheard(mail, heard):
    row = keep_inbound(message=came(reply_address(mail), "refuse"), at=AT)
    assert not file_inbound(row.pk)
    row = keep_inbound(message=came(reply_address(mail), id="<b@x>"), at=AT)
    replies._handlers.clear()
    assert not file_inbound(row.pk)
    with scopes_disabled():
        assert set(InboundMail.objects.values_list("state", flat=True)) == {"unheard"}


def test_a_room_that_fails_does_not_hold_up_the_rest(mail, heard):
    bad = keep_inbound(message=came(reply_address(mail), "one"), at=AT)
    keep_inbound(message=came(reply_address(mail), "two", id="<b@x>"), at=AT)
    take = replies._handlers["brief"]

    def fails_once(mail, text, at, source_key):
        if text == "one":
            raise ValueError
        return take(mail, text, at, source_key)

    replies.register_reply("brief", fails_once)
    assert sweep_inbound() == 1
    with scopes_disabled():
        assert InboundMail.objects.get(pk=bad.pk).state == InboundState.RECEIVED


@pytest.mark.parametrize(
    ("headers", "text", "state"),
    [
        ({"Auto_Submitted": "auto-replied"}, "Away until May 5", "automatic"),
        ({"Auto_Submitted": "no"}, "Yes", "received"),
        ({"Precedence": "bulk"}, "News", "automatic"),
        ({"Return_Path": "<>"}, "Undelivered", "automatic"),
        ({"List_Id": "<l.example>"}, "Hi all", "automatic"),
        ({}, "> only what we wrote", "empty"),
    ],
)
def test_what_no_person_said_is_no_answer(mail, heard, headers, text, state):
    row = keep_inbound(message=came(reply_address(mail), text, **headers), at=AT)
    assert row.state == state
    if state != "received":
        assert sweep_inbound() == 0
        assert heard == []


@pytest.mark.parametrize("spoilt", ["seal", "domain", "prefix", "person"])
def test_an_address_that_is_not_ours_is_a_stranger(mail, heard, spoilt):
    address = reply_address(mail)
    wrong = {
        "seal": address.replace("@", "0@")[1:]
        if address[-1] == "x"
        else address.replace("+", "+0"),
        "domain": address.replace("in.example.com", "example.com"),
        "prefix": address.replace("reply+", ""),
        "person": "olga@example.com",
    }[spoilt]
    assert read_address(wrong) == ""
    row = keep_inbound(message=came(wrong), at=AT)
    # Whose stranger: of who wrote to them lately.
    assert (row.state, row.answers, row.workspace) == ("stranger", None, mail.workspace)


def test_a_reply_goes_to_the_person_and_to_the_file(mail, heard, settings):
    address = reply_address(mail)
    assert read_address(address) == read_address(address.upper()) == mail.public_id
    assert build_message(mail, at=AT).reply_to == ["olga@example.com", address]
    settings.REPLY_DOMAIN = ""
    assert build_message(mail, at=AT).reply_to == ["olga@example.com"]
    settings.REPLY_DOMAIN = "in.example.com"
    mail.kind = "digest"
    assert reply_address(mail) == ""


def test_hidden_copy_is_found_by_the_envelope(mail, heard):
    message = came("olga@example.com")
    message.envelope_recipient = reply_address(mail)
    assert keep_inbound(message=message, at=AT).state == InboundState.RECEIVED


def test_mail_without_an_id_of_its_own_is_known_again(mail, heard):
    message = came(reply_address(mail))
    del message["Message-ID"]
    assert keep_inbound(message=message, at=AT) is not None
    assert keep_inbound(message=message, at=AT) is None


def test_the_whole_of_a_huge_mail_is_not_kept(mail, heard, monkeypatch):
    monkeypatch.setattr("core.mail.inbound.MOST_BYTES", 10)
    row = keep_inbound(message=came(reply_address(mail)), at=AT)
    assert not row.raw
    assert row.text == "Угол не мой."
