"""The clock: planning and sending by themselves, over months, in zones, by two workers."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scope

from campaigns.models import Brief, BriefVersion
from checkins import tasks
from checkins.actions.touches import log_touch
from checkins.errors import SlotTaken
from checkins.models import CheckIn, CheckInTemplate, Touch
from checkins.tasks import plan, send_due
from core.mail.delivery import deliver
from core.models import OutgoingMail, Suppression
from core.workdays import is_working
from partnerships.models import Partnership, TierPolicy
from tests import factories
from tests.checkins.conftest import NOW, planned, utc

HOUR = timedelta(hours=1)


def _tick(at: datetime) -> tuple[int, int]:
    with time_machine.travel(at, tick=False):
        return plan(), send_due()


def _run(until: datetime) -> None:
    """Move the clock from one planned moment to the next: a minute before it nothing goes; at it,
    two beats and two workers do everything twice."""
    while True:
        row = CheckIn.objects.filter(state="planned", by_hand=False).order_by("send_at").first()
        if row is None or row.send_at > until:
            return
        assert _tick(row.send_at - timedelta(minutes=1))[1] == 0
        _tick(row.send_at)
        _tick(row.send_at)


def test_month_of_check_ins_with_an_answer_that_moves_the_date(partnership, manager):
    with time_machine.travel(NOW, tick=False):
        log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    _run(until=utc("2026-04-08T00:00"))
    [mail] = OutgoingMail.objects.all()
    assert mail.created_at == utc("2026-04-03T07:00")  # ten in Moscow
    # They answer on the tenth: from here on it counts, and Sunday the tenth of May is no day.
    log_touch(
        partnership=partnership, kind="reply", direction="in", at=utc("2026-04-10T15:00"), by=None
    )
    _run(until=utc("2026-05-14T00:00"))
    sent = list(OutgoingMail.objects.order_by("pk").values_list("created_at", flat=True))
    # The eleventh is a day off for Victory Day.
    assert sent == [utc("2026-04-03T07:00"), utc("2026-05-12T07:00")]
    assert CheckIn.objects.filter(kind="cadence", state="sent").count() == 2
    assert planned(partnership).due_on == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("zone", "market"),
    [
        ("America/Los_Angeles", "US"),
        ("Europe/Moscow", "RU"),
        ("Pacific/Kiritimati", "ZZ"),
        ("Asia/Kathmandu", "ZZ"),
        ("Australia/Lord_Howe", "ZZ"),
        ("Pacific/Chatham", "ZZ"),
    ],
)
def test_half_a_year_in_a_zone(in_scope, manager, zone, market):
    """Across both changes of the clock: each month once, on working days, at ten where they are."""
    creator = factories.CreatorFactory(workspace=in_scope, zone=zone, market=market)
    row = factories.PartnershipFactory(
        workspace=in_scope, creator=creator, owner=manager, started_on=date(2026, 9, 29),
        created_at=utc("2026-09-29T12:00"),
    )  # fmt: skip
    _tick(utc("2026-09-29T12:00"))
    _run(until=utc("2027-04-12T00:00"))
    mails = list(OutgoingMail.objects.order_by("created_at"))
    local = [mail.created_at.astimezone(ZoneInfo(zone)) for mail in mails]
    # The 29th, moved over weekends; from 1 February on, what February's end made of it.
    days = ["10-29", "11-30", "12-30", "02-01", "03-01", "04-01"]
    assert [f"{moment:%m-%d}" for moment in local] == days
    assert {f"{moment:%H:%M}" for moment in local} == {"10:00"}
    assert all(is_working(moment.date(), market) for moment in local)
    assert len({mail.key for mail in mails}) == len(days)
    assert all(mail.key.startswith(f"checkin:{row.public_id}:cadence:") for mail in mails)


def test_worker_that_was_down_over_night_waits_for_the_morning(partnership, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    with time_machine.travel(utc("2026-04-03T20:00"), tick=False):  # 23:00 in Moscow
        assert send_due() == 0
    check_in = planned(partnership)
    assert check_in.send_at == utc("2026-04-06T07:00")
    assert not OutgoingMail.objects.exists()
    with time_machine.travel(utc("2026-04-06T07:00"), tick=False):
        assert send_due() == 1


def test_two_workers_that_read_the_same_row_send_once(partnership, manager, monkeypatch):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    inner = tasks.send_check_in

    def another_is_faster(*, check_in, by, at):
        monkeypatch.setattr(tasks, "send_check_in", inner)
        assert send_due() == 1
        return inner(check_in=check_in, by=by, at=at)

    monkeypatch.setattr(tasks, "send_check_in", another_is_faster)
    with time_machine.travel(utc("2026-04-03T08:00"), tick=False):
        assert send_due() == 0
    assert OutgoingMail.objects.count() == 1
    assert Touch.objects.filter(kind="check_in").count() == 1
    assert CheckIn.objects.filter(kind="cadence", state="sent").count() == 1


def test_what_reaches_nobody_stays_and_goes_when_there_is_an_address(partnership, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    creator = partnership.creator
    creator.email = ""
    creator.save()
    with time_machine.travel(utc("2026-04-03T08:00"), tick=False):
        assert send_due() == 0
        creator.email = "Kim@example.com"
        creator.save()
        Suppression.objects.create(email="kim@example.com", reason="bounced", at=NOW)
        assert send_due() == 0
        Suppression.objects.all().delete()
        assert send_due() == 1


@pytest.mark.parametrize(
    "fields", [{"by_hand": True}, {"send_at": utc("2026-04-04T08:00")}, {"state": "done"}]
)
def test_only_what_is_due_goes(partnership, manager, fields):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    CheckIn.objects.filter(kind="cadence").update(**fields)
    with time_machine.travel(utc("2026-04-03T08:00"), tick=False):
        assert send_due() == 0


@pytest.mark.parametrize("why", ["slot", "words"])
def test_what_cannot_go_by_itself_is_held_for_a_person(partnership, in_scope, manager, why):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    if why == "words":
        CheckInTemplate.objects.create(
            workspace=in_scope, kind="cadence", language="ru", subject="{", body="{"
        )
    else:
        CheckIn.objects.create(
            workspace=in_scope, partnership=partnership, state="sent", slot="2026-04", reason={},
            due_on=date(2026, 4, 1), send_at=NOW,
        )  # fmt: skip
    with time_machine.travel(utc("2026-04-03T08:00"), tick=False):
        assert send_due() == 0
    check_in = planned(partnership)
    assert (check_in.by_hand, check_in.reason["held"]) == (True, why)


def test_one_that_breaks_does_not_hold_up_the_rest(
    partnership, in_scope, other_workspace, manager, monkeypatch
):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    stranger = factories.PartnershipFactory(
        workspace=other_workspace, owner=manager, creator__zone="Europe/Moscow",
        creator__market="RU", creator__workspace=other_workspace,
    )  # fmt: skip
    with scope(workspace=other_workspace):
        log_touch(partnership=stranger, kind="call", direction="both", at=NOW, by=manager)
    inner = tasks.send_check_in

    def breaks_first(*, check_in, **kwargs):
        if check_in.partnership_id == partnership.pk:
            raise RuntimeError
        return inner(check_in=check_in, **kwargs)

    monkeypatch.setattr(tasks, "send_check_in", breaks_first)
    with time_machine.travel(utc("2026-04-03T08:00"), tick=False):
        assert send_due() == 1


def test_broken_workspace_does_not_hold_up_the_rest(
    partnership, in_scope, other_workspace, manager, monkeypatch
):
    factories.PartnershipFactory(workspace=other_workspace, owner=manager)
    inner = tasks.plan_check_ins

    def breaks_first(*, workspace, at):
        if workspace == in_scope:
            raise RuntimeError
        return inner(workspace=workspace, at=at)

    monkeypatch.setattr(tasks, "plan_check_ins", breaks_first)
    assert plan() == 2


def test_taken_back_between_failing_and_holding_is_left_alone(partnership, manager, monkeypatch):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)

    def slot_taken(*, check_in, by, at):
        CheckIn.objects.update(state="done")
        raise SlotTaken

    monkeypatch.setattr(tasks, "send_check_in", slot_taken)
    with time_machine.travel(utc("2026-04-03T08:00"), tick=False):
        assert send_due() == 0
    assert not CheckIn.objects.filter(by_hand=True, kind="cadence").exists()


# --- what signals may have missed


def test_brief_that_nobody_heard_of_is_swept(partnership, in_scope, manager):
    campaign = factories.CampaignFactory(workspace=in_scope, brand=partnership.brand, owner=manager)
    part = factories.CollaborationFactory(campaign=campaign, partnership=partnership)
    brief = Brief.objects.create(workspace=in_scope, collaboration=part, updated_at=NOW)
    for number, at in ((1, NOW), (2, NOW - timedelta(days=40))):
        BriefVersion.objects.create(
            workspace=in_scope, brief=brief, number=number, sections={}, autonomy="guided",
            shared_at=at, shared_by=manager,
        )  # fmt: skip
    _tick(NOW + HOUR)
    _tick(NOW + HOUR)
    assert Touch.objects.filter(kind="brief").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "ended", "ended_on": date(2026, 3, 5)},
        {"stage": "paused"},
        {"tier": "T3"},
        {"cadence_override": "none"},
    ],
)
def test_change_that_nobody_heard_of_is_swept(partnership, manager, fields):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    Partnership.objects.filter(pk=partnership.pk).update(**fields)
    _tick(NOW + HOUR)
    assert planned(partnership) is None
    assert planned(partnership, "checkpoint") is None


def test_changed_policy_moves_the_dates_of_its_tier(partnership, in_scope, manager):
    policy = TierPolicy.objects.create(
        workspace=in_scope, brand=partnership.brand, tier="T1", cadence="monthly", budget_share=40
    )
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    policy.cadence = "quarterly"
    policy.save()
    _tick(NOW + HOUR)
    assert planned(partnership).due_on == date(2026, 6, 3)
    before = list(CheckIn.objects.values_list("pk", flat=True))
    _tick(NOW + 2 * HOUR)
    assert list(CheckIn.objects.values_list("pk", flat=True)) == before


def test_pause_with_an_end_is_swept_over_what_it_covers(partnership, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    Partnership.objects.filter(pk=partnership.pk).update(
        stage="paused", paused_until=date(2026, 4, 5)
    )
    _tick(NOW + HOUR)
    assert planned(partnership).due_on == date(2026, 4, 6)


# --- to the very end: a real delivery


@pytest.mark.django_db(transaction=True)
def test_answer_between_queue_and_delivery_cancels_the_mail(workspace, manager):
    with scope(workspace=workspace):
        creator = factories.CreatorFactory(workspace=workspace, zone="UTC", market="ZZ")
        row = factories.PartnershipFactory(workspace=workspace, creator=creator, owner=manager)
        at = datetime(2026, 4, 3, 11, tzinfo=UTC)
        with time_machine.travel(at - timedelta(days=31), tick=False):
            log_touch(
                partnership=row, kind="call", direction="both", at=at - timedelta(days=31),
                by=manager,
            )  # fmt: skip
        with time_machine.travel(at, tick=False):
            send_due()
        mail = OutgoingMail.objects.get()
        log_touch(partnership=row, kind="reply", direction="in", at=at, by=None)
    assert deliver(mail.pk, at=at) == "cancelled"
    with scope(workspace=workspace):
        mail.refresh_from_db()
        assert mail.last_error == "the creator was in touch first"
