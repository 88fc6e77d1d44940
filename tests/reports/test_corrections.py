"""Figures that change after the summary went out: one correction, never a silent change."""

from types import SimpleNamespace

import pytest

from campaigns.actions.closing import close_campaign
from campaigns.actions.results import delete_result
from campaigns.models import Result
from checkins.models import Touch
from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from reports import tasks
from reports.actions.corrections import (
    drop_correction,
    edit_correction,
    keep_correction,
    load_correction,
    send_correction,
)
from reports.actions.summaries import draft_summary, edit_summary, send_summary
from reports.errors import SummaryRefused
from reports.models import Correction, Summary
from reports.queries.corrections import changed_since_sent, correction_counts, told_of
from reports.queries.record import on_time
from tests import factories
from tests.reports.conftest import CLOSED, HOUR
from tests.reports.corrected import FOUND, SENT, late, reopened


def test_a_late_result_is_drafted_once_and_its_words_say_why(sent, manager):
    assert keep_correction(summary=sent, at=SENT) is None
    late(sent, manager)
    found = keep_correction(summary=sent, at=FOUND)
    assert keep_correction(summary=sent, at=FOUND + HOUR).pk == found.pk
    assert (found.number, found.found_at, found.due_at) == (1, FOUND, FOUND + 72 * HOUR)
    assert found.note == "Some numbers came in, or were put right, after we wrote to you."
    [(row, changes)] = told_of(sent)
    assert row.pk == found.pk
    assert [(c.key, c.before, c.after) for c in changes] == [
        ("reach", "1,000", "1,500"), ("likes", "50", "75"),
    ]  # fmt: skip
    sent.refresh_from_db()
    assert sent.figures["totals"]["reach"] == 1000


def test_figures_that_go_back_need_no_correction(sent, waiting, manager):
    delete_result(result=Result.objects.get(likes=25), by=manager, at=FOUND)
    assert keep_correction(summary=sent, at=FOUND + HOUR) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by, waiting.drop_reason) == ("dropped", None, "")
    assert OutgoingMail.objects.filter(kind="correction").count() == 0


def test_a_correction_is_worded_sent_once_and_corrected_again(sent, waiting, manager, owner):
    stale = Correction.objects.get(pk=waiting.pk)
    saved = edit_correction(
        correction=waiting, note="The shop sent two more days.", expected=waiting.version,
        by=manager, at=FOUND,
    )  # fmt: skip
    with pytest.raises(EditConflict):
        edit_correction(correction=stale, note="Mine", expected=stale.version, by=owner, at=FOUND)
    with pytest.raises(EditConflict):
        send_correction(correction=stale, by=owner, at=FOUND, expected=stale.version)
    gone = send_correction(correction=saved, by=manager, at=FOUND, expected=saved.version)
    # A second worker still holds the draft.
    again = send_correction(correction=stale, by=None, at=FOUND + HOUR)
    assert (again.decided_at, again.decided_by) == (FOUND, manager) == (
        gone.decided_at, gone.decided_by,
    )  # fmt: skip
    mail = OutgoingMail.objects.get(kind="correction")
    assert mail.subject == "Corrected: how “Spring” went"
    assert "we said 1,000, right is 1,500" in mail.text
    assert "The shop sent two more days." in mail.text
    assert Touch.objects.filter(mail=mail).count() == 1
    for act in (
        lambda: edit_correction(correction=gone, note="x", expected=9, by=manager, at=FOUND),
        lambda: drop_correction(correction=gone, reason="x", by=manager, at=FOUND),
    ):
        with pytest.raises(SummaryRefused):
            act()
    late(sent, manager, likes=5, day=3)
    second = keep_correction(summary=sent, at=FOUND + 2 * HOUR)
    [(row, changes), _first] = told_of(sent)
    assert (row.pk, row.number) == (second.pk, 2)
    assert [(c.before, c.after) for c in changes if c.key == "likes"] == [("75", "80")]
    assert correction_counts() == {"waiting": 1, "sent": 1, "dropped": 0}


def test_dropped_with_a_reason_asks_again_only_for_other_figures(sent, waiting, manager):
    for reason in ("", "  "):
        with pytest.raises(SummaryRefused):
            drop_correction(correction=waiting, reason=reason, by=manager, at=FOUND)
    drop_correction(correction=waiting, reason="A test row", by=manager, at=FOUND)
    assert drop_correction(
        correction=waiting, reason="Twice", by=manager, at=FOUND
    ).drop_reason == "A test row"  # fmt: skip
    assert keep_correction(summary=sent, at=FOUND + HOUR) is None
    with pytest.raises(SummaryRefused):
        send_correction(correction=waiting, by=manager, at=FOUND)
    late(sent, manager, likes=1, day=4)
    assert keep_correction(summary=sent, at=FOUND + HOUR).number == 2


def test_no_address_sends_nothing(sent, waiting, manager):
    creator = sent.collaboration.partnership.creator
    type(creator).objects.filter(pk=creator.pk).update(email="")
    with pytest.raises(NoAddress):
        send_correction(correction=waiting, by=manager, at=FOUND)
    waiting.refresh_from_db()
    assert waiting.state == "draft"


def test_an_empty_reason_is_refused(waiting, manager):
    with pytest.raises(SummaryRefused):
        edit_correction(
            correction=waiting, note=" ", expected=waiting.version, by=manager, at=FOUND
        )


def test_another_worker_made_the_draft_a_moment_faster(sent, waiting, manager, monkeypatch):
    from reports.actions import corrections

    real = corrections.story_of
    blind = iter([True])

    def seen(summary):
        story = real(summary)
        return SimpleNamespace(
            summary=summary, told=story.told, draft=None, refused=None
        ) if next(blind, False) else story  # fmt: skip

    monkeypatch.setattr(corrections, "story_of", seen)
    assert keep_correction(summary=sent, at=FOUND).pk == waiting.pk
    assert Correction.objects.count() == 1


# ----- a campaign opened again


def test_closed_again_what_differs_is_corrected_and_the_rest_is_summed_up(
    sent, draft, closed, manager, owner
):
    campaign = sent.collaboration.campaign
    other = factories.CollaborationFactory(
        campaign=campaign, state="closed", closed_at=CLOSED,
        partnership=factories.PartnershipFactory(
            workspace=campaign.workspace, brand=campaign.brand, owner=manager
        ),
    )  # fmt: skip
    unsent = draft_summary(collaboration=other, at=CLOSED)
    edit_summary(
        summary=unsent, changes={"personal": "Only I could say it"}, expected=unsent.version,
        by=manager, at=CLOSED,
    )  # fmt: skip
    before = on_time(FOUND)
    reopened(sent, manager)
    tasks.withdraw_summary(campaign.workspace_id, unsent.pk)
    assert list(Summary.objects.all()) == [sent]
    assert on_time(FOUND).on_time == before.on_time == 1
    with pytest.raises(SummaryRefused):
        send_summary(summary=unsent, by=manager, at=FOUND)
    late(sent, manager)
    # Open again, nothing is corrected yet.
    assert keep_correction(summary=sent, at=FOUND) is None
    close_campaign(campaign=campaign, by=manager, at=FOUND + HOUR)
    tasks.draft_missing_summaries()
    anew = Summary.objects.get(collaboration=other)
    assert (anew.closed_at, anew.personal) == (FOUND + HOUR, "Only I could say it")
    found = keep_correction(summary=sent, at=FOUND + HOUR)
    assert found.note == "We opened the campaign again: Sales of May came."
    sent.refresh_from_db()
    assert (sent.closed_at, sent.sent_at) == (CLOSED, SENT)


def test_a_draft_waits_while_open_and_its_clock_starts_anew(sent, waiting, manager):
    campaign = reopened(sent, manager, at=FOUND + HOUR)
    with pytest.raises(SummaryRefused):
        send_correction(correction=waiting, by=manager, at=FOUND + 2 * HOUR)
    again = FOUND + 10 * HOUR
    close_campaign(campaign=campaign, by=manager, at=again)
    assert keep_correction(summary=sent, at=again).found_at == again
    assert load_correction(waiting).due_at == again + 72 * HOUR


def test_a_sweep_withdraws_what_no_signal_told(draft, manager):
    summary = draft()
    campaign = reopened(summary, manager, at=CLOSED + HOUR)
    close_campaign(campaign=campaign, by=manager, at=CLOSED + 2 * HOUR)
    # Neither signal was heard: the old draft stands on the old clock.
    tasks.draft_missing_summaries()
    anew = Summary.objects.get()
    assert anew.pk != summary.pk
    assert anew.closed_at == CLOSED + 2 * HOUR
    assert AuditEntry.objects.filter(verb="withdraw summary").count() == 1


# ----- found without a signal


def test_the_sweep_finds_what_differs_and_only_that(sent, manager):
    assert changed_since_sent() == []
    late(sent, manager)
    row = (sent.workspace_id, sent.pk)
    assert changed_since_sent() == [row]
    tasks.sweep_corrections()
    assert changed_since_sent() == []
    delete_result(result=Result.objects.get(likes=25), by=manager, at=FOUND)
    assert changed_since_sent() == [row]
    tasks.sweep_corrections()
    assert (changed_since_sent(), Correction.objects.get().state) == ([], "dropped")


def test_results_changed_and_closing_again_tell_it(
    sent, manager, django_capture_on_commit_callbacks, settings
):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    with django_capture_on_commit_callbacks(execute=True):
        late(sent, manager)
    assert Correction.objects.get().state == "draft"
