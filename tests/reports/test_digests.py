from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from accounts.models import Membership
from core.models import OutgoingMail
from reports import tasks
from reports.rules.mornings import DigestLine, digest_window
from tests import factories

LINES = [
    DigestLine("Maya Lind: summary", "due on 6 March", "https://h.example/1", False, 15),
    DigestLine("Zoe & co: check-in", "you spoke on 3 March", "https://h.example/2", True, 5),
]


@pytest.fixture
def lines(monkeypatch):
    said = list(LINES)
    monkeypatch.setattr(tasks, "digest_lines", lambda membership, now: list(said))
    return said


@pytest.fixture
def member(workspace):
    def make(zone="UTC", hour=time(8, 30), **user):
        person = factories.UserFactory(zone=zone, **user)
        return Membership.objects.create(
            workspace=workspace, user=person, role="manager", digest_hour=hour
        )

    return make


def sweep(since: datetime, until: datetime) -> list[datetime]:
    """Ticks every five minutes; the moments at which a digest was queued."""
    moments, at = [], since.astimezone(UTC)
    while at < until.astimezone(UTC):
        with time_machine.travel(at, tick=False):
            for _ in range(2):
                moments += [at] * tasks.send_digests()
        at += timedelta(minutes=5)
    return moments


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Los_Angeles", date(2026, 3, 3), datetime(2026, 3, 3, 16, 30, tzinfo=UTC)),
        ("Europe/Moscow", date(2026, 3, 3), datetime(2026, 3, 3, 5, 30, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2026, 3, 3), datetime(2026, 3, 2, 18, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2026, 3, 3), datetime(2026, 3, 3, 2, 45, tzinfo=UTC)),
        # The Monday after the clocks changed.
        ("America/Los_Angeles", date(2026, 3, 9), datetime(2026, 3, 9, 15, 30, tzinfo=UTC)),
        ("America/Los_Angeles", date(2026, 11, 2), datetime(2026, 11, 2, 16, 30, tzinfo=UTC)),
    ],
)
def test_comes_once_at_the_local_hour(lines, member, zone, day, expected):
    one = member(zone)
    hour = datetime.combine(day, time(8, 30), ZoneInfo(zone)).astimezone(UTC)
    assert hour == expected
    assert sweep(hour - timedelta(hours=1), hour + timedelta(hours=3)) == [expected]
    with scopes_disabled():
        mail = OutgoingMail.objects.get()
    assert mail.key == f"digest:{one.public_id}:{day.isoformat()}"


def test_a_whole_week_has_five(lines, member):
    member("America/Los_Angeles")
    monday = datetime(2026, 3, 2, tzinfo=ZoneInfo("America/Los_Angeles"))
    queued = []
    for day in range(7):
        at = monday + timedelta(days=day, hours=8, minutes=30)
        queued += sweep(at, at + timedelta(minutes=10))
    assert [at.isoweekday() for at in queued] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("zone", "local", "hour", "due"),
    [
        # 29 March 2026 is a Sunday in Europe; Cairo changes on Friday 24 April, 00:00 → 01:00.
        ("Africa/Cairo", datetime(2026, 4, 24, 1, 5), time(0, 30), True),
        ("Africa/Cairo", datetime(2026, 4, 23, 23, 55), time(0, 30), False),
        # The clocks go back there on Thursday 29 October: 23:30 comes twice on the same day.
        ("Africa/Cairo", datetime(2026, 10, 29, 23, 35, fold=0), time(23, 30), True),
        ("Africa/Cairo", datetime(2026, 10, 29, 23, 35, fold=1), time(23, 30), True),
        ("UTC", datetime(2026, 3, 3, 8, 29), time(8, 30), False),
        ("UTC", datetime(2026, 3, 3, 10, 30), time(8, 30), True),
        ("UTC", datetime(2026, 3, 3, 10, 31), time(8, 30), False),
        # Yesterday's evening is not made up for after midnight.
        ("UTC", datetime(2026, 3, 3, 0, 5), time(23, 30), False),
        ("UTC", datetime(2026, 3, 7, 8, 30), time(8, 30), False),
        ("UTC", datetime(2026, 3, 8, 8, 30), time(8, 30), False),
    ],
)
def test_window(zone, local, hour, due):
    window = digest_window(local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), ZoneInfo(zone))
    assert (window is not None and window[1] <= hour <= window[2]) is due
    if window:
        assert window[0] == local.date()


def test_an_hour_that_comes_twice_brings_one_digest(lines, member):
    member("Africa/Cairo", hour=time(23, 30))
    at = datetime(2026, 10, 29, 22, tzinfo=ZoneInfo("Africa/Cairo"))
    assert len(sweep(at, at + timedelta(hours=4))) == 1


def test_nothing_to_say_is_not_said(lines, member):
    lines.clear()
    member()
    at = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
    assert sweep(at, at + timedelta(minutes=5)) == []


def test_off_inactive_and_weekend_are_left_alone(lines, member):
    off = member()
    off.digest_on = False
    off.save()
    gone = member()
    gone.user.is_active = False
    gone.user.save()
    at = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
    assert sweep(at, at + timedelta(minutes=5)) == []


def test_words(lines, member, settings):
    settings.SITE_URL = "https://house.example"
    member(language="ru", name="Мария")
    with time_machine.travel(datetime(2026, 3, 3, 8, 30, tzinfo=UTC), tick=False):
        assert tasks.send_digests() == 1
    with scopes_disabled():
        mail = OutgoingMail.objects.get()
    assert mail.subject == "North & Steppe сегодня: 2 дела, просрочено: 1"
    assert mail.headers == {"List-Unsubscribe": "<https://house.example/profile/>"}
    text = mail.text
    assert "Доброе утро, Мария! Это примерно 20 мин работы:" in text
    assert text.index("[просрочено] Zoe & co: check-in") < text.index("Maya Lind: summary")
    assert "https://house.example/w/north/today/" in text
    assert "https://house.example/profile/" in text
    assert "Zoe &amp; co: check-in" in mail.html


def test_a_long_list_is_cut_and_says_so(lines, member):
    lines *= 12
    member()
    with time_machine.travel(datetime(2026, 3, 3, 8, 30, tzinfo=UTC), tick=False):
        tasks.send_digests()
    with scopes_disabled():
        mail = OutgoingMail.objects.get()
    assert mail.subject == "North & Steppe today: 24 things, 12 overdue"
    assert mail.text.count("https://h.example/") == 20
    assert "and 4 more" in mail.text
    assert "about 4 h" in mail.text


def test_one_who_fails_does_not_cost_the_others(lines, member, monkeypatch):
    broken, fine = member(), member()

    def load(membership, now):
        if membership.pk == broken.pk:
            raise RuntimeError("broken")
        return LINES

    monkeypatch.setattr(tasks, "digest_lines", load)
    with time_machine.travel(datetime(2026, 3, 3, 8, 30, tzinfo=UTC), tick=False):
        assert tasks.send_digests() == 1
    with scopes_disabled():
        assert OutgoingMail.objects.get().to_email == fine.user.email
