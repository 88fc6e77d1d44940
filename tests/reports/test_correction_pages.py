"""The clock, the lines of Today and the pages of corrections."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from campaigns.actions.debriefs import save_debrief
from campaigns.actions.results import delete_result
from campaigns.enums import DebriefKind
from campaigns.models import Debrief, Result
from checkins.actions.touches import log_touch
from checkins.today import Asking
from core.models import OutgoingMail
from core.together import read_rounds
from core.versions import EditConflict
from reports import tasks, today
from reports.actions import correction_clock
from reports.actions.correction_clock import keep_correction_clock
from reports.actions.corrections import load_correction
from tests.reports.conftest import CLOSED, HOUR
from tests.reports.corrected import FOUND, reopened


@pytest.mark.parametrize(
    ("steps", "changes", "told"),
    [
        ((23, 24, 30, 65, 66, 67), {}, [(24, "correction_reminder"), (66, "correction")]),
        ((70,), {}, [(70, "correction")]),
        ((24, 66), {"email": ""}, [(24, "correction_reminder")]),
        ((24 * 11,), {}, []),
    ],
)
def test_its_own_clock(sent, waiting, steps, changes, told):
    creator = sent.collaboration.partnership.creator
    type(creator).objects.filter(pk=creator.pk).update(**changes) if changes else None
    found = []
    for hours in steps:
        before = OutgoingMail.objects.count()
        with time_machine.travel(FOUND + hours * HOUR, tick=False):
            for _twice in range(2):
                tasks.keep_clock()
        mails = OutgoingMail.objects.order_by("pk")[before:]
        found += [(hours, mail.kind) for mail in mails]
    assert found == told


def test_at_66_hours_figures_that_went_back_send_nothing(sent, waiting, manager):
    delete_result(result=Result.objects.get(likes=25), by=manager, at=FOUND)
    assert keep_correction_clock(correction=waiting, at=FOUND + 66 * HOUR) is None
    assert keep_correction_clock(correction=waiting, at=FOUND + 67 * HOUR) is None
    assert not OutgoingMail.objects.filter(kind="correction").exists()


def test_nothing_goes_out_while_the_campaign_is_open(sent, waiting, manager):
    reopened(sent, manager, at=FOUND + HOUR)
    for hours in (24, 66):
        assert keep_correction_clock(correction=waiting, at=FOUND + hours * HOUR) is None


def test_a_send_refused_at_this_moment_is_looked_at_again(sent, waiting, monkeypatch):
    def taken(**kwargs):
        raise EditConflict(theirs=waiting, mine={})

    monkeypatch.setattr(correction_clock, "send_correction_by_itself", taken)
    assert keep_correction_clock(correction=waiting, at=FOUND + 66 * HOUR) is None


def test_reminded_once_by_two_workers(sent, waiting):
    stale = load_correction(waiting)
    assert keep_correction_clock(correction=stale, at=FOUND + 24 * HOUR) == "remind"
    hand = correction_clock.hand_of(stale)
    assert correction_clock._remind(stale, hand, FOUND + 24 * HOUR) is False


# ----- Today, pages


def today_lines(load, user, at, **asking):
    with translation.override("en"):
        [found] = read_rounds([load(Asking(user=user, at=at, **asking))])
    return found


def test_today_asks_for_the_word_why(sent, waiting, caretaker, manager):
    (line,) = today_lines(today.correction_lines, caretaker, FOUND + HOUR)
    assert line.what == "Correct the summary of “Spring”"
    assert (line.overdue, line.problem) == (False, "")
    assert line.note.startswith("Goes out by itself on")
    assert today_lines(today.correction_lines, manager, FOUND) == []
    (other,) = today_lines(today.correction_lines, manager, FOUND + 80 * HOUR, mine=False)
    assert (other.overdue, other.note) == (True, "")
    reopened(sent, manager, at=FOUND + HOUR)
    (line,) = today_lines(today.correction_lines, caretaker, FOUND + 80 * HOUR)
    assert (line.overdue, line.note) == (False, "Waits until the campaign is closed again.")


def _changed(summary, change):
    summary.figures["comparison"]["engagement"] = {"change": change}
    summary.save()


def test_win_is_shared_at_once_until_it_was_told(sent, caretaker, manager):
    _changed(sent, 0.3)
    soon = CLOSED + HOUR
    (line,) = today_lines(today.debrief_lines, caretaker, soon)
    assert (line.what, line.kind) == ("A win to share", "win")
    assert line.actions[0].url.endswith("/write/?kind=win")
    partnership = sent.collaboration.partnership
    # Written down for us is not told yet, and a win of before is another one.
    save_debrief(
        collaboration=sent.collaboration, kind=DebriefKind.WIN, texts={"ours": "The light"},
        expected=0, by=manager, at=soon,
    )  # fmt: skip
    told = {"partnership": partnership, "kind": "win", "direction": "out", "by": manager}
    log_touch(at=CLOSED - HOUR, logged_at=soon, **told)
    assert len(today_lines(today.debrief_lines, caretaker, soon)) == 1
    log_touch(at=soon, **told)
    assert today_lines(today.debrief_lines, caretaker, soon) == []


def test_debrief_of_a_win_that_was_shared_has_told_it(sent, caretaker, manager):
    _changed(sent, 0.3)
    soon = CLOSED + HOUR
    debrief = save_debrief(
        collaboration=sent.collaboration, kind=DebriefKind.WIN, texts={"happened": "The light"},
        expected=0, by=manager, at=soon,
    )  # fmt: skip
    Debrief.objects.filter(pk=debrief.pk).update(shared_at=soon)
    assert today_lines(today.debrief_lines, caretaker, soon) == []


def test_today_asks_to_look_back_at_what_clearly_won_or_missed(sent, caretaker, manager):
    week = CLOSED + timedelta(days=8)
    assert today_lines(today.debrief_lines, caretaker, week) == []
    _changed(sent, -0.25)
    (line,) = today_lines(today.debrief_lines, caretaker, week)
    assert line.what == "Look back without blame"
    assert "−25%" in line.reason
    assert today_lines(today.debrief_lines, caretaker, CLOSED + timedelta(days=6)) == []
    save_debrief(
        collaboration=sent.collaboration, kind=DebriefKind.DEBRIEF, texts={"ours": "Too late"},
        expected=0, by=manager, at=week,
    )  # fmt: skip
    assert today_lines(today.debrief_lines, manager, week, mine=False) == []


def test_the_page_saves_sends_and_keeps_what_was_typed(client_as, manager, sent, waiting):
    client = client_as(manager)
    page = reverse("reports:correction", args=["north", waiting.public_id])
    with time_machine.travel(FOUND + HOUR, tick=False):
        shown = client.get(page).content.decode()
        assert "1,000" in shown
        assert "1,500" in shown
        summary = client.get(reverse("reports:summary", args=["north", sent.public_id]))
        assert page in summary.content.decode()
        assert client.post(page, {"version": waiting.version, "note": ""}).status_code == 422
        typed = {"version": waiting.version, "note": "The shop was late."}
        assert client.post(page, {**typed, "do": "save"}).status_code == 302
        late_one = client.post(page, {"version": waiting.version, "note": "Mine", "do": "save"})
        assert late_one.status_code == 409
        assert "Mine" in late_one.content.decode()
        preview = reverse("reports:correction_preview", args=["north", waiting.public_id])
        assert "Typed only" in client.post(preview, {"note": "Typed only"}).content.decode()
        picture = reverse("reports:correction_chart", args=["north", waiting.public_id])
        assert client.get(picture).status_code in (200, 404)
        send = {"version": waiting.version + 1, "note": "The shop was late.", "do": "send"}
        for _twice in range(2):
            assert client.post(page, send).status_code == 302
        assert "The shop was late." in client.get(preview).content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("sent", manager)
    assert OutgoingMail.objects.filter(kind="correction").count() == 1
    record = client.get(reverse("reports:summaries", args=["north"])).content.decode()
    assert "Counted apart: 1 correction sent" in record


def test_the_page_drops_with_a_reason(client_as, manager, waiting):
    client = client_as(manager)
    drop = reverse("reports:correction_drop", args=["north", waiting.public_id])
    assert client.post(drop, {"version": waiting.version, "reason": ""}).status_code == 422
    assert client.post(drop, {"version": 99, "reason": "A test"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "draft"
    client.post(drop, {"version": waiting.version, "reason": "A test"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.drop_reason) == ("dropped", "A test")
    page = reverse("reports:correction", args=["north", waiting.public_id])
    assert "A test" in client.get(page).content.decode()
    assert client.post(page, {"version": 3, "note": "x", "do": "send"}).status_code == 302
