"""A real Anymail backend against an HTTP server that fails as providers do."""

import json
import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRequestsAPIError, AnymailSerializationError
from django.core.mail.backends.base import BaseEmailBackend

from core.mail import ways
from core.mail.delivery import deliver
from core.mail.refusals import (
    LONGEST_WAIT,
    Ambiguous,
    Permanent,
    Temporary,
    provider_refusal,
    smtp_refusal,
)
from core.mail.rows import all_mails
from core.models import Suppression
from tests.factories import NOON

OK = (200, {}, json.dumps({"id": "<p-1@provider>", "message": "Queued"}))


class Provider:
    """`provider.answer = (status, headers, body)`, or "drop" / "hang" after taking the request."""

    def __init__(self):
        self.answer, self.bodies = OK, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                outer.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                if outer.answer == "hang":
                    time.sleep(1.5)
                if isinstance(outer.answer, str):
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, headers, body = outer.answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v3"


@pytest.fixture
def provider(settings):
    running = Provider()
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {
        "MAILGUN_API_KEY": "key",
        "MAILGUN_SENDER_DOMAIN": "x.example",
        "MAILGUN_API_URL": running.url,
        "REQUESTS_TIMEOUT": (0.5, 0.5),
    }
    yield running
    running.server.shutdown()
    running.server.server_close()


def row(mail):
    return all_mails().get(pk=mail.pk)


def test_mail_is_taken_with_our_ids(queue, provider):
    mail = queue()
    assert deliver(mail.pk, at=NOON) == "sent"
    assert row(mail).provider_id == "<p-1@provider>"
    [body] = provider.bodies
    assert mail.message_id.strip("<>").split("@")[0].encode() in body
    assert mail.public_id.encode() in body
    assert b"h:Date" not in body


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((500, {}, "oops"), "queued"),
        ((503, {"Retry-After": "120"}, ""), "queued"),
        ((429, {"Retry-After": "7200"}, ""), "queued"),
        ((401, {}, "Forbidden"), "queued"),
        ((400, {}, "'to' parameter is not valid"), "failed"),
        ((502, {}, "bad gateway"), "unknown"),
        ((504, {}, ""), "unknown"),
        ((502, {"Retry-After": "60"}, ""), "queued"),
        ((200, {}, "<html>garbage"), "unknown"),
        ("drop", "unknown"),
        ("hang", "unknown"),
    ],
)
def test_fault_of_the_provider(queue, provider, answer, state):
    provider.answer = answer
    mail = queue()
    assert deliver(mail.pk, at=NOON) == state
    assert len(provider.bodies) == 1
    wait = answer[1].get("Retry-After") if isinstance(answer, tuple) else None
    if wait:
        assert row(mail).due_at >= NOON + timedelta(seconds=int(wait))


def test_provider_that_cannot_be_reached(queue, provider, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v3"
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_API_URL": url}
    assert deliver(queue().pk, at=NOON) == "queued"


def test_way_out_that_is_not_set_up_waits(queue, provider, settings):
    settings.ANYMAIL = {}
    assert deliver(queue().pk, at=NOON) == "queued"


@pytest.mark.parametrize(("told", "state"), [("invalid", "bounced"), ("rejected", "failed")])
def test_recipient_the_provider_refuses(queue, settings, monkeypatch, told, state):
    from anymail.backends.test import EmailBackend
    from anymail.message import AnymailRecipientStatus

    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    status = AnymailRecipientStatus(message_id="1", status=told)
    monkeypatch.setattr(
        EmailBackend, "parse_recipient_status", lambda *a: {"maya@example.com": status}
    )
    assert deliver(queue().pk, at=NOON) == state
    assert Suppression.objects.count() == (state == "bounced")


class Deaf(BaseEmailBackend):
    esp_name = "Postal"
    error: Exception | None = None

    def open(self):
        if self.error:
            raise self.error

    def send_messages(self, messages):
        return 0


def test_backend_that_takes_nothing(queue, monkeypatch):
    monkeypatch.setattr(ways, "get_connection", Deaf)
    assert deliver(queue("a:1").pk, at=NOON) == "failed"
    monkeypatch.setattr(Deaf, "error", RuntimeError("no key"))
    mail = queue("a:2")
    assert deliver(mail.pk, at=NOON) == "queued"
    assert row(mail).handed_over_at is None


def test_message_is_made_fit_for_the_provider(queue):
    from core.mail.message import build_message

    def fitted(name):
        message = build_message(queue(), at=NOON)
        ways._fit(message, name)
        return message

    assert not hasattr(fitted("Postal"), "metadata")
    assert "Message-ID" not in fitted("Mailjet").extra_headers
    assert "Message-ID" in fitted("Postmark").extra_headers


def _answered(status, headers=None):
    response = requests.Response()
    response.status_code = status
    response.reason = ""
    response.headers.update(headers or {})
    return AnymailRequestsAPIError(response=response)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", 120),
        ("999999", LONGEST_WAIT),
        ("Tue, 03 Mar 2026 12:05:00 GMT", 300),
        ("Tue, 03 Mar 2026 12:05:00 -0000", 300),
        ("Tue, 03 Mar 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(said, wait):
    refusal = provider_refusal(_answered(429, {"Retry-After": said}), at=NOON)
    assert isinstance(refusal, Temporary)
    assert refusal.wait == wait


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (AnymailSerializationError("x"), Permanent),
        (AnymailAPIError("boto said something"), Ambiguous),
        (ConnectionRefusedError(), Temporary),
        (TimeoutError(), Ambiguous),
        (AnymailRequestsAPIError("reset"), Ambiguous),
    ],
)
def test_other_errors(error, meaning):
    assert type(provider_refusal(error, at=NOON)) is meaning


def test_causes_that_lead_in_a_circle_end():
    error = AnymailRequestsAPIError("a")
    error.__cause__ = requests.ConnectionError(error)
    assert isinstance(provider_refusal(error, at=NOON), Ambiguous)


@pytest.mark.parametrize(
    ("code", "text", "recipient", "bad"),
    [
        (550, "5.1.1 user unknown", True, True),
        (550, "5.1.1 user unknown", False, True),
        (550, "5.1.8 bad sender", True, False),
        (550, "5.2.1 mailbox disabled", True, False),
        (553, "no such mailbox", True, True),
        (552, "no such mailbox", True, False),
        (550, "no such mailbox", False, False),
        (550, "Blocked by policy", True, False),
    ],
)
def test_who_is_nobody(code, text, recipient, bad):
    refusal = smtp_refusal(code, text.encode(), recipient=recipient)
    assert isinstance(refusal, Permanent)
    assert refusal.bad_address is bad


def test_no_answer_at_all_is_temporary():
    assert isinstance(smtp_refusal(-1, ""), Temporary)
