"""A creator who lives elsewhere, or has other quiet hours: planned check-ins go along."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from checkins.actions.closing import take_by_hand
from checkins.actions.snoozes import snooze_line
from checkins.actions.touches import log_touch
from checkins.models import CheckIn
from checkins.tasks import plan
from creators.actions.creators import update_creator
from creators.models import Creator
from tests.checkins.conftest import NOW, planned, utc


@pytest.fixture
def check_in(partnership, manager) -> CheckIn:
    """Due on Friday, 3 April, at ten in Moscow."""
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    return planned(partnership)


@pytest.fixture
def edit(partnership, manager, django_capture_on_commit_callbacks):
    def edit(**values) -> None:
        creator = Creator.objects.get(pk=partnership.creator_id)
        with django_capture_on_commit_callbacks(execute=True):
            update_creator(
                creator=creator, expected=creator.version, values=values, by=manager, at=NOW
            )

    return edit


@pytest.mark.parametrize(
    ("values", "due", "moment"),
    [
        ({"zone": ZoneInfo("America/Los_Angeles")}, "2026-04-03", "2026-04-03T17:00"),
        ({"zone": ZoneInfo("Pacific/Kiritimati")}, "2026-04-06", "2026-04-05T20:00"),
        ({"zone": ZoneInfo("Asia/Kathmandu")}, "2026-04-03", "2026-04-03T04:15"),
        ({"quiet_from": time(22), "quiet_until": time(12)}, "2026-04-03", "2026-04-03T09:00"),
        ({"quiet_from": None, "quiet_until": None}, "2026-04-03", "2026-04-03T07:00"),
        ({"city": "Тверь"}, "2026-04-03", "2026-04-03T07:00"),
    ],
)
def test_day_and_hour_follow(check_in, partnership, edit, values, due, moment):
    edit(**values)
    now = planned(partnership)
    assert now.due_on == date.fromisoformat(due)
    assert now.send_at == utc(moment)


def test_last_contact_has_another_date_there(partnership, manager, edit):
    """1:30 in Moscow on the fourth is still the third in Los Angeles."""
    at = utc("2026-03-03T22:30")
    log_touch(partnership=partnership, kind="call", direction="both", at=at, by=manager)
    assert planned(partnership).due_on == date(2026, 4, 6)  # the fourth is a Saturday
    edit(zone=ZoneInfo("America/Los_Angeles"))
    assert planned(partnership).due_on == date(2026, 4, 3)
    assert planned(partnership).reason["from"] == "2026-03-03"


def test_holidays_of_the_new_market(partnership, manager, edit):
    at = utc("2026-03-31T12:00")
    log_touch(partnership=partnership, kind="call", direction="both", at=at, by=manager)
    assert planned(partnership).due_on == date(2026, 4, 30)
    at = utc("2026-04-01T12:00")
    log_touch(partnership=partnership, kind="call", direction="both", at=at, by=manager)
    assert planned(partnership).due_on == date(2026, 5, 4)  # May Day, and a weekend
    edit(market="US")
    assert planned(partnership).due_on == date(2026, 5, 1)
    assert planned(partnership).reason["market"] == "US"


def test_checkpoint_keeps_its_quarter_and_takes_the_new_hour(check_in, partnership, edit):
    assert planned(partnership, "checkpoint").send_at == utc("2026-04-07T07:00")
    edit(zone=ZoneInfo("America/Los_Angeles"))
    checkpoint = planned(partnership, "checkpoint")
    assert (checkpoint.due_on, checkpoint.send_at) == (date(2026, 4, 7), utc("2026-04-07T17:00"))


def test_what_was_put_off_stays_on_its_day(check_in, partnership, manager, edit):
    snooze_line(
        workspace=partnership.workspace, user=manager, key=f"checkin:{check_in.public_id}",
        until=date(2026, 4, 15), at=NOW,
    )  # fmt: skip
    edit(zone=ZoneInfo("America/Los_Angeles"))
    assert planned(partnership).send_at == utc("2026-04-15T17:00")


def test_what_a_person_decided_goes_along(check_in, partnership, manager, edit):
    take_by_hand(check_in=check_in, by=manager, at=NOW)
    CheckIn.objects.filter(pk=check_in.pk).update(personal_line="The balcony!")
    edit(zone=ZoneInfo("Pacific/Kiritimati"))
    now = planned(partnership)
    assert now.pk != check_in.pk
    assert (now.by_hand, now.personal_line) == (True, "The balcony!")


@pytest.mark.parametrize(
    ("fields", "due", "moment"),
    [
        ({"zone": "America/Los_Angeles"}, "2026-04-03", "2026-04-03T17:00"),
        ({"zone": "Pacific/Kiritimati"}, "2026-04-06", "2026-04-05T20:00"),
        ({"market": "US"}, "2026-04-03", "2026-04-03T07:00"),
    ],
)
def test_move_nobody_heard_of_is_swept(check_in, partnership, fields, due, moment):
    """As an import writes it, or where the signal was lost with its process."""
    Creator.objects.filter(pk=partnership.creator_id).update(**fields)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        plan()
        now = planned(partnership)
        assert (now.due_on, now.send_at) == (date.fromisoformat(due), utc(moment))
        assert {now.reason[name] for name in fields} == set(fields.values())
        before = list(CheckIn.objects.values_list("pk", "version", "send_at"))
        plan()
        assert list(CheckIn.objects.values_list("pk", "version", "send_at")) == before
