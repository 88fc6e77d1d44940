"""What providers tell afterwards: by the real webhook of one of them, and by the signal."""

import hashlib
import hmac
import itertools
import json
import secrets
import sys
import time
from base64 import b64encode
from runpy import run_path
from types import ModuleType

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.test import Client
from django.urls import clear_url_caches

import config.urls
from core.mail.rows import all_mails
from core.models import MailEvent, Suppression
from tests.factories import NOON


def tell(kind, event_id=None, **fields):
    given = {"message_id": "p-1", "timestamp": NOON, "recipient": "maya@example.com"}
    event = AnymailTrackingEvent(event_type=kind, event_id=event_id, **{**given, **fields})
    tracking.send(sender=None, event=event, esp_name="Test")


def row(mail):
    return all_mails().get(pk=mail.pk)


@pytest.fixture
def sent(queue, workspace):
    mail = queue(workspace=workspace)
    all_mails().update(state="sent", provider_id="p-1", sent_at=NOON)
    return mail


EVENTS = [
    ("delivered", "e1", None),
    ("bounced", "e2", "bounced"),
    ("complained", "e3", None),
]


@pytest.mark.parametrize("order", list(itertools.permutations(EVENTS)))
def test_order_of_events_does_not_matter(sent, order):
    for kind, event_id, reason in order:
        tell(kind, event_id, reject_reason=reason)
        tell(kind, event_id, reject_reason=reason)
    assert row(sent).state == "complained"
    assert MailEvent.objects.count() == 3
    assert Suppression.objects.get().reason == "complained"


def test_event_without_an_id_is_kept_once(sent):
    for _ in range(2):
        tell("deferred", description="mailbox busy")
        tell("delivered")
    assert MailEvent.objects.count() == 2
    assert row(sent).state == "delivered"


@pytest.mark.parametrize(
    ("kind", "reason", "state", "suppressed"),
    [
        ("delivered", None, "delivered", False),
        ("queued", None, "sent", False),
        ("bounced", "invalid", "bounced", True),
        ("bounced", "timed_out", "bounced", False),
        ("rejected", "blocked", "bounced", False),
        ("failed", None, "bounced", False),
        ("complained", None, "complained", True),
        ("unsubscribed", None, "sent", False),
        ("deferred", None, "sent", False),
    ],
)
def test_what_an_event_makes_of_a_mail(sent, kind, reason, state, suppressed):
    tell(kind, reject_reason=reason, mta_response="550 x")
    assert row(sent).state == state
    assert Suppression.objects.exists() is suppressed
    assert MailEvent.objects.get().detail == " · ".join(filter(None, ["550 x", reason]))


@pytest.mark.parametrize("kind", ["opened", "clicked", "unknown"])
def test_reading_habits_are_not_kept(sent, kind):
    tell(kind)
    assert MailEvent.objects.count() == 0


@pytest.mark.parametrize("state", ["queued", "sending", "unknown", "failed"])
def test_event_tells_the_fate_of_an_open_mail(sent, state):
    all_mails().update(state=state, sent_at=None, handed_over_at=NOON)
    tell("delivered")
    assert (row(sent).state, row(sent).sent_at) == ("delivered", NOON)


@pytest.mark.parametrize("state", ["cancelled", "suppressed"])
def test_event_does_not_wake_a_mail_that_was_stopped(sent, state):
    all_mails().update(state=state)
    tell("delivered")
    assert row(sent).state == state


def test_mail_is_found_by_metadata_and_by_message_id(sent):
    all_mails().update(provider_id="")
    tell("queued", "1", message_id=sent.message_id.strip("<>"))
    tell("queued", "2", message_id=sent.message_id)
    tell("queued", "3", message_id=None, metadata={"perennial_mail": sent.public_id})
    tell("queued", "4", message_id="somebody's")
    tell("queued", "5", message_id=None)
    tell("queued", "6", metadata={"perennial_mail": "nobody"})
    assert MailEvent.objects.count() == 3


def test_event_without_a_time_is_kept(sent):
    tell("delivered", timestamp=None)
    assert MailEvent.objects.get().at is not None


SECRET = "post:" + "s" * 20


@pytest.fixture
def webhooks(settings):
    """The address book of an installation whose provider is Mailgun."""
    settings.MAIL_PROVIDER, settings.WEBHOOK_SECRET = "mailgun", SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "sign"}
    urls = ModuleType("urls_with_webhooks")
    urls.urlpatterns = run_path(config.urls.__file__)["urlpatterns"]
    sys.modules["urls_with_webhooks"] = urls
    settings.ROOT_URLCONF = "urls_with_webhooks"
    clear_url_caches()
    yield
    del sys.modules["urls_with_webhooks"]
    clear_url_caches()


def post(event, *, secret=SECRET, key=b"sign"):
    signature = {"timestamp": str(int(time.time())), "token": secrets.token_hex(25)}
    told = (signature["timestamp"] + signature["token"]).encode()
    signature["signature"] = hmac.new(key, told, hashlib.sha256).hexdigest()
    return Client().post(
        "/webhooks/mailgun/tracking/",
        json.dumps({"signature": signature, "event-data": event}),
        content_type="application/json",
        headers={"Authorization": "Basic " + b64encode(secret.encode()).decode()},
    )


def test_webhook_of_a_provider(sent, webhooks):
    event = {
        "event": "failed", "severity": "permanent", "reason": "bounce", "id": "x1",
        "timestamp": 1772539200.0, "recipient": "maya@example.com",
        "message": {"headers": {"message-id": sent.message_id.strip("<>")}},
        "delivery-status": {"message": "550 5.1.1 nobody"},
    }  # fmt: skip
    for _ in range(2):
        assert post(event).status_code == 200
    assert row(sent).state == "bounced"
    assert (MailEvent.objects.count(), Suppression.objects.count()) == (1, 1)
    for forged in ({"secret": "post:guess"}, {"key": b"guess"}):
        assert post({**event, "event": "complained"}, **forged).status_code == 400
    assert row(sent).state == "bounced"


def test_no_other_door_is_opened(client, db, webhooks):
    for shut in ("mailgun/inbound", "sendgrid/tracking", "mandrill"):
        assert client.post(f"/webhooks/{shut}/").status_code == 404


@pytest.mark.parametrize(("secret", "provider"), [("", "mailgun"), (SECRET, "")])
def test_without_a_secret_or_a_provider_there_is_no_webhook(settings, secret, provider):
    settings.WEBHOOK_SECRET, settings.MAIL_PROVIDER = secret, provider
    routes = run_path(config.urls.__file__)["urlpatterns"]
    assert not [route for route in routes if str(route.pattern) == "webhooks/"]
