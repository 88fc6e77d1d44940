"""The clock as it really runs: ticks over rows of all workspaces, repeated, doubled, late."""

from datetime import timedelta

import time_machine
from django_scopes import scope, scopes_disabled

from accounts.models import Membership
from campaigns.actions.closing import close_campaign
from campaigns.signals import campaign_closed
from core.models import AuditEntry, OutgoingMail
from reports import receivers, tasks
from reports.actions import clock
from reports.actions.summaries import hold_summary
from reports.models import Summary
from tests import factories
from tests.reports.conftest import CLOSED, HOUR


def mails(**about):
    with scopes_disabled():
        found = OutgoingMail.objects.filter(**about).order_by("pk")
        return [(mail.kind, mail.to_email) for mail in found]


def tick(hours):
    """The tick at so many hours after closing: by two workers, and once more."""
    with time_machine.travel(CLOSED + timedelta(hours=hours), tick=False):
        for _ in range(3):
            tasks.keep_clock()


def test_72_hours(draft, owner, caretaker):
    summary = draft()
    told = []
    for hours in (0, 1, 23.9, 24, 24.1, 36, 47.9, 48, 50, 65.9, 66, 67, 72, 100):
        before = len(mails())
        tick(hours)
        told += [(hours, *mail) for mail in mails()[before:]]
    assert told == [
        (24, "summary_reminder", "vera@north.example"),
        (48, "summary_escalation", "vera@north.example"),
        (48, "summary_escalation", "owner@north.example"),
        (66, "summary", "maya@lind.example"),
    ]
    summary.refresh_from_db()
    assert summary.state == "sent"
    assert clock.keep_clock(summary=summary, at=CLOSED + 101 * HOUR) is None
    assert summary.sent_at == CLOSED + 66 * HOUR
    assert summary.sent_by is None


def test_after_an_outage_only_the_latest_step(draft, owner):
    draft()
    tick(70)
    assert mails() == [("summary", "maya@lind.example")]


def test_long_after_nothing_goes_by_itself(draft, owner):
    draft()
    tick(24 * 11)
    assert mails() == []


def test_held_with_a_reason_stays(draft, owner, manager):
    summary = draft()
    hold_summary(summary=summary, reason="Sales come on Friday", by=manager, at=CLOSED + HOUR)
    for hours in (24, 48, 66, 72):
        tick(hours)
    assert [kind for kind, _ in mails()] == ["summary_escalation"] * 2
    assert "Sales come on Friday" in OutgoingMail.objects.first().text
    summary.refresh_from_db()
    assert summary.state == "held"


def test_without_an_address_people_are_told(draft, owner):
    draft(email="")
    for hours in (24, 48, 66, 72):
        tick(hours)
    assert [kind for kind, _ in mails()] == ["summary_reminder", *["summary_escalation"] * 2]
    assert all("no e-mail address" in mail.text for mail in OutgoingMail.objects.all())


def test_an_address_no_server_takes_is_looked_at_again(draft, owner):
    summary = draft(email="")
    creator = summary.collaboration.partnership.creator
    type(creator).objects.filter(pk=creator.pk).update(email="not an address")
    tick(66)
    assert mails() == []
    type(creator).objects.filter(pk=creator.pk).update(email="maya@lind.example")
    tick(67)
    assert mails() == [("summary", "maya@lind.example")]


def test_who_left_is_not_written_to(draft, owner, caretaker, manager):
    summary = draft()
    Membership.objects.filter(user=caretaker).delete()
    campaign = summary.collaboration.campaign
    campaign.owner = manager
    campaign.save()
    tick(24)
    assert mails() == [("summary_reminder", manager.email)]
    Membership.objects.filter(user=manager).delete()
    tick(48)
    assert mails()[1:] == [("summary_escalation", owner.email)]


def test_the_last_resort_is_the_partnerships_owner(draft, caretaker):
    summary = draft()
    Membership.objects.all().delete()
    assert clock.caretaker(clock.load_summary(summary)) == caretaker


def test_a_step_taken_by_another_worker_is_not_taken_again(draft, owner):
    summary = clock.load_summary(draft())
    at = CLOSED + 24 * HOUR
    assert clock.remind(summary=summary, at=at) is True
    assert clock.remind(summary=summary, at=at) is False
    # This worker still holds the row as it was before.
    assert clock.keep_clock(summary=summary, at=at) is None
    assert AuditEntry.objects.filter(verb="remind of summary").count() == 1


def test_a_row_seen_before_the_step_was_taken(draft, owner, monkeypatch):
    stale = clock.load_summary(draft())
    monkeypatch.setattr(clock, "load_summary", lambda summary: stale)
    for hours, kind in ((24, "summary_reminder"), (48, "summary_escalation")):
        at = CLOSED + hours * HOUR
        assert clock.keep_clock(summary=stale, at=at) is not None
        assert clock.keep_clock(summary=stale, at=at) is None
        assert kind in dict(mails())


def test_one_row_that_fails_does_not_stop_the_others(draft, owner, monkeypatch):
    broken, fine = draft(), draft(name="Zoe", email="zoe@example.com")
    real = tasks.keep

    def fail(*, summary, at):
        if summary.pk == broken.pk:
            raise RuntimeError("broken row")
        return real(summary=summary, at=at)

    monkeypatch.setattr(tasks, "keep", fail)
    tick(66)
    assert mails() == [("summary", "zoe@example.com")]
    assert fine.pk != broken.pk


def test_sweep_drafts_what_the_signal_lost(closed, other_workspace):
    part = closed()
    with scope(workspace=other_workspace):
        theirs = factories.CollaborationFactory(
            campaign=factories.CampaignFactory(
                workspace=other_workspace, state="closed", closed_at=CLOSED
            ),
            state="closed",
        )
    open_one = factories.CollaborationFactory(campaign__workspace=part.workspace)
    with time_machine.travel(CLOSED + HOUR, tick=False):
        assert tasks.draft_missing_summaries() == 2
        assert tasks.draft_missing_summaries() == 0
    with scopes_disabled():
        drafted = set(Summary.objects.values_list("collaboration_id", flat=True))
    assert drafted == {part.pk, theirs.pk}
    assert open_one.pk not in drafted


def test_closing_rings_for_each_collaboration(closed, monkeypatch):
    part = closed()
    rung = []
    monkeypatch.setattr(receivers, "ring", lambda task, *ids: rung.append((task.name, ids)))
    campaign_closed.send(
        sender=None, workspace_id=part.workspace_id, campaign_id=part.campaign_id, at=CLOSED
    )
    assert rung == [("reports.draft_summary", (part.workspace_id, part.pk))]


def test_closing_a_campaign_drafts_at_once(
    in_scope, caretaker, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(receivers, "ring", lambda task, *ids: task(*ids))
    campaign = factories.CampaignFactory(workspace=in_scope, owner=caretaker)
    part = factories.CollaborationFactory(campaign=campaign)
    silent = factories.CollaborationFactory(campaign=campaign, state="invited")
    factories.ResultFactory(collaboration=part)
    with (
        time_machine.travel(CLOSED, tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        close_campaign(
            campaign=campaign,
            by=caretaker,
            at=CLOSED,
            learnings={part.pk: {"worked": "The balcony light."}},
        )
    summary = Summary.objects.get()
    assert summary.collaboration == part != silent
    assert summary.due_at == CLOSED + 72 * HOUR
    assert summary.figures["totals"]["reach"] == 1000
    assert summary.worked == "The balcony light."


def test_draft_task_survives_what_is_gone_or_open_again(closed, in_scope):
    part = closed()
    with time_machine.travel(CLOSED + HOUR, tick=False):
        tasks.draft_summary(in_scope.pk, 0)
        type(part).objects.filter(pk=part.pk).update(state="declined")
        tasks.draft_summary(in_scope.pk, part.pk)
        tasks.keep_one_clock(in_scope.pk, 0)
        assert not Summary.objects.exists()
