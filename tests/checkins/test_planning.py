"""Planning: what is lacking, what has drifted, once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from checkins.actions import planning
from checkins.actions.planning import plan_check_ins, replan_partnership
from checkins.actions.touches import log_touch
from checkins.enums import CheckInState
from checkins.models import CheckIn
from core.audit import record
from partnerships.models import Partnership, TierPolicy
from tests import factories
from tests.checkins.conftest import NOW, planned, utc


def _change(partnership, **fields):
    Partnership.objects.filter(pk=partnership.pk).update(**fields)
    partnership.refresh_from_db()


def test_plans_what_is_lacking_with_its_reason(partnership, in_scope):
    assert plan_check_ins(workspace=in_scope, at=NOW) == 2
    check_in = planned(partnership)
    assert check_in.due_on == date(2026, 3, 2)
    assert check_in.slot == "2026-03"
    assert check_in.reason["from_kind"] == "start"
    assert not check_in.by_hand
    # Overdue since yesterday: it goes out in the next working hour, which is now.
    assert check_in.send_at == NOW
    checkpoint = planned(partnership, "checkpoint")
    assert (checkpoint.due_on, checkpoint.slot) == (date(2026, 4, 7), "2026-Q2")
    assert checkpoint.by_hand
    assert checkpoint.send_at == utc("2026-04-07T07:00")


def test_planning_again_changes_nothing(partnership, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    before = list(CheckIn.objects.values_list("pk", "due_on"))
    assert plan_check_ins(workspace=in_scope, at=NOW + timedelta(days=1)) == 0
    assert list(CheckIn.objects.values_list("pk", "due_on")) == before


def test_two_planners_at_once_plan_once(partnership, in_scope, monkeypatch):
    """The second one read before the first one wrote."""
    inner = planning.facts_of

    def another_plans_meanwhile(rows, known):
        ready = list(inner(rows, known))
        monkeypatch.setattr(planning, "facts_of", inner)
        plan_check_ins(workspace=in_scope, at=NOW)
        return ready

    monkeypatch.setattr(planning, "facts_of", another_plans_meanwhile)
    plan_check_ins(workspace=in_scope, at=NOW)
    assert CheckIn.objects.filter(kind="cadence").count() == 1
    assert CheckIn.objects.filter(kind="checkpoint").count() == 1


def test_planner_between_reading_and_writing_of_a_contact(
    partnership, in_scope, manager, monkeypatch
):
    """It plans from what it saw, the contact follows right after: the contact counts."""
    inner = planning._follow

    def planner_is_faster(row, facts, kind, *args, **kwargs):
        monkeypatch.setattr(planning, "_follow", inner)
        CheckIn.objects.create(
            workspace=in_scope, partnership=partnership, due_on=date(2026, 3, 2), send_at=NOW,
            reason={"rule": "cadence"}, slot="2026-03",
        )  # fmt: skip
        return inner(row, facts, kind, *args, **kwargs)

    monkeypatch.setattr(planning, "_follow", planner_is_faster)
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    assert planned(partnership).due_on == date(2026, 4, 3)


def test_one_planned_check_in_is_a_constraint(partnership, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(partnership)
    twin = CheckIn(
        workspace=in_scope, partnership=partnership, due_on=check_in.due_on, send_at=NOW,
        reason={}, slot="x",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"tier": "T3"},
        {"cadence_override": "none"},
        {"stage": "ended", "ended_on": date(2026, 3, 1)},
        {"stage": "paused"},
    ],
)
def test_plans_nothing_where_nothing_is_to_be(partnership, in_scope, fields):
    _change(partnership, **fields)
    assert plan_check_ins(workspace=in_scope, at=NOW) == 0


def test_plans_nothing_for_an_archived_creator(partnership, in_scope):
    partnership.creator.archived_at = NOW
    partnership.creator.save()
    assert plan_check_ins(workspace=in_scope, at=NOW) == 0


def test_rhythm_of_its_own_outweighs_the_policy(partnership, in_scope):
    _change(partnership, cadence_override="quarterly")
    plan_check_ins(workspace=in_scope, at=NOW)
    assert planned(partnership).due_on == date(2026, 5, 4)
    assert planned(partnership).slot == "2026-Q2"


def test_policy_of_the_brand_is_followed(partnership, in_scope):
    TierPolicy.objects.create(
        workspace=in_scope, brand=partnership.brand, tier="T1", cadence="quarterly",
        budget_share=40,
    )  # fmt: skip
    plan_check_ins(workspace=in_scope, at=NOW)
    assert planned(partnership).reason["cadence"] == "quarterly"


def test_t3_with_a_rhythm_has_no_checkpoint(partnership, in_scope):
    _change(partnership, tier="T3", cadence_override="monthly")
    assert plan_check_ins(workspace=in_scope, at=NOW) == 1
    assert planned(partnership, "checkpoint") is None


def test_long_overdue_waits_for_a_person(partnership, in_scope):
    _change(partnership, started_on=date(2025, 6, 2))
    plan_check_ins(workspace=in_scope, at=NOW)
    check_in = planned(partnership)
    assert check_in.due_on == date(2025, 7, 2)
    assert check_in.by_hand
    assert check_in.reason["held"] == "late"


def test_pause_with_an_end_plans_behind_it(partnership, in_scope):
    _change(partnership, stage="paused", paused_until=date(2026, 3, 20))
    plan_check_ins(workspace=in_scope, at=NOW)
    assert planned(partnership).due_on == date(2026, 3, 23)


def test_t3_with_a_rhythm_loses_the_checkpoint_it_had(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    _change(partnership, tier="T3", cadence_override="monthly")
    replan_partnership(partnership=partnership, by=manager, at=NOW)
    assert planned(partnership, "checkpoint") is None
    assert planned(partnership) is not None


def test_ended_between_two_reads_is_not_planned(partnership, in_scope, monkeypatch):
    _change(partnership, stage="ended", ended_on=date(2026, 3, 1))
    monkeypatch.setattr(planning, "lacking", lambda known, kind: [partnership.pk])
    assert plan_check_ins(workspace=in_scope, at=NOW) == 0


def test_other_workspaces_are_not_planned(partnership, in_scope, other_workspace):
    stranger = factories.PartnershipFactory(workspace=other_workspace)
    plan_check_ins(workspace=in_scope, at=NOW)
    with scope(workspace=other_workspace):
        assert not CheckIn.objects.filter(partnership=stranger).exists()


def test_queries_do_not_grow_with_partnerships(partnership, in_scope, manager):
    def count() -> int:
        CheckIn.objects.all().delete()
        with CaptureQueriesContext(connection, ) as queries:  # fmt: skip
            plan_check_ins(workspace=in_scope, at=NOW)
        return len(queries)

    one = count()
    # So many that they still fit one INSERT of SQLite, which takes 999 values.
    for _n in range(20):
        factories.PartnershipFactory(workspace=in_scope, owner=manager, brand=partnership.brand)
    assert count() == one
    assert CheckIn.objects.filter(kind="cadence").count() == 21


def test_walks_all_partnerships_in_rounds(partnership, in_scope, manager, monkeypatch):
    for _n in range(4):
        factories.PartnershipFactory(workspace=in_scope, owner=manager, brand=partnership.brand)
    monkeypatch.setattr(planning, "CHUNK", 2)
    assert plan_check_ins(workspace=in_scope, at=NOW) == 10


# --- following what changes


def test_contact_moves_the_date_and_keeps_its_history(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    first = planned(partnership)
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    second = planned(partnership)
    first.refresh_from_db()
    assert first.state == CheckInState.MOVED
    assert first.reason["closed"] == {"why": "contact"}
    assert first.closed_by == manager
    assert second.due_on == date(2026, 4, 3)
    assert second.reason["from_kind"] == "call"


def test_contact_does_not_move_a_checkpoint(partnership, in_scope, manager):
    plan_check_ins(workspace=in_scope, at=NOW)
    before = planned(partnership, "checkpoint")
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    assert planned(partnership, "checkpoint") == before
    # Nor when it is overdue: it stays so until somebody closes it.
    late = utc("2026-06-01T12:00")
    log_touch(partnership=partnership, kind="call", direction="both", at=late, by=manager)
    assert planned(partnership, "checkpoint") == before


def test_older_contact_changes_nothing(partnership, in_scope, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    before = planned(partnership)
    earlier = NOW - timedelta(days=20)
    log_touch(
        partnership=partnership, kind="meeting", direction="both", at=earlier, by=manager,
        logged_at=NOW,
    )  # fmt: skip
    assert planned(partnership) == before


def test_same_date_from_another_contact_tells_the_newer_reason(partnership, in_scope, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    before = planned(partnership)
    later = NOW + timedelta(hours=1)
    log_touch(partnership=partnership, kind="reply", direction="in", at=later, by=manager)
    after = planned(partnership)
    assert after.pk == before.pk
    assert after.reason["from_kind"] == "reply"


def test_another_tier_moves_the_date_and_keeps_what_was_written(partnership, in_scope, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    CheckIn.objects.filter(kind="cadence").update(personal_line="The balcony!", by_hand=True)
    _change(partnership, tier="T2")
    replan_partnership(partnership=partnership, by=manager, at=NOW)
    check_in = planned(partnership)
    assert check_in.due_on == date(2026, 6, 3)
    assert (check_in.personal_line, check_in.by_hand) == ("The balcony!", True)
    _change(partnership, tier="T3")
    replan_partnership(partnership=partnership, by=manager, at=NOW)
    assert planned(partnership) is None
    assert planned(partnership, "checkpoint") is None
    closed = CheckIn.objects.filter(state="moved").order_by("pk")
    assert [row.reason["closed"]["why"] for row in closed] == ["rhythm"] * 3


def test_pause_and_resume(partnership, in_scope, manager):
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    _change(partnership, stage="paused")
    replan_partnership(partnership=partnership, by=manager, at=NOW)
    assert planned(partnership) is None
    assert planned(partnership, "checkpoint") is None
    # Two months later, long after 3 April: not overdue, but right after the pause.
    back = utc("2026-05-29T09:00")  # a Friday
    _change(partnership, stage="active")
    record(verb="partnership.resumed", obj=partnership, by=manager, at=back)
    replan_partnership(partnership=partnership, by=manager, at=back)
    assert planned(partnership).due_on == date(2026, 5, 29)
    assert planned(partnership).reason["adjusted"] == "pause"
    assert planned(partnership, "checkpoint").due_on == date(2026, 7, 7)


def test_pause_over_a_planned_checkpoint_leaves_it_to_the_next_quarter(
    partnership, in_scope, manager
):
    plan_check_ins(workspace=in_scope, at=NOW)
    _change(partnership, stage="paused", paused_until=date(2026, 4, 20))
    replan_partnership(partnership=partnership, by=manager, at=NOW)
    assert planned(partnership, "checkpoint").due_on == date(2026, 7, 7)
    assert planned(partnership).due_on == date(2026, 4, 21)


def test_checkpoint_after_one_that_was_done_is_the_next_quarters(partnership, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    CheckIn.objects.filter(kind="checkpoint").update(
        state="done", closed_at=utc("2026-04-02T09:00")
    )
    plan_check_ins(workspace=in_scope, at=utc("2026-04-02T10:00"))
    # Held before its day: the same quarter's is not planned again.
    assert planned(partnership, "checkpoint").due_on == date(2026, 7, 7)


def test_mail_that_never_arrived_is_no_contact(partnership, in_scope, manager):
    from core.mail.outbox import queue_mail
    from core.models import OutgoingMail

    mail = queue_mail(
        workspace=in_scope, key="x", kind="check_in", to=("kim@example.com", "Kim"),
        language="en", template="checkins/mail/check_in",
        context={"letter": {"subject": "Hi", "body": "Hi"}}, at=NOW,
    )  # fmt: skip
    log_touch(
        partnership=partnership, kind="check_in", direction="out", at=NOW, by=manager, mail=mail
    )
    assert planned(partnership).due_on == date(2026, 4, 3)
    OutgoingMail.objects.filter(pk=mail.pk).update(state="bounced")
    replan_partnership(partnership=partnership, by=manager, at=NOW)
    assert planned(partnership).due_on == date(2026, 3, 2)


def test_living_elsewhere_dates_are_theirs(in_scope, manager):
    """23:30 UTC on 3 March: already the fourth in Kiritimati, still the third in Los Angeles."""
    late = utc("2026-03-03T23:30")
    due = {}
    for zone in ("America/Los_Angeles", "Pacific/Kiritimati"):
        creator = factories.CreatorFactory(workspace=in_scope, zone=zone, market="ZZ")
        row = factories.PartnershipFactory(workspace=in_scope, creator=creator, owner=manager)
        log_touch(partnership=row, kind="call", direction="both", at=late, by=manager)
        due[zone] = planned(row).due_on
    assert due == {
        "America/Los_Angeles": date(2026, 4, 3),
        "Pacific/Kiritimati": date(2026, 4, 6),  # the fourth is a Saturday
    }
