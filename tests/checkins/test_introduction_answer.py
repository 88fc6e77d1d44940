"""The page behind the asking mail: one answer, once, without signing in (product.md, People)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from checkins.actions.introductions import ask_both, plan_introduction, withdraw_introduction
from checkins.introduction_emails import PURPOSE, answer_url
from checkins.models import Introduction
from checkins.rules.introductions import Candidate, best, follow_up_day, match
from core.models import OutgoingMail
from core.reply_pages import TRIES_A_MINUTE, BadToken, Expired, make_token, read_token
from tests import factories
from tests.checkins.conftest import NOW

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)(?!.*django_(cache|session))", re.I | re.S)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(partnership, manager):
    ben = factories.CreatorFactory(
        workspace=partnership.workspace, name="Ben Whitaker", email="ben@example.com",
        zone="Europe/London",
    )  # fmt: skip
    factories.ChannelFactory(creator=ben, handle="benwalks", platform="youtube")
    row = plan_introduction(
        first=partnership.creator, second=ben, reason="Оба про воду", other_reason="Both on water",
        owner=manager, by=manager, at=NOW,
    )  # fmt: skip
    ask_both(introduction=row, by=manager, at=NOW)
    return row


def page(row, side):
    return answer_url(row, side, NOW).partition("8000")[2]


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def fresh():
    return Introduction.objects.get()


def test_looking_writes_nothing_however_often(asked, client):
    url = page(asked, "second")
    with CaptureQueriesContext(connection) as queries:
        first, again, head = client.get(url), client.get(url), client.head(url)
    assert [q["sql"] for q in queries if WRITES.match(q["sql"])] == []
    assert (first.status_code, again.status_code, head.status_code) == (200, 200, 200)
    assert "no-store" in first.headers["Cache-Control"]
    shown = text(first)
    assert "Both on water" in shown
    assert "benwalks" not in shown
    assert "kim@example.com" not in shown
    assert fresh().second_agreed is None


def test_the_page_speaks_their_language(asked, client):
    shown = text(client.get(page(asked, "first")))
    assert 'lang="ru"' in shown
    assert "Оба про воду" in shown
    assert "benwalks" in shown
    assert "ben@example.com" not in shown


def test_yes_is_recorded_once_and_told_on_the_second_visit(asked):
    # As in a mail program: no cookie, no token of a form.
    client = Client(enforce_csrf_checks=True)
    url = page(asked, "second")
    assert client.post(url, {"answer": "yes", "line": " With pleasure "}).status_code == 302
    assert (fresh().second_agreed, fresh().second_line) == (True, "With pleasure")
    assert "you said yes" in text(client.get(url))
    assert client.post(url, {"answer": "no"}).status_code == 302
    assert fresh().second_agreed is True
    assert fresh().version == 3


def test_no_is_respected_and_the_other_page_needs_nothing(asked, client):
    client.post(page(asked, "second"), {"answer": "no"})
    assert "perfectly fine" in text(client.get(page(asked, "second")))
    with translation.override("en"):
        other = text(client.get(page(asked, "first"), headers={"Cookie": "django_language=en"}))
    assert "No answer is needed any more" in other
    assert "Ben" not in other
    client.post(page(asked, "first"), {"answer": "yes"})
    assert fresh().first_agreed is None


def test_both_on_their_pages_get_the_two_mails(asked, client):
    for side in ("first", "second"):
        client.post(page(asked, side), {"answer": "yes"})
    assert fresh().state == "made"
    assert OutgoingMail.objects.filter(kind="introduction_made").count() == 2
    assert "in your inbox" in text(client.get(page(asked, "second")))


def test_an_answer_without_an_answer_changes_nothing(asked, client):
    response = client.post(page(asked, "second"), {"line": "Hm"})
    assert response.status_code == 422
    assert "Hm" in text(response)
    assert fresh().version == 2


def test_what_was_withdrawn_waits_for_nothing(asked, client, manager):
    withdraw_introduction(introduction=asked, by=manager, at=NOW)
    assert "No answer is needed" in text(client.get(page(asked, "second")))


def test_links_that_are_none(asked, client, other_workspace):
    good = page(asked, "second").split("/")[-2]
    parts = read_token(PURPOSE, good, at=NOW)
    until = date(2026, 4, 1)
    bad = [
        "forged", good[:-1], good.replace("second", "first", 1),
        make_token("another", *parts, until=until),
        make_token(PURPOSE, *parts[:2], until=until),
        make_token(PURPOSE, *parts[:2], "third", until=until),
        make_token(PURPOSE, "nowhere", *parts[1:], until=until),
        make_token(PURPOSE, other_workspace.public_id, *parts[1:], until=until),
    ]  # fmt: skip
    for token in bad:
        response = client.post(f"/answer/introduction/{token}/", {"answer": "yes"})
        assert response.status_code == 404, token
        assert "leads nowhere" in text(response)
    assert fresh().version == 2


def test_an_old_link_says_so(asked, client):
    with time_machine.travel(NOW + timedelta(days=62), tick=False):
        response = client.post(page(asked, "second"), {"answer": "yes"})
    assert response.status_code == 410
    assert "has run out" in text(response)
    assert fresh().second_agreed is None


def test_who_tries_too_often_waits(asked, client):
    for _try in range(TRIES_A_MINUTE):
        assert client.get("/answer/introduction/guess/").status_code == 404
    assert client.get("/answer/introduction/guess/").status_code == 429
    assert client.post(page(asked, "second"), {"answer": "yes"}).status_code == 429
    # A good link is still shown: looking costs nothing.
    assert client.get(page(asked, "second")).status_code == 200


def test_a_count_that_ran_out_meanwhile_bars_nobody(asked, client, monkeypatch):
    """Between the adding and the counting the minute may end."""
    with monkeypatch.context() as patched:
        patched.setattr(cache, "add", lambda *args, **kwargs: False)
        assert client.get("/answer/introduction/guess/").status_code == 404


WORD = st.text("abc0123", min_size=1, max_size=12)


@given(st.lists(WORD, max_size=4), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_tokens_round_trip_until_the_end_of_their_day(parts, until):
    token = make_token("kind", *parts, until=until)
    last = datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=UTC)
    assert read_token("kind", token, at=last) == parts
    with pytest.raises(Expired) as expired:
        read_token("kind", token, at=last + timedelta(seconds=1))
    assert expired.value.parts == parts
    with pytest.raises(BadToken):
        read_token("other", token, at=last)
    assert re.fullmatch(r"[\w.:-]+", token)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_follow_up_is_a_working_day_two_weeks_later(day):
    found = follow_up_day(day)
    assert found.weekday() < 5
    assert timedelta(days=14) <= found - day <= timedelta(days=16)


def who(pk=1, market="US", topics=(), brands=(), platforms=(), followers=0):
    return Candidate(
        pk, market, {t: t for t in topics}, {b: f"b{b}" for b in brands}, frozenset(platforms),
        followers,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (who(1, "US", ["tea"]), who(2, "US", ["tea"])),
        (who(1, "US", ["tea"]), who(1, "RU", ["tea"])),
        (who(1, "US", platforms=["YouTube"]), who(2, "RU", platforms=["YouTube"])),
    ],
    ids=["one market", "one person", "nothing to begin with"],
)
def test_no_match(one, other):
    assert match(one, other) is None


def test_match_says_why_and_the_best_comes_first():
    me = who(1, "US", ["tea", "sea"], [7], ["YouTube"], 100)
    near = who(2, "RU", ["sea", "tea"], [7], ["YouTube", "VK"], 180)
    far = who(3, "RU", ["tea"], followers=1000)
    found = best(me, [far, who(4), near], at_most=5)
    assert [m.pk for m in found] == [2, 3]
    assert (found[0].topics, found[0].brands, found[0].platforms) == (
        ["sea", "tea"], ["b7"], ["YouTube"],
    )  # fmt: skip
    assert (found[0].alike_in_size, found[1].alike_in_size) == (True, False)
    assert best(me, [far, near], at_most=1) == found[:1]
