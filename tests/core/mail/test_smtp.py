"""The sender against a real server that refuses, hangs up or falls silent at each step."""

import smtplib
import socket

import pytest

from core.mail import smtp as smtp_way
from core.mail.delivery import deliver
from core.mail.rows import all_mails
from core.mail.ways import Post
from core.models import Suppression
from tests.core.mail.server import DROP, HANG
from tests.factories import NOON


def row(mail):
    return all_mails().get(pk=mail.pk)


def test_mail_arrives_as_written(queue, smtp):
    mail = queue(
        template="t/hello",
        context={"name": "Аня"},
        from_name="Мария",
        to=("maya@example.com", "Майя"),
    )
    assert deliver(mail.pk, at=NOON) == "sent"
    [got] = smtp.mails
    assert (got["Subject"], got["To"]) == ("Аня asks & waits", "Майя <maya@example.com>")
    assert got["Message-ID"] == mail.message_id
    assert got.get_body(("plain",)).get_content().startswith("Tom & Аня")
    assert "Аня</p>" in got.get_body(("html",)).get_content()


def test_line_that_begins_with_a_dot_survives(queue, smtp):
    deliver(queue(language="en").pk, at=NOON)
    assert b"\r\n.a line that begins with a dot" in smtp.raw[0]


@pytest.mark.parametrize(
    ("step", "answer", "state", "arrived"),
    [
        ("MAIL", "451 4.3.0 later", "queued", 0),
        ("MAIL", "421 4.3.2 closing", "queued", 0),
        ("MAIL", "553 5.7.1 sender not ours", "failed", 0),
        ("MAIL", DROP, "queued", 0),
        ("MAIL", HANG, "queued", 0),
        ("RCPT", "450 4.2.0 greylisted", "queued", 0),
        ("RCPT", "452 4.2.2 mailbox full", "queued", 0),
        ("RCPT", "550 5.1.1 no such user", "bounced", 0),
        ("RCPT", "550 no such user here", "bounced", 0),
        ("RCPT", "550 5.7.1 policy", "failed", 0),
        ("RCPT", "550 relaying denied", "failed", 0),
        ("RCPT", "554 no", "failed", 0),
        ("RCPT", DROP, "queued", 0),
        ("DOT", "451 4.3.0 disk full", "queued", 0),
        ("DOT", "554 5.6.0 spam", "failed", 0),
        ("DOT", DROP, "unknown", 0),
        ("DATA", DROP, "unknown", 1),
        ("DATA", HANG, "unknown", 1),
    ],
)
def test_fault_at_each_step(queue, smtp, step, answer, state, arrived):
    smtp.answers[step] = [answer]
    mail = queue()
    assert deliver(mail.pk, at=NOON) == state
    assert len(smtp.mails) == arrived
    assert Suppression.objects.count() == (state == "bounced")
    if state in ("queued", "failed", "bounced") and step != "DOT":
        assert row(mail).handed_over_at is None
    # The next mail is not its problem.
    other = queue("a:2", to=("other@example.com", ""))
    assert deliver(other.pk, at=NOON) == "sent"


def test_nobody_listens(queue, smtp, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    mail = queue()
    assert deliver(mail.pk, at=NOON) == "queued"
    assert "Refused" in row(mail).last_error
    assert row(mail).handed_over_at is None


def test_batch_keeps_one_connection(queue, smtp):
    with Post() as post:
        for n in range(5):
            assert deliver(queue(f"a:{n}").pk, at=NOON, post=post) == "sent"
    assert (len(smtp.mails), smtp.connections) == (5, 1)


@pytest.mark.parametrize("answer", [DROP, "421 too many in one connection"])
def test_stale_connection_is_replaced_at_once(queue, smtp, answer):
    with Post() as post:
        deliver(queue("a:1").pk, at=NOON, post=post)
        smtp.answers["MAIL"] = [answer]
        assert deliver(queue("a:2").pk, at=NOON, post=post) == "sent"
    assert (len(smtp.mails), smtp.connections) == (2, 2)


def test_refused_recipient_does_not_spoil_the_next_in_a_batch(queue, smtp):
    with Post() as post:
        deliver(queue("a:1").pk, at=NOON, post=post)
        smtp.answers["RCPT"] = ["450 4.2.0 greylisted", "550 5.1.1 nobody"]
        assert deliver(queue("a:2").pk, at=NOON, post=post) == "queued"
        gone = queue("a:3", to=("gone@example.com", ""))
        assert deliver(gone.pk, at=NOON, post=post) == "bounced"
        assert deliver(queue("a:4").pk, at=NOON, post=post) == "sent"


def test_wrong_password_waits_for_a_right_one(queue, smtp, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "post", "wrong"
    assert deliver(queue().pk, at=NOON) == "queued"


def test_taken_over_at_the_last_moment_sends_nothing(queue, smtp, monkeypatch):
    mail = queue()
    envelope = smtp_way.SmtpWay._envelope

    def slow(self, *args):
        envelope(self, *args)
        all_mails().update(claim="another")

    monkeypatch.setattr(smtp_way.SmtpWay, "_envelope", slow)
    assert deliver(mail.pk, at=NOON) is None
    assert smtp.mails == []


def command(monkeypatch, name, result):
    real = smtplib.SMTP.docmd

    def docmd(self, cmd, args=""):
        if cmd == name and isinstance(result, Exception):
            raise result
        return result if cmd == name else real(self, cmd, args)

    monkeypatch.setattr(smtplib.SMTP, "docmd", docmd)


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ((451, b"4.3.0 later"), "queued"),
        ((503, b"5.5.1 no recipients"), "failed"),
        (smtplib.SMTPServerDisconnected("gone"), "queued"),
    ],
)
def test_data_refused_before_a_byte_of_the_mail(queue, smtp, monkeypatch, result, state):
    command(monkeypatch, "DATA", result)
    assert deliver(queue().pk, at=NOON) == state
    assert smtp.mails == []


def test_unreadable_answer_to_the_mail_is_unknown(queue, smtp, monkeypatch):
    getreply, said = smtplib.SMTP.getreply, []
    send = smtplib.SMTP.send
    monkeypatch.setattr(smtplib.SMTP, "send", lambda self, s: said.append(s) or send(self, s))
    monkeypatch.setattr(
        smtplib.SMTP,
        "getreply",
        lambda self: (-1, b"?") if said and said[-1][-3:] == b".\r\n" else getreply(self),
    )
    assert deliver(queue().pk, at=NOON) == "unknown"


def test_address_this_server_cannot_take(queue, smtp, monkeypatch):
    def mail(self, *args):
        raise UnicodeEncodeError("ascii", "я", 0, 1, "no SMTPUTF8")

    monkeypatch.setattr(smtplib.SMTP, "mail", mail)
    assert deliver(queue().pk, at=NOON) == "failed"


def test_server_of_the_old_school_is_asked_for_nothing_new(queue, smtp, monkeypatch):
    asked = []
    mail = smtplib.SMTP.mail
    monkeypatch.setattr(
        smtplib.SMTP, "mail", lambda self, who, o=(): asked.append(o) or mail(self, who, o)
    )
    deliver(queue("a:1").pk, at=NOON)
    monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda self, name: False)
    deliver(queue("a:2").pk, at=NOON)
    assert asked[0][0].startswith("size=")
    assert asked == [[asked[0][0], "body=8bitmime"], []]
    assert all("Язык".encode() in raw for raw in smtp.raw)
