"""The page of a guest: one answer, once, in their clock and language (row 52; People)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checkins.actions.session_times import fix_time
from checkins.actions.sessions import cancel_session, record_answer
from checkins.models import SessionGuest
from checkins.session_emails import PURPOSE, answer_url
from core.models import OutgoingMail
from core.reply_pages import TRIES_A_MINUTE, make_token
from tests.checkins.calendar_bytes import checked
from tests.factories_times import NOW, START, fixed, guest_of, host, moscow, polled

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)(?!.*django_(cache|session))", re.I | re.S)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def daniel(in_scope):
    return host(in_scope)


@pytest.fixture
def sveta(in_scope, daniel):
    return moscow(in_scope, daniel)


def page(session, at=NOW):
    return "/answer/" + answer_url(guest_of(session), at).partition("/answer/")[2]


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def fresh():
    return SessionGuest.objects.get()


def test_looking_writes_nothing(in_scope, daniel, sveta, client):
    url = page(fixed(in_scope, daniel, sveta))
    with CaptureQueriesContext(connection) as queries:
        answers = [client.get(url), client.head(url), client.get(f"{url}invite.ics")]
    assert [q["sql"] for q in queries if WRITES.match(q["sql"])] == []
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    shown = text(answers[0])
    assert 'lang="ru"' in shown
    assert "вторник, 10 марта, 18:00 (Москва)" in shown
    assert "Daniel Cho: вт 08:00 Лос-Анджелес" in shown
    assert "no-store" in answers[0].headers["Cache-Control"]


def test_yes_is_kept_once_and_shown_later(in_scope, daniel, sveta):
    # As in a mail program: no cookie, no token of a form.
    client = Client(enforce_csrf_checks=True)
    url = page(fixed(in_scope, daniel, sveta))
    said = {"answer": "yes", "line": " С радостью "}
    for _ in range(2):
        assert client.post(url, said).status_code == 302
    guest = fresh()
    assert (guest.answer, guest.note, guest.answered_by) == ("yes", "С радостью", None)
    assert guest.version == 3
    shown = text(client.get(url))
    assert "Ждём вас" in shown and "daniel@north.example" in shown
    # The first answer stands; what was typed is not lost.
    again = client.post(url, {"answer": "no", "line": "Передумала"})
    assert again.status_code == 409
    assert "Передумала" in text(again)
    assert fresh().answer == "yes"


def test_no_is_fine(in_scope, daniel, sveta, client):
    url = page(fixed(in_scope, daniel, sveta))
    client.post(url, {"answer": "no"})
    assert fresh().answer == "no"
    assert "совершенно нормально" in text(client.get(url))


def test_times_of_a_poll_are_ticked(in_scope, daniel, sveta, client):
    session = polled(in_scope, daniel, sveta)
    url, times = page(session), list(session.times.all())
    assert "среда, 11 марта, 18:00 (Москва)" in text(client.get(url))
    nothing = client.post(url, {"answer": "yes", "line": "Хм"})
    assert nothing.status_code == 422
    assert "Отметьте хотя бы одно время" in text(nothing) and "Хм" in text(nothing)
    assert client.post(url, {"answer": "yes", "suits": ["x"]}).status_code == 422
    assert client.post(url, {"answer": "yes", "suits": [times[1].public_id]}).status_code == 302
    assert list(fresh().suits.all()) == [times[1]]
    shown = text(client.get(url))
    assert "среда, 11 марта" in shown and "вторник, 10 марта" not in shown
    assert client.get(f"{url}invite.ics").status_code == 404


def test_none_of_the_times(in_scope, daniel, sveta, client):
    url = page(polled(in_scope, daniel, sveta))
    assert client.post(url, {"answer": "no"}).status_code == 302
    assert (fresh().answer, fresh().suits.count()) == ("no", 0)


def test_times_that_are_over_are_not_offered(in_scope, daniel, sveta, client):
    session = polled(in_scope, daniel, sveta)
    url = page(session)
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        shown = text(client.get(url))
        assert "среда, 11 марта" in shown and "вторник, 10 марта" not in shown
    with time_machine.travel(START + DAY + timedelta(hours=1), tick=False):
        assert "другое" in text(client.get(url))


def test_moved_meanwhile_is_said_and_asked_anew(in_scope, daniel, sveta, client):
    session = fixed(in_scope, daniel, sveta)
    url = page(session)
    OutgoingMail.objects.update(state="sent")
    fix_time(session=session, starts_at=START + DAY, by=daniel, at=NOW)
    shown = text(client.get(url))
    assert "кое-что изменилось" in shown and "среда, 11 марта" in shown


def test_cancelled_and_over_need_no_answer(in_scope, daniel, sveta, client):
    session = fixed(in_scope, daniel, sveta)
    url = page(session)
    with time_machine.travel(START + timedelta(minutes=5), tick=False):
        assert "уже началась" in text(client.get(url))
        assert client.post(url, {"answer": "yes"}).status_code == 409
    cancel_session(session=session, reason="Заболела", by=daniel, at=NOW)
    shown = text(client.get(url))
    assert "отменяется" in shown and "Заболела" in shown
    client.post(url, {"answer": "yes"})
    assert fresh().answer == ""


def test_the_link_ends_with_the_session(in_scope, daniel, sveta, client):
    url = page(fixed(in_scope, daniel, sveta))
    with time_machine.travel(START + DAY, tick=False):
        assert client.get(url).status_code == 200
    with time_machine.travel(START + 2 * DAY, tick=False):
        assert client.get(url).status_code == 410


@pytest.mark.parametrize("change", [lambda t: t[:-2] + "x/", lambda t: t.replace(".0.", ".1.")])
def test_a_changed_link_is_none(in_scope, daniel, sveta, client, change):
    url = page(fixed(in_scope, daniel, sveta))
    assert client.get(change(url)).status_code == 404


def test_guessing_is_slowed_down(in_scope, daniel, sveta, client):
    url = page(fixed(in_scope, daniel, sveta))
    tried = [
        client.get(f"/answer/session/guess{n}/").status_code for n in range(TRIES_A_MINUTE + 1)
    ]
    assert tried[0] == 404 and tried[-1] == 429
    assert client.get(url).status_code == 200


def test_a_link_of_another_workspace_finds_nothing(in_scope, daniel, sveta, client):
    from tests.factories import WorkspaceFactory

    guest = guest_of(fixed(in_scope, daniel, sveta))
    other = WorkspaceFactory()
    token = make_token(PURPOSE, other.public_id, guest.public_id, "0", until=(NOW + DAY).date())
    assert client.get(f"/answer/session/{token}/").status_code == 404
    token = make_token(PURPOSE, in_scope.public_id, guest.public_id, "x", until=(NOW + DAY).date())
    assert client.get(f"/answer/session/{token}/").status_code == 404


def test_the_event_for_ones_own_calendar(in_scope, daniel, sveta, client):
    session = fixed(in_scope, daniel, sveta)
    response = client.get(f"{page(session)}invite.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    [event] = checked(response.content).walk("VEVENT")
    assert event["DTSTART"].dt == START
    assert "ATTENDEE" not in event


def test_what_a_colleague_wrote_down_stands(in_scope, daniel, sveta, client):
    session = fixed(in_scope, daniel, sveta)
    url = page(session)
    record_answer(guest=guest_of(session), answer="no", by=daniel, at=NOW)
    assert client.post(url, {"answer": "yes"}).status_code == 409
    assert fresh().answer == "no"


def seen_on(response):
    return re.search(r'name="seen" value="([^"]+)"', response.content.decode())[1]


def test_an_answer_to_what_it_was_before_is_none(in_scope, daniel, sveta, client):
    """The page stood open while the time was fixed, and then moved."""
    session = polled(in_scope, daniel, sveta)
    url = page(session)
    to_poll = {"answer": "yes", "suits": [session.times.first().public_id], "line": "Хм",
               "seen": seen_on(client.get(url))}  # fmt: skip
    OutgoingMail.objects.update(state="sent")
    fix_time(session=session, starts_at=START + 3 * DAY, by=daniel, at=NOW)
    late = client.post(url, to_poll)
    assert late.status_code == 422 and fresh().answer == ""
    assert "кое-что изменилось" in text(late) and "Хм" in text(late)
    to_time = {"answer": "yes", "seen": seen_on(late)}
    fix_time(session=session, starts_at=START + 4 * DAY, by=daniel, at=NOW)
    late = client.post(url, to_time)
    assert late.status_code == 422 and fresh().answer == ""
    assert client.post(url, {"answer": "yes", "seen": seen_on(late)}).status_code == 302
    assert fresh().answer == "yes"
