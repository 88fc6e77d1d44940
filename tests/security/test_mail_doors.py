"""Doors of mail providers: what is forged, unsigned, told for something else, too large or
unreadable writes nothing; what is told three times and out of order has one effect."""

import hashlib
import hmac
import itertools
import json
import secrets
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from runpy import run_path
from types import ModuleType

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import clear_url_caches
from django_scopes import scopes_disabled

import config.urls
from core.mail import doors, replies
from core.mail.addresses import reply_address
from core.mail.rows import all_inbound, all_mails
from core.models import MailEvent, OutgoingMail, Suppression
from core.tasks import sweep_inbound

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
SECRET = "post:" + "s" * 20


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def told(monkeypatch):
    """The room that listens to answers to a brief."""
    heard = []
    monkeypatch.setattr(replies, "_handlers", {})
    replies.register_reply("brief", lambda mail, text, at, key: bool(heard.append(text) or True))
    return heard


@pytest.fixture
def mail(workspace, settings, told):
    settings.REPLY_DOMAIN = "in.example.com"
    return OutgoingMail.objects.create(
        workspace=workspace, key="brief:1", kind="brief", language="ru", from_email="p@example.com",
        to_email="sveta@example.com", reply_to="olga@example.com", subject="Бриф", text="…",
        created_at=AT, due_at=AT, sent_at=AT, state="sent", message_id="<1@example.com>",
    )  # fmt: skip


@pytest.fixture
def open_doors(settings, mail):
    settings.MAIL_PROVIDER, settings.WEBHOOK_SECRET = "", SECRET
    settings.WEBHOOK_PROVIDERS = ["mailgun", "postmark", "mandrill"]
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "sign", "MANDRILL_WEBHOOK_KEY": "m",
    }  # fmt: skip
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    urls = ModuleType("urls_with_doors")
    urls.urlpatterns = run_path(config.urls.__file__)["urlpatterns"]
    sys.modules["urls_with_doors"] = urls
    settings.ROOT_URLCONF = "urls_with_doors"
    clear_url_caches()
    cache.clear()
    yield
    del sys.modules["urls_with_doors"]
    clear_url_caches()


def auth(secret=SECRET):
    return {"Authorization": "Basic " + b64encode(secret.encode()).decode()} if secret else {}


def signature(*, key=b"sign", at=AT, token=None):
    stamp, token = str(int(at.timestamp())), token or secrets.token_hex(25)
    signed = hmac.new(key, (stamp + token).encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": signed}


def raw(mail, text="Угол не мой.\n\n> цитата", message_id="<a@mail.example>"):
    return (
        f"From: =?utf-8?b?{b64encode('Света'.encode()).decode()}?= <sveta@example.com>\r\n"
        f"To: {reply_address(mail)}\r\nSubject: Re: brief\r\nMessage-ID: {message_id}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )


def postmark(mail, *, secret=SECRET, **fields):
    """As Postmark tells it, with the source of the mail in it."""
    payload = {
        "FromName": "Света", "MessageStream": "inbound", "From": "sveta@example.com",
        "FromFull": {"Email": "sveta@example.com", "Name": "Света", "MailboxHash": "x"},
        "To": reply_address(mail), "OriginalRecipient": reply_address(mail), "Subject": "Re: brief",
        "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b", "Date": "Tue, 3 Mar 2026 12:00:00 +0300",
        "TextBody": "", "HtmlBody": "", "Headers": [{"Name": "Return-Path", "Value": "<sveta@example.com>"}],
        "Attachments": [], "RawEmail": raw(mail),
    }  # fmt: skip
    return Client().post(
        "/webhooks/postmark/inbound/",
        json.dumps({**payload, **fields}),
        content_type="application/json",
        headers=auth(secret),
    )


def mailgun_mime(mail, source=None, *, signed=None, secret=SECRET):
    """As a route of Mailgun forwards it to an address that ends in `mime`."""
    form = {
        "recipient": reply_address(mail), "sender": "sveta@example.com", "from": "sveta@example.com",
        "subject": "Re: brief", "body-mime": source or raw(mail), **(signed or signature()),
    }  # fmt: skip
    return Client().post("/webhooks/mailgun/inbound_mime/", form, headers=auth(secret))


def mailgun_event(event, *, signed=None, secret=SECRET):
    told = {"signature": signed or signature(), "event-data": event}
    return Client().post(
        "/webhooks/mailgun/tracking/",
        json.dumps(told),
        content_type="application/json",
        headers=auth(secret),
    )


FAILED = {
    "id": "G9Bn5", "timestamp": 1772539100.375624, "log-level": "error", "event": "failed",
    "severity": "permanent", "reason": "bounce", "recipient": "sveta@example.com",
    "delivery-status": {"attempt-no": 1, "message": "No Such User Here", "code": 550},
    "envelope": {"sender": "p@example.com", "transport": "smtp", "targets": "sveta@example.com"},
    "message": {"headers": {"message-id": "1@example.com", "to": "sveta@example.com"}, "size": 1},
}  # fmt: skip
DELIVERED = {**FAILED, "id": "H1", "event": "delivered", "severity": "", "timestamp": 1772539000.1}
COMPLAINED = {**FAILED, "id": "I1", "event": "complained", "timestamp": 1772539500.2}


def nothing_written():
    with scopes_disabled():
        return not all_inbound().exists() and not MailEvent.objects.exists()


def test_a_mail_told_three_times_is_one_row_by_either_provider(mail, open_doors, told):
    for _n in range(3):
        assert postmark(mail).status_code == 200
        assert mailgun_mime(mail).status_code == 200
    assert all_inbound().count() == 1
    sweep_inbound()
    sweep_inbound()
    assert told == ["Угол не мой."]


@pytest.mark.parametrize("order", list(itertools.permutations([DELIVERED, FAILED, COMPLAINED])))
def test_events_told_three_times_in_any_order_have_one_effect(mail, open_doors, order):
    for _n in range(3):
        for event in order:
            assert mailgun_event(event).status_code == 200
    assert all_mails().get().state == "complained"
    assert (MailEvent.objects.count(), Suppression.objects.get().reason) == (3, "complained")


@pytest.mark.parametrize("secret", ["", "post:guess", "post:", ":"])
def test_without_the_secret_nothing_is_believed(mail, open_doors, secret):
    assert postmark(mail, secret=secret).status_code == 400
    assert mailgun_mime(mail, secret=secret).status_code == 400
    assert mailgun_event(FAILED, secret=secret).status_code == 400
    assert nothing_written()


@pytest.mark.parametrize(
    "signed",
    [
        signature(key=b"guess"),
        {**signature(), "signature": ""},
        {**signature(), "timestamp": "1772539201"},
        {"timestamp": "1772539200", "token": "t"},
        {},
        signature(at=AT - timedelta(days=2)),
        signature(at=AT + timedelta(hours=1)),
        {**signature(), "timestamp": "soon"},
    ],
)
def test_a_forged_or_old_signature_is_refused(mail, open_doors, signed):
    assert mailgun_event(FAILED, signed=signed or {"none": 1}).status_code == 400
    assert mailgun_mime(mail, signed=signed or {"none": 1}).status_code == 400
    assert nothing_written()


def test_a_signature_is_worth_one_mail_only(mail, open_doors):
    signed = signature()
    assert mailgun_mime(mail, signed=signed).status_code == 200
    other = raw(mail, "Снимаю бесплатно!", "<b@mail.example>")
    assert mailgun_mime(mail, other, signed=signed).status_code == 400
    assert mailgun_event(FAILED, signed=signed).status_code == 400
    # Told again as it was: known already.
    assert mailgun_mime(mail, signed=signed).status_code == 200
    assert all_inbound().count() == 1
    assert not MailEvent.objects.exists()


def test_mandrill_without_its_signature_is_refused(mail, open_doors):
    answer = Client().post("/webhooks/mandrill/", {"mandrill_events": "[]"}, headers=auth())
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"RecordType": "Bounce"}', '{"Headers": 5}', "[" * 50_000]
)
def test_what_nobody_can_read_is_refused_and_not_asked_for_again(mail, open_doors, body):
    answer = Client().post(
        "/webhooks/postmark/inbound/", body, content_type="application/json", headers=auth()
    )
    assert answer.status_code == 400
    assert nothing_written()


def test_a_mail_of_twenty_megabytes_comes_in_and_a_longer_body_does_not(
    mail, open_doors, monkeypatch
):
    line = "x" * 70 + "\r\n"
    large = raw(mail, "Да.\r\n\r\n> " + "\r\n> ".join(["y"] * 3) + "\r\n" + line * 280_000)
    assert len(large) > 20_000_000
    assert mailgun_mime(mail, large).status_code == 200
    row = all_inbound().get()
    assert row.text.startswith("Да.")
    assert len(row.text) <= 20_000
    assert row.raw.size >= 20_000_000
    assert postmark(mail, RawEmail=large.replace("<a@", "<b@")).status_code == 200
    monkeypatch.setattr(doors, "MOST_BODY", 1_000_000)
    assert postmark(mail, RawEmail=large.replace("<a@", "<c@")).status_code == 413
    assert all_inbound().count() == 2


def test_a_broken_database_lets_the_provider_tell_it_again(mail, open_doors, monkeypatch):
    def down(**kwargs):
        raise OSError("the disk is away")

    monkeypatch.setattr("core.mail.inbound.keep_inbound", down)
    client = Client(raise_request_exception=False)
    form = {"recipient": reply_address(mail), "body-mime": raw(mail), **signature()}
    answer = client.post("/webhooks/mailgun/inbound_mime/", form, headers=auth())
    assert answer.status_code == 500


def test_only_the_chosen_providers_have_a_door(open_doors):
    for shut in ("sendgrid/inbound", "sendgrid/tracking", "postal/inbound"):
        assert Client().post(f"/webhooks/{shut}/", headers=auth()).status_code == 404
    assert Client().get("/webhooks/postmark/inbound/").status_code == 405
    assert Client().head("/webhooks/postmark/inbound/").status_code == 200


def test_no_door_for_mail_where_it_has_no_addresses():
    names = [r.name for r in doors.doors(["mailgun"], secret="a:b", takes_mail=False)]
    assert names == ["mailgun_tracking_webhook"]
    assert doors.doors(["mailgun"], secret="", takes_mail=True) == []
    # "mail" is nobody's name, though names begin so.
    assert doors.doors(["mail", ""], secret="a:b", takes_mail=True) == []
