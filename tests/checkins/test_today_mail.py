"""A line put off from the morning mail: one link, one button, no sign-in."""

import re
from base64 import urlsafe_b64encode
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership
from checkins.actions.planning import plan_check_ins
from checkins.actions.snoozes import snooze_line
from checkins.models import Snooze
from checkins.snooze_links import (
    GOOD_FOR,
    MONDAY,
    PURPOSE,
    TOMORROW,
    day_of,
    key_of,
    snooze_url,
)
from core.models import AuditEntry
from core.reply_pages import TRIES_A_MINUTE, make_token
from partnerships.models import Partnership
from tests.checkins.conftest import NOW, planned

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)(?!.*django_(cache|session))", re.I | re.S)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(partnership, in_scope, manager) -> Membership:
    plan_check_ins(workspace=in_scope, at=NOW)
    return Membership.objects.select_related("workspace", "user").get(user=manager)


@pytest.fixture
def key(partnership, member) -> str:
    return f"checkin:{planned(partnership).public_id}"


def page(member, key, when=TOMORROW, at=NOW) -> str:
    return "/answer/" + snooze_url(member, key, when, at).partition("/answer/")[2]


@given(st.text(max_size=80).filter(lambda text: "\x00" not in text))
def test_any_key_survives_its_link(key):
    assert key_of(urlsafe_b64encode(key.encode()).decode().rstrip("=")) == key


@pytest.mark.parametrize(
    ("today", "tomorrow", "monday"),
    [
        (date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 9)),
        (date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 16)),
    ],
)
def test_days(today, tomorrow, monday):
    assert (day_of(TOMORROW, today), day_of(MONDAY, today)) == (tomorrow, monday)


def test_looking_writes_nothing_however_often(member, key, client):
    url = page(member, key)
    with CaptureQueriesContext(connection) as queries:
        answers = [client.get(url), client.get(url), client.head(url)]
    assert [q["sql"] for q in queries if WRITES.match(q["sql"])] == []
    assert {one.status_code for one in answers} == {200}
    assert "no-store" in answers[0].headers["Cache-Control"]
    text = answers[0].text
    assert "Светлана Ким" in text
    main = text[text.index("<main") : text.index("</main")]
    assert main.count("<button") == 1
    assert "Let it rest until Wednesday, 4 March" in text


@pytest.mark.parametrize(
    ("when", "day"), [(TOMORROW, date(2026, 3, 4)), (MONDAY, date(2026, 3, 9))]
)
def test_pressed_twice_it_rests_once(member, key, partnership, client, when, day):
    url = page(member, key, when)
    for _ in range(2):
        answer = client.post(url, {"rest": "1"})
        assert (answer.status_code, answer["Location"]) == (302, url)
    assert Snooze.objects.get().until == day
    assert AuditEntry.objects.filter(verb="today.snoozed").count() == 1
    assert planned(partnership).send_at.date() >= day
    assert "It rests until" in client.get(url).text
    client.post(url, {"back": "1"})
    client.post(url, {"back": "1"})
    assert not Snooze.objects.exists()
    assert "Let it rest until" in client.get(url).text


def test_a_longer_rest_is_not_cut_short(member, key, in_scope, manager, client):
    snooze_line(workspace=in_scope, user=manager, key=key, until=date(2026, 3, 20), at=NOW)
    client.post(page(member, key), {"rest": "1"})
    assert Snooze.objects.get().until == date(2026, 3, 20)


def test_in_the_words_of_the_member(member, key, manager, client):
    manager.language = "ru"
    manager.save()
    with translation.override("en"):
        text = client.get(page(member, key)).text
    assert "Отложить до: среда, 4 марта" in text


def test_the_day_is_that_of_the_members_zone(member, key, manager, client):
    manager.zone = "Pacific/Auckland"
    manager.save()
    # Noon in Greenwich is the first hour of the next day there.
    client.post(page(member, key), {"rest": "1"})
    assert Snooze.objects.get().until == date(2026, 3, 5)


def test_done_meanwhile_there_is_nothing_to_put_off(member, partnership, key, client):
    planned(partnership).delete()
    answer = client.get(page(member, key))
    assert "This is done already" in answer.text
    client.post(page(member, key), {"rest": "1"})
    assert not Snooze.objects.exists()


def test_handed_over_meanwhile_it_is_not_theirs_to_stop(member, key, owner, client):
    Partnership.objects.update(owner=owner)
    client.post(page(member, key), {"rest": "1"})
    assert not Snooze.objects.exists()


def test_too_old(member, key, client):
    url = page(member, key)
    with time_machine.travel(NOW + GOOD_FOR, tick=False):
        assert client.get(url).status_code == 200
    with time_machine.travel(NOW + GOOD_FOR + timedelta(days=1), tick=False):
        late = client.post(url, {"rest": "1"})
    assert late.status_code == 410
    # Nobody reads answers to the morning mail.
    assert "a person reads it" not in late.text and "signed in" in late.text
    assert not Snooze.objects.exists()


@pytest.mark.parametrize("gone", ["member", "role", "active"])
def test_only_while_they_may(member, key, manager, client, gone):
    url = page(member, key)
    if gone == "member":
        member.delete()
    elif gone == "role":
        Membership.objects.filter(pk=member.pk).update(role="analyst")
    else:
        manager.is_active = False
        manager.save()
    assert client.get(url).status_code == 404
    assert client.post(url, {"rest": "1"}).status_code == 404
    assert not Snooze.objects.exists()


def test_a_link_of_another_workspace_or_kind_opens_nothing(member, key, other_workspace, client):
    until = NOW.date() + timedelta(days=1)
    elsewhere = make_token(
        PURPOSE, other_workspace.public_id, member.public_id, "eA", TOMORROW, until=until
    )
    mine = [member.workspace.public_id, member.public_id]
    for token in (
        elsewhere,
        make_token("introduction", *mine, "eA", TOMORROW, until=until),
        make_token(PURPOSE, *mine, "eA", "never", until=until),
        make_token(PURPOSE, *mine, "a", TOMORROW, until=until),
        make_token(PURPOSE, *mine, until=until),
        "x",
    ):
        assert client.post(f"/answer/snooze/{token}/", {"rest": "1"}).status_code == 404
    assert not Snooze.objects.exists()


def test_pressing_is_limited(member, key, client):
    url = page(member, key)
    codes = {client.post(url, {"rest": "1"}).status_code for _ in range(TRIES_A_MINUTE + 1)}
    assert codes == {302, 429}
