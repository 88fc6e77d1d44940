import re
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope

from core import doorbell
from core.mail import outbox
from core.mail.message import build_message
from core.mail.outbox import Attachment, NoAddress, cancel_mail, put_off
from core.models import MailEvent, OutgoingMail
from core.tasks import deliver_mail
from tests.factories import NOON, CreatorFactory

LOS_ANGELES = "America/Los_Angeles"


def test_queue_mail_renders_once_for_its_reader(queue, workspace):
    creator = CreatorFactory(workspace=workspace)
    mail = queue(
        workspace=workspace,
        template="t/hello",
        context={"name": "<b>Ann</b>", "zone": LOS_ANGELES, "at": NOON},
        from_name="Мария",
        reply_to="maria@north.example",
        about=creator,
        headers={"List-Unsubscribe": "<https://x.example/>"},
    )
    assert mail.subject == "<b>Ann</b> asks & waits"
    assert mail.text.startswith("Tom & <b>Ann</b>, 04:00\n")
    assert "North & Steppe" in mail.text
    assert "<p>Tom &amp; &lt;b&gt;Ann&lt;/b&gt;</p>" in mail.html
    assert '<html lang="en">' in mail.html
    assert "North &amp; Steppe" in mail.html
    assert mail.from_email == '"Мария" <hello@perennial.example>'
    assert (mail.about_type, mail.about_id) == ("creators.creator", creator.public_id)
    assert (mail.state, mail.created_at, mail.due_at) == ("queued", NOON, NOON)


def test_queue_mail_without_html_template_is_text(queue):
    mail = queue(language="ru")
    assert mail.html == ""
    assert "Язык: ru" in mail.text
    assert not build_message(mail, at=NOON).alternatives


def test_same_key_is_one_mail(queue, workspace, monkeypatch):
    first = queue(workspace=workspace)
    monkeypatch.setattr(outbox, "render_mail", lambda *a, **k: pytest.fail("rendered again"))
    assert queue(workspace=workspace, template="t/none") == first
    with scope(workspace=workspace):
        assert OutgoingMail.objects.count() == 1


def test_same_key_in_the_same_moment_is_one_mail(queue, monkeypatch):
    first = queue()
    found = iter([None, first])
    monkeypatch.setattr(outbox, "_row_of", lambda key, workspace: next(found))
    assert queue() == first


def test_other_integrity_error_is_told(queue, monkeypatch):
    monkeypatch.setattr(outbox, "_row_of", lambda key, workspace: None)
    queue()
    with pytest.raises(IntegrityError):
        queue()


def test_key_of_another_workspace_is_refused(queue, workspace, other_workspace):
    queue(workspace=workspace)
    for thief in (other_workspace, None):
        with pytest.raises(ValueError, match="another workspace"):
            queue(workspace=thief)


@pytest.mark.parametrize("address", ["", "  ", "nobody", "a@b", "a@b.c\nBcc: x@y.zz"])
def test_no_address_writes_nothing(queue, address):
    with pytest.raises(NoAddress):
        queue(to=(address, "Maya"))
    assert outbox.all_mails().count() == 0


def test_message_id_follows_from_the_key(queue, settings):
    assert queue("a:1").message_id == outbox.message_id("a:1")
    assert queue("a:2").message_id != outbox.message_id("a:1")
    assert re.fullmatch(r"<[0-9a-f]{40}@perennial\.example>", outbox.message_id("a:1"))
    settings.MAIL_DOMAIN = "other.example"
    assert outbox.message_id("a:1") != queue("a:1").message_id


def test_line_breaks_begin_no_headers(queue):
    mail = queue(
        to=("maya@example.com", 'Maya\r\nBcc: spy@example.com "x" \\'),
        from_name="M\nX: 1",
        reply_to="a@b.example\nX: 2",
        headers={"X-One": "1\nX-Two: 2"},
    )
    message = build_message(mail, at=NOON).message()
    assert not {"Bcc", "X", "X-Two"} & set(message.keys())
    assert message["Message-ID"] == mail.message_id
    assert message["Date"] == "Tue, 03 Mar 2026 12:00:00 +0000"


def test_attachments_stay_with_the_mail(queue):
    chart = Attachment("chart.png", "image/png", b"\x89PNG", "chart")
    file = Attachment("Договор.pdf", "application/pdf", b"%PDF")
    pictures = build_message(queue("a:1", attachments=[chart]), at=NOON).message()
    assert pictures.get_content_type() == "multipart/related"
    assert pictures.get_payload()[1]["Content-ID"] == "<chart>"
    both = build_message(queue("a:2", attachments=[chart, file]), at=NOON).message()
    assert both.get_content_type() == "multipart/mixed"
    assert both.get_payload()[2].get_filename() == "Договор.pdf"
    assert both.get_payload()[2].get_payload(decode=True) == b"%PDF"


def test_delivery_is_rung_on_commit_unless_held_back(
    queue, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(
        outbox, "ring_for_burst", lambda task, *args: rung.append((task.name, *args))
    )
    with django_capture_on_commit_callbacks(execute=True):
        now = queue("a:1")
        queue("a:2", due_at=NOON + timedelta(days=36500))
        assert rung == []
    assert rung == [("core.deliver_mail", now.pk)]


def test_rolled_back_mail_is_not_rung(queue, monkeypatch, django_capture_on_commit_callbacks):
    def fail():
        with transaction.atomic():
            queue()
            raise RuntimeError

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuntimeError):
        fail()
    assert callbacks == []
    assert outbox.all_mails().count() == 0


def test_cancel_mail_in_time(queue):
    mail = queue()
    assert cancel_mail(mail, at=NOON, why="agreement withdrawn")
    assert (mail.state, mail.last_error) == ("cancelled", "agreement withdrawn")
    assert MailEvent.objects.get(mail=mail).detail == "agreement withdrawn"
    assert not cancel_mail(mail, at=NOON, why="again")
    assert MailEvent.objects.count() == 1


@pytest.mark.parametrize("state", ["sending", "sent", "unknown"])
def test_cancel_mail_too_late(queue, state):
    mail = queue()
    outbox.all_mails().update(state=state)
    assert not cancel_mail(mail, at=NOON, why="x")
    assert mail.state == state


def test_a_mail_is_put_off_until_somebody_begins_to_send_it(queue):
    mail, later = queue(), NOON + timedelta(days=3)
    assert put_off(mail, due_at=later, at=NOON, why="away")
    assert (mail.state, mail.due_at) == ("queued", later)
    assert MailEvent.objects.get(mail=mail).detail == "away"
    outbox.all_mails().update(state="sending")
    assert not put_off(mail, due_at=later + timedelta(days=1), at=NOON, why="away")
    assert (mail.state, mail.due_at) == ("sending", later)


def test_queue_mail_is_found_from_any_scope(workspace, other_workspace, queue):
    mail = queue(workspace=workspace)
    with scope(workspace=other_workspace):
        assert queue(workspace=workspace) == mail
        assert cancel_mail(mail, at=NOON, why="x")


def test_dead_broker_costs_little_and_nothing_is_raised(monkeypatch):
    """The row is saved; a request that saves many rows waits once, not for each."""
    from celery import Celery

    from config import settings as configured

    dead = Celery("dead", broker="redis://127.0.0.1:1/0", set_as_current=False)
    dead.conf.task_publish_retry = configured.CELERY_TASK_PUBLISH_RETRY
    dead.conf.broker_transport_options = configured.REDIS_TRANSPORT_OPTIONS
    task = dead.task(name="core.deliver_mail")(deliver_mail.run)
    monkeypatch.setitem(doorbell._quiet, "until", 0.0)
    began = time.monotonic()
    assert not doorbell.ring(task, 1)
    first = time.monotonic() - began
    assert 0 < first < 2
    assert not any(doorbell.ring(task, 1) for _ in range(50))
    assert time.monotonic() - began - first < 0.1


def test_bell_is_heard(monkeypatch):
    class Heard:
        name = "x"
        app = deliver_mail.app
        calls: list[tuple] = []

        def delay(self, *args):
            self.calls.append(args)

    monkeypatch.setitem(doorbell._quiet, "until", 0.0)
    assert doorbell.ring(Heard(), 7)
    assert Heard.calls == [(7,)]


def test_burst_rings_a_few_times_a_second(monkeypatch):
    class Task:
        class app:
            class conf:
                task_always_eager = False

    rung, clock = [], {"now": 10.2}
    monkeypatch.setattr(doorbell, "ring", lambda task, *args: rung.append(args) or True)
    monkeypatch.setattr(doorbell, "time", SimpleNamespace(monotonic=lambda: clock["now"]))
    monkeypatch.setattr(doorbell, "_burst", {"second": 0, "rung": 0})
    assert [doorbell.ring_for_burst(Task, n) for n in range(5)] == [True] * 3 + [False] * 2
    clock["now"] = 11.0
    assert doorbell.ring_for_burst(Task, 5)
    assert rung == [(0,), (1,), (2,), (5,)]
    Task.app.conf.task_always_eager = True
    assert all(doorbell.ring_for_burst(Task, n) for n in range(9))


def test_eager_bell_raises_what_the_task_raises(monkeypatch):
    class Eager:
        class app:
            class conf:
                task_always_eager = True

        def delay(self, *args):
            raise LookupError

    with pytest.raises(LookupError):
        doorbell.ring(Eager())
