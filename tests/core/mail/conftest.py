"""A mail template of the tests' own, a mail in any state, and a server that misbehaves as told."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.mail import outbox, stop_rules
from core.models import OutgoingMail
from tests.core.mail.server import Server
from tests.factories import NOON

TEMPLATES = {
    "hello.subject.txt": "{{ name }}\n asks & waits",
    "hello.txt": "{% extends 'mail/base.txt' %}{% block content %}"
    "Tom & {{ name }}, {{ at|date:'H:i' }}{% endblock %}",
    "hello.html": "{% extends 'mail/base.html' %}{% block content %}<p>Tom &amp; {{ name }}</p>"
    "{% endblock %}",
    "plain.subject.txt": "Plain",
    "plain.txt": "Only words. Язык: {{ language }}\n.a line that begins with a dot\n",
}


@pytest.fixture(autouse=True)
def mail_templates(settings, tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "t"
    folder.mkdir(parents=True)
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text)
    engine = {**settings.TEMPLATES[0]}
    engine["DIRS"] = [tmp_path / "templates", *engine["DIRS"]]
    settings.TEMPLATES = [engine]
    settings.EMAIL_BACKEND = "core.mail.folder.FolderBackend"


@pytest.fixture(autouse=True)
def no_rules_left(monkeypatch) -> None:
    monkeypatch.setattr(stop_rules, "_rules", {})


@pytest.fixture
def queue(db) -> Callable[..., OutgoingMail]:
    """`queue(key="a:1", workspace=ws, at=NOON)`: a queued mail to Maya."""

    def make(key: str = "a:1", at: datetime = NOON, **fields: Any) -> OutgoingMail:
        given = {
            "workspace": None,
            "kind": "hello",
            "to": ("maya@example.com", "Maya Ruiz"),
            "language": "en",
            "template": "t/plain",
            "context": {},
        }
        return outbox.queue_mail(key=key, at=at, **{**given, **fields})

    return make


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server().start()
    yield running
    running.stop()


@pytest.fixture
def smtp(settings, server: Server) -> Server:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 1
    return server
