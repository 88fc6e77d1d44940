"""Each partnership's own Tuesday for its quarterly talk, and what was planned before each had one."""

from datetime import date, timedelta

import pytest
import time_machine

from checkins.actions.absences import add_absence, end_absence
from checkins.actions.closing import mark_done
from checkins.actions.planning import plan_check_ins, replan_partnership
from checkins.actions.touches import log_touch
from checkins.models import CheckIn
from checkins.rules.reasons import explain
from checkins.tasks import plan
from creators.models import Creator
from partnerships.models import Partnership
from tests import factories
from tests.checkins.conftest import FIRST_TUESDAY, NOW, planned, utc

TUESDAYS = ("2026-04-07", "2026-04-14", "2026-04-21", "2026-04-28", "2026-05-05", "2026-05-12")


@pytest.fixture
def fifth(in_scope, manager) -> Partnership:
    """Its Tuesday is the fifth of a quarter: 5 May, 4 August."""
    creator = factories.CreatorFactory(workspace=in_scope, market="US", zone="America/New_York")
    return factories.PartnershipFactory(
        pk=FIRST_TUESDAY + 4, workspace=in_scope, creator=creator, owner=manager,
        started_on=date(2026, 2, 2), created_at=utc("2026-02-02T08:00"),
    )  # fmt: skip


@pytest.fixture
def old(fifth, in_scope) -> CheckIn:
    """Planned when everybody's day was the first Tuesday."""
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(fifth, "checkpoint")
    without = {key: value for key, value in check_in.reason.items() if key != "week"}
    CheckIn.objects.filter(pk=check_in.pk).update(
        due_on=date(2026, 4, 7), send_at=utc("2026-04-07T14:00"),
        reason={**without, "raw": "2026-04-07", "due": "2026-04-07"},
    )  # fmt: skip
    check_in.refresh_from_db()
    return check_in


def _told(check_in: CheckIn) -> tuple:
    return check_in.pk, check_in.due_on, check_in.send_at, check_in.reason, check_in.version


def test_a_book_of_twelve_is_spread_over_six_tuesdays(in_scope, manager):
    creators = [factories.CreatorFactory(workspace=in_scope, market="ZZ") for _n in range(12)]
    for n, creator in enumerate(creators):
        factories.PartnershipFactory(
            pk=FIRST_TUESDAY + n, workspace=in_scope, creator=creator, owner=manager,
            created_at=utc("2026-02-02T08:00"),
        )  # fmt: skip
    plan_check_ins(workspace=in_scope, at=NOW)
    rows = CheckIn.objects.filter(kind="checkpoint").order_by("partnership__pk")
    assert [row.due_on.isoformat() for row in rows] == [*TUESDAYS, *TUESDAYS]
    assert {row.slot for row in rows} == {"2026-Q2"}
    assert [row.reason["week"] for row in rows] == [0, 1, 2, 3, 4, 5] * 2


def test_the_day_stays_whatever_changes(fifth, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    before = planned(fifth, "checkpoint")
    assert before.due_on == date(2026, 5, 5)
    log_touch(partnership=fifth, kind="call", direction="both", at=NOW, by=manager)
    Partnership.objects.update(tier="T2", owner=factories.UserFactory())
    replan_partnership(partnership=fifth, by=manager, at=NOW + timedelta(days=1))
    assert _told(planned(fifth, "checkpoint")) == _told(before)


def test_what_was_planned_before_keeps_its_day_and_its_words(old, fifth, manager):
    before = _told(old)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        plan()
    log_touch(partnership=fifth, kind="call", direction="both", at=NOW, by=manager)
    replan_partnership(partnership=fifth, by=manager, at=NOW + timedelta(days=1))
    assert _told(planned(fifth, "checkpoint")) == before
    assert explain(old.reason, "en").startswith("the first Tuesday of the quarter, whatever")


def test_one_planned_before_follows_a_zone_and_an_absence_and_comes_back(old, fifth):
    Creator.objects.update(zone="Europe/Moscow", market="RU")
    replan_partnership(partnership=fifth, by=None, at=NOW)
    now = planned(fifth, "checkpoint")
    assert (now.pk, now.due_on) == (old.pk, date(2026, 4, 7))
    fifth.creator.refresh_from_db()
    absence = add_absence(
        creator=fifth.creator, kind="leave", first=date(2026, 4, 1), until=date(2026, 4, 12),
        by=None, at=NOW,
    )  # fmt: skip
    assert planned(fifth, "checkpoint").due_on == date(2026, 4, 13)
    end_absence(absence=absence, last=date(2026, 4, 2), by=None, at=utc("2026-04-03T08:00"))
    assert planned(fifth, "checkpoint").due_on == date(2026, 4, 7)


def test_a_quarter_has_one_talk_though_their_own_tuesday_is_still_to_come(old, fifth, manager):
    mark_done(check_in=old, how="call", by=manager, at=utc("2026-04-07T15:00"))
    following = planned(fifth, "checkpoint")
    assert (following.due_on, following.slot) == (date(2026, 8, 4), "2026-Q3")
    assert explain(following.reason, "en") == (
        "their fixed day: the fifth Tuesday of the quarter, whatever contact there was; "
        "4 August is a Tuesday"
    )
