"""The digest of a week: on Monday at their hour, once, with what the week holds."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scope

from accounts.models import Membership
from checkins.actions.planning import plan_check_ins
from checkins.models import CheckIn
from core.models import OutgoingMail
from reports import tasks
from reports.queries.digests import week_digest
from reports.rules.mornings import DigestLine, WeekDigest, week_window
from tests import factories

MONDAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def line(n, overdue=False, minutes=10):
    return DigestLine(f"Line {n}", "why", f"https://h.example/{n}", overdue, minutes)


@pytest.fixture
def member(workspace):
    def make(zone="UTC", rhythm="week", **user):
        person = factories.UserFactory(zone=zone, **user)
        return Membership.objects.create(
            workspace=workspace, user=person, role="manager", digest_hour=time(8, 30),
            digest_rhythm=rhythm,
        )  # fmt: skip

    return make


@pytest.fixture
def weekly(monkeypatch):
    week = WeekDigest([line(1, overdue=True)], [(date(2026, 3, 4), [line(2)])], [line(3)], done=4)
    monkeypatch.setattr(tasks, "week_digest", lambda membership, now: week)
    monkeypatch.setattr(tasks, "digest_lines", lambda membership, now: [line(9)])


def queued(since: datetime, hours: float, step=timedelta(minutes=30)) -> list[datetime]:
    moments, at = [], since
    while at < since + timedelta(hours=hours):
        with time_machine.travel(at, tick=False):
            for _ in range(2):
                moments += [at] * tasks.send_digests()
        at += step
    return moments


def test_a_month_has_one_each_monday(weekly, member):
    one = member("America/Los_Angeles")
    first = datetime(2026, 3, 1, tzinfo=ZoneInfo("America/Los_Angeles"))
    moments = [
        at.astimezone(ZoneInfo("America/Los_Angeles"))
        for at in queued(first.astimezone(UTC), 28 * 24)
    ]
    assert [(at.day, at.time()) for at in moments] == [(day, time(8, 30)) for day in (2, 9, 16, 23)]
    keys = OutgoingMail.objects.with_scopes_disabled().values_list("key", flat=True)
    assert f"digest:{one.public_id}:2026-03-09" in keys


def test_an_outage_of_the_morning_does_not_cost_the_week(weekly, member):
    member()
    assert queued(MONDAY + timedelta(hours=9), 1) == [MONDAY + timedelta(hours=9)]
    assert queued(MONDAY + timedelta(days=1), 1) == []


def test_who_had_the_morning_gets_no_week_beside_it(weekly, member):
    one = member(rhythm="day")
    assert len(queued(MONDAY, 1)) == 1
    Membership.objects.filter(pk=one.pk).update(digest_rhythm="week")
    assert queued(MONDAY + timedelta(hours=1), 4) == []


def test_off_is_off(weekly, member):
    one = member()
    Membership.objects.filter(pk=one.pk).update(digest_on=False)
    assert queued(MONDAY, 2) == []


@pytest.mark.parametrize(
    ("zone", "local", "due"),
    [
        ("UTC", datetime(2026, 3, 2, 8, 29), False),
        ("UTC", datetime(2026, 3, 2, 8, 30), True),
        ("UTC", datetime(2026, 3, 2, 23, 59), True),
        ("UTC", datetime(2026, 3, 3, 8, 30), False),
        ("UTC", datetime(2026, 3, 1, 23, 59), False),
        ("Pacific/Kiritimati", datetime(2026, 3, 2, 8, 30), True),
    ],
)
def test_window(zone, local, due):
    window = week_window(local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), ZoneInfo(zone))
    assert (window is not None and window[1] <= time(8, 30) <= window[2]) is due


def test_words(weekly, member, settings):
    settings.SITE_URL = "https://house.example"
    member(language="ru", name="Мария")
    assert len(queued(MONDAY, 0.5)) == 1
    mail = OutgoingMail.objects.with_scopes_disabled().get()
    assert mail.subject == "North & Steppe на этой неделе: 2 дела, просрочено: 1"
    assert "На этой неделе примерно 0,5 ч работы." in mail.text
    assert "На прошлой неделе вы закрыли 4 контакта по плану." in mail.text
    order = [mail.text.index(words) for words in ("Line 1", "4 марта", "Line 2", "Line 3")]
    assert order == sorted(order)
    assert "https://house.example/profile/" in mail.text
    assert "Line 3" in mail.html


def test_a_week_with_nothing_is_not_sent():
    assert WeekDigest([], [], []).is_empty
    assert not WeekDigest([], [], [line(1)]).is_empty


def test_a_long_week_is_cut_where_it_can_wait():
    week = WeekDigest(
        [line(n, overdue=True) for n in range(3)],
        [(date(2026, 3, 3), [line(4), line(5)]), (None, [line(6)])],
        [line(n) for n in range(7)],
    )
    cut = week.cut(4)
    assert [one.title for one in cut.ours] == ["Line 0", "Line 1", "Line 2", "Line 4"]
    assert len(cut.waits) == 4
    assert week.cut(40) == week
    assert week.minutes == 60


def test_what_the_week_holds(workspace, manager):
    with scope(workspace=workspace), time_machine.travel(MONDAY, tick=False):
        for n in range(2):
            factories.PartnershipFactory(
                workspace=workspace, owner=manager, started_on=date(2026, 1, 5 + n),
                created_at=MONDAY - timedelta(days=50),
            )  # fmt: skip
        plan_check_ins(workspace=workspace, at=MONDAY)
        late, other = CheckIn.objects.filter(kind="cadence")
        CheckIn.objects.exclude(kind="cadence").delete()
        CheckIn.objects.filter(pk=late.pk).update(due_on=date(2026, 2, 20))
        CheckIn.objects.filter(pk=other.pk).update(due_on=date(2026, 3, 5))
        for at in ("2026-02-23", "2026-03-01", "2026-02-22", "2026-03-02"):
            CheckIn.objects.create(
                workspace=workspace, partnership=late.partnership, due_on=date(2026, 2, 20),
                send_at=MONDAY, slot=at, state="done", closed_by=manager, reason={},
                closed_at=datetime.fromisoformat(at).replace(hour=1, tzinfo=UTC),
            )  # fmt: skip
        member = workspace.memberships.select_related("user", "workspace").get(user=manager)
        week = week_digest(member, MONDAY)
    assert [one.overdue for one in week.overdue] == [True]
    assert [day for day, _lines in week.days if day] == [date(2026, 3, 5)]
    assert all("/answer/snooze/" in one.tomorrow_url for one in week.ours)
    # Monday to Sunday of the week before, in their zone.
    assert week.done == 2
