"""A manager's private calendar: the address, what it shows, and when it is dead (row 52)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from checkins.actions.feeds import make_feed, note_read, revoke_feed
from checkins.actions.sessions import cancel_session
from checkins.models import CalendarFeed, CheckIn, Session
from core.models import AuditEntry
from core.reply_pages import TRIES_A_MINUTE
from tests import factories
from tests.checkins.calendar_bytes import checked
from tests.factories_times import NOW, START, fixed, host, moscow

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


@pytest.fixture
def member(in_scope, daniel):
    return Membership.objects.select_related("workspace", "user").get(user=daniel)


@pytest.fixture
def url(member):
    Membership.objects.update(joined_at=NOW - DAY)
    _feed, secret = make_feed(membership=member, by=member.user, at=NOW)
    return f"/calendar/{secret}.ics"


def check_in(partnership, due=date(2026, 3, 10), **fields):
    reason = {
        "rule": "cadence",
        "cadence": "monthly",
        "from": "2026-02-10",
        "from_kind": "call",
        "raw": "2026-03-10",
        "adjusted": "",
    }
    return CheckIn.objects.create(
        **{
            "workspace": partnership.workspace, "partnership": partnership, "due_on": due, "reason": reason,
            "send_at": datetime(2026, 3, 10, 7, tzinfo=UTC), "slot": f"{due:%Y-%m}", "created_at": NOW, **fields,
        }
    )  # fmt: skip


def events(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return {str(e["SUMMARY"]): e for e in checked(response.content).walk("VEVENT")}


def test_what_a_manager_is_responsible_for(in_scope, daniel, sveta, url, client):
    row = check_in(sveta)
    # Of another one: an invitation is a contact, and moves the check-in.
    ivan = moscow(in_scope, daniel, name="Иван Петров", email="ivan@example.com")
    session = fixed(in_scope, daniel, ivan)
    factories.CampaignFactory(
        workspace=in_scope, owner=daniel, name="Весна", ends_on=date(2026, 4, 1)
    )
    found = events(client, url)
    assert {"Check-in: Светлана Ёлкина", "Весна: о чём, и зачем; план", "“Весна” ends"} <= set(
        found
    )
    due = found["Check-in: Светлана Ёлкина"]
    # A day of the creator's calendar; it takes no time of the manager's.
    assert (due["DTSTART"].dt, due["TRANSP"]) == (date(2026, 3, 10), "TRANSPARENT")
    assert "10:00 (Moscow)" in due["DESCRIPTION"]
    assert str(due["UID"]).startswith(f"check-in-{row.public_id}@")
    call = found["Весна: о чём, и зачем; план"]
    assert (call["DTSTART"].dt, call["TRANSP"]) == (START, "OPAQUE")
    assert "Иван Петров: Tuesday, 10 March, 18:00 (Moscow)" in call["DESCRIPTION"]
    assert str(call["URL"]).endswith(f"/sessions/{session.public_id}/")
    assert found["“Весна” ends"]["DTSTART"].dt == date(2026, 4, 1)


def test_it_speaks_the_managers_language(in_scope, daniel, sveta, url, client):
    check_in(sveta)
    daniel.language = "ru"
    daniel.save()
    assert "Контакт по плану: Светлана Ёлкина" in events(client, url)


def test_nothing_of_others_and_nothing_far_away(in_scope, daniel, sveta, url, client):
    other = host(in_scope, name="Other", email="other@north.example")
    check_in(moscow(in_scope, other, email="a@example.com"))
    check_in(sveta, due=date(2026, 9, 30))
    check_in(sveta, due=date(2026, 1, 30), kind="checkpoint")
    fixed(in_scope, other, moscow(in_scope, other, email="b@example.com"))
    factories.CampaignFactory(workspace=in_scope, owner=other, ends_on=date(2026, 4, 1))
    factories.CampaignFactory(
        workspace=in_scope, owner=daniel, ends_on=date(2026, 4, 1), state="closed", closed_at=NOW
    )
    assert events(client, url) == {}
    Session.objects.get().hosts.create(workspace=in_scope, user=daniel)
    assert len(events(client, url)) == 1


def test_no_notes(in_scope, daniel, sveta, url, client):
    check_in(sveta)
    session = fixed(in_scope, daniel, sveta)
    Session.objects.filter(pk=session.pk).update(notes="SECRET-NOTE")
    CheckIn.objects.update(personal_line="SECRET-LINE")
    assert b"SECRET" not in client.get(url).content


def test_a_session_that_is_off_says_so(in_scope, daniel, sveta, url, client):
    session = fixed(in_scope, daniel, sveta)
    before = events(client, url)[session.title]
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        cancel_session(session=session, reason="Ill", by=daniel, at=NOW + timedelta(minutes=5))
        after = events(client, url)[session.title]
    assert (before["UID"], after["STATUS"]) == (after["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == NOW + timedelta(minutes=5)


def test_headers_and_a_second_asking(in_scope, sveta, url, client):
    check_in(sveta)
    first = client.get(url)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "noindex" in first.headers["X-Robots-Tag"]
    same = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    CheckIn.objects.update(due_on=date(2026, 3, 11))
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.post(url).status_code == 405
    assert client.head(url).status_code == 200


def test_the_same_number_of_questions_for_one_and_many(in_scope, daniel, sveta, url, client):
    check_in(sveta)
    fixed(in_scope, daniel, sveta)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(4):
        more = moscow(in_scope, daniel, email=f"m{n}@example.com")
        check_in(more)
        fixed(in_scope, daniel, more, sveta)
        factories.CampaignFactory(workspace=in_scope, owner=daniel, ends_on=date(2026, 4, 1))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many) <= 8


def test_it_is_noted_at_most_hourly(member, url, client):
    client.get(url)
    feed = CalendarFeed.objects.get()
    assert feed.last_read_at == NOW
    assert not note_read(feed=feed, at=NOW + timedelta(minutes=59))
    assert note_read(feed=feed, at=NOW + timedelta(minutes=60))


# The door.


def test_only_a_digest_is_kept(url):
    secret = url.removeprefix("/calendar/").removesuffix(".ics")
    feed = CalendarFeed.objects.get()
    assert secret not in str(vars(feed)) and len(secret) > 50
    assert not AuditEntry.objects.filter(changes__icontains=secret).exists()


def test_a_new_address_ends_the_old_one(member, url, client):
    with time_machine.travel(NOW + DAY, tick=False):
        _feed, secret = make_feed(membership=member, by=member.user, at=NOW + DAY)
        assert client.get(url).status_code == 410
        assert client.get(f"/calendar/{secret}.ics").status_code == 200
        assert revoke_feed(membership=member, by=member.user, at=NOW + DAY)
        assert not revoke_feed(membership=member, by=member.user, at=NOW + DAY)
        assert client.get(f"/calendar/{secret}.ics").status_code == 410
    verbs = AuditEntry.objects.filter(verb__startswith="feed.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "feed.made", "feed.revoked", "feed.made", "feed.revoked",
    ]  # fmt: skip


def test_whoever_left_takes_the_address_along(in_scope, member, daniel, url, client):
    Membership.objects.filter(user=daniel).delete()
    assert client.get(url).status_code == 410
    # Back again is a new beginning, not the old door.
    Membership.objects.create(workspace=in_scope, user=daniel, role="manager", joined_at=NOW + DAY)
    assert client.get(url).status_code == 410


def test_a_closed_account_has_no_calendar(daniel, url, client):
    daniel.is_active = False
    daniel.save()
    assert client.get(url).status_code == 410


def test_a_guess_finds_nothing_and_is_slowed_down(in_scope, url, client):
    secret = url.removeprefix("/calendar/").removesuffix(".ics")
    for wrong in (
        secret[:-1],
        secret.swapcase(),
        "x",
        in_scope.public_id,
        f"{in_scope.public_id}-",
    ):
        answer = client.get(f"/calendar/{wrong}.ics")
        assert (answer.status_code, answer.content) == (404, b"")
    other = factories.WorkspaceFactory()
    moved = secret.replace(in_scope.public_id, other.public_id)
    assert client.get(f"/calendar/{moved}.ics").status_code == 404
    for n in range(TRIES_A_MINUTE):
        last = client.get(f"/calendar/{in_scope.public_id}-{n}.ics")
    assert last.status_code == 429
    # Whoever has the right one is not shut out by others behind the same address.
    assert client.get(url).status_code == 200


# The page in the settings.


def test_the_address_is_shown_once(in_scope, daniel, client):
    Membership.objects.update(joined_at=NOW - DAY)
    client.force_login(daniel)
    page = f"/w/{in_scope.slug}/settings/calendar/"
    assert "Make my address" in client.get(page).content.decode()
    shown = client.post(page, {"do": "make"})
    address = next(part for part in shown.content.decode().split("<") if ".ics" in part)
    assert ".ics" in address and "no-store" in shown.headers["Cache-Control"]
    path = "/calendar/" + address.partition("/calendar/")[2]
    assert client.get(path).status_code == 200
    # The same form again, as a reload sends it, does not end what was copied.
    assert client.post(page, {"do": "make", "seen": ""}).status_code == 302
    assert client.get(path).status_code == 200
    again = client.get(page).content.decode()
    assert "/calendar/" not in again.replace("/settings/calendar/", "")
    assert "Last read" in again
    assert client.post(page, {"do": "stop"}).status_code == 302
    assert client.get(path).status_code == 410
    assert "was stopped" in client.get(page).content.decode()


def test_an_analyst_has_a_calendar_too_and_only_their_own(in_scope, daniel, url, client):
    analyst = factories.UserFactory()
    Membership.objects.create(workspace=in_scope, user=analyst, role="analyst")
    client.force_login(analyst)
    client.post(f"/w/{in_scope.slug}/settings/calendar/", {"do": "stop"})
    assert client.get(url).status_code == 200
    assert CalendarFeed.objects.filter(user=daniel, revoked_at=None).exists()
