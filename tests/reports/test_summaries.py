from datetime import timedelta

import pytest
from django.db import IntegrityError

from campaigns.models import Learning
from checkins.models import Touch
from core.charts import drawing, process
from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from reports.actions import summaries as actions
from reports.errors import SummaryRefused
from reports.models import Summary
from tests import factories
from tests.reports.conftest import CLOSED, HOUR, PICTURE

SOON = CLOSED + HOUR
WORDS = ("opening", "worked", "did_not", "next_time", "personal")


def words(summary, **changes):
    return {**{name: getattr(summary, name) for name in WORDS}, **changes}


def test_draft_has_figures_words_and_pictures(closed):
    part = closed("Spring")
    earlier = closed("Winter", at=CLOSED - timedelta(days=90), partnership=part.partnership)
    factories.ResultFactory(collaboration=earlier, likes=30)
    factories.ResultFactory(collaboration=part, likes=60)
    Learning.objects.create(
        workspace=part.workspace, collaboration=part, kind="next_time", text="Shorter intro."
    )
    summary = actions.draft_summary(collaboration=part, at=SOON)
    assert (summary.state, summary.language) == ("draft", "en")
    assert (summary.closed_at, summary.due_at) == (CLOSED, CLOSED + 72 * HOUR)
    assert summary.figures["engagement"]["rate"] == 0.06
    assert summary.figures["comparison"]["engagement"]["median"] == 0.03
    assert summary.worked == "Engagement was 6.0%, above your own median of 3.0%."
    assert summary.next_time == "Shorter intro."
    assert "Here is how your part went" in summary.opening
    assert bytes(summary.chart_png) == PICTURE
    assert summary.chart_svg.startswith("<svg")


def test_draft_speaks_the_creators_language(draft):
    summary = draft(language="ru", name="Светлана Ёлкина")
    assert summary.language == "ru"
    assert summary.opening.startswith("Светлана, здравствуйте! Кампания «Spring» закончилась")


def test_draft_without_results_says_what_is_missing(closed):
    part = closed()
    factories.DeliverableFactory(collaboration=part, title="Reel")
    summary = actions.draft_summary(collaboration=part, at=SOON)
    assert [gap["kind"] for gap in summary.figures["missing"]] == ["unpublished", "no_results"]
    assert "The numbers are not in yet" in summary.opening
    assert summary.chart_png is None
    assert summary.chart_svg == ""


def test_draft_without_a_drawer_is_still_a_draft(closed, monkeypatch):
    def refuse(wish):
        raise process.NotDrawn("no")

    monkeypatch.setattr(drawing.artist, "draw", refuse)
    part = closed()
    for day in (1, 2, 3):
        factories.ResultFactory(collaboration=part, likes=None, day=CLOSED.date().replace(day=day))
    summary = actions.draft_summary(collaboration=part, at=SOON)
    assert (summary.chart_svg, summary.chart_png) == ("", None)


def test_draft_again_is_the_same(closed):
    part = closed()
    first = actions.draft_summary(collaboration=part, at=SOON)
    assert actions.draft_summary(collaboration=part, at=SOON + HOUR) == first
    assert AuditEntry.objects.filter(verb="draft summary").count() == 1


def test_draft_beaten_by_another_worker_gives_theirs(closed, monkeypatch):
    part = closed()
    real = actions._take

    def meanwhile(*args):
        monkeypatch.setattr(actions, "_take", real)
        actions.draft_summary(collaboration=part, at=SOON)
        return real(*args)

    monkeypatch.setattr(actions, "_take", meanwhile)
    summary = actions.draft_summary(collaboration=part, at=SOON)
    assert Summary.objects.get() == summary


@pytest.mark.parametrize("state", ["campaign", "collaboration"])
def test_draft_needs_a_closed_campaign(closed, state):
    part = closed()
    if state == "campaign":
        part.campaign.state, part.campaign.closed_at = "live", None
    else:
        part.state = "declined"
    with pytest.raises(SummaryRefused):
        actions.draft_summary(collaboration=part, at=SOON)


def test_edit_is_saved_once_and_over_nobody(draft, manager, owner):
    summary = draft()
    changes = words(summary, personal="That light!")
    edited = actions.edit_summary(
        summary=summary, changes={**changes, "state": "sent"}, expected=1, by=manager, at=SOON
    )
    assert (edited.personal, edited.version, edited.state) == ("That light!", 2, "draft")
    again = actions.edit_summary(summary=summary, changes=changes, expected=1, by=manager, at=SOON)
    assert again.version == 2
    with pytest.raises(EditConflict) as conflict:
        actions.edit_summary(
            summary=summary, changes=words(summary, personal="Mine"), expected=1, by=owner, at=SOON
        )
    assert conflict.value.theirs.personal == "That light!"
    assert conflict.value.mine["personal"] == "Mine"
    assert AuditEntry.objects.get(verb="edit summary").by == manager


def test_refresh_follows_the_figures_and_keeps_what_was_written(draft, manager):
    summary = draft()
    actions.edit_summary(
        summary=summary,
        changes=words(summary, opening="Dear Maya!"),
        expected=1,
        by=manager,
        at=SOON,
    )
    factories.ResultFactory(
        collaboration=summary.collaboration, reach=None, likes=None, purchases=3
    )
    fresh = actions.refresh_summary(summary=summary, by=manager, at=SOON)
    assert fresh.figures["totals"]["purchases"] == 3
    assert fresh.worked == "3 purchases came from it."
    assert fresh.opening == "Dear Maya!"
    assert fresh.version == 3
    assert actions.refresh_summary(summary=summary, by=manager, at=SOON + HOUR).version == 3


def test_send_once(closed, manager):
    part = closed("Spring")
    earlier = closed("Winter", at=CLOSED - timedelta(days=90), partnership=part.partnership)
    for one in (part, earlier):
        factories.ResultFactory(collaboration=one)
    summary = actions.draft_summary(collaboration=part, at=SOON)
    sent = actions.send_summary(summary=summary, by=manager, at=SOON, expected=1)
    again = actions.send_summary(summary=summary, by=manager, at=SOON + HOUR, expected=1)
    by_itself = actions.send_summary(summary=summary, by=None, at=SOON + HOUR)
    assert sent == again == by_itself
    assert (again.state, again.sent_at, again.sent_by) == ("sent", SOON, manager)
    mail = OutgoingMail.objects.get(kind="summary")
    assert mail.key == f"summary:{summary.public_id}"
    assert (mail.to_email, mail.to_name) == ("maya@lind.example", "Maya Lind")
    assert mail.subject == "Maya, how “Spring” went"
    assert mail.reply_to == manager.email
    assert again.mail == mail
    touch = Touch.objects.get()
    assert (touch.kind, touch.direction, touch.mail, touch.by) == ("summary", "out", mail, manager)
    assert touch.asks is False
    picture = mail.attachments.get()
    assert (picture.content_id, bytes(picture.content)) == ("chart", PICTURE)
    assert 'src="cid:chart"' in mail.html
    assert AuditEntry.objects.filter(verb="send summary").count() == 1


def test_two_who_send_at_the_same_moment(draft, manager, owner, monkeypatch):
    summary = draft()
    stale = actions.load_summary(summary)
    actions.send_summary(summary=summary, by=owner, at=SOON)
    real = actions.load_summary
    seen = iter([stale])
    monkeypatch.setattr(actions, "load_summary", lambda s: next(seen, None) or real(s))
    assert actions.send_summary(summary=summary, by=manager, at=SOON).sent_by == owner
    assert OutgoingMail.objects.count() == 1


def test_what_was_sent_stays(draft, manager):
    summary = draft()
    actions.send_summary(summary=summary, by=manager, at=SOON)
    factories.ResultFactory(collaboration=summary.collaboration, likes=900)
    for change in (
        lambda: actions.refresh_summary(summary=summary, by=manager, at=SOON),
        lambda: actions.edit_summary(
            summary=summary, changes={"opening": "x"}, expected=2, by=manager, at=SOON
        ),
        lambda: actions.hold_summary(summary=summary, reason="wait", by=manager, at=SOON),
        lambda: actions.release_summary(summary=summary, by=manager, at=SOON),
    ):
        with pytest.raises(SummaryRefused, match="sent already"):
            change()
    summary.refresh_from_db()
    assert summary.figures["totals"]["likes"] == 50


def test_send_over_an_unseen_edit_is_refused(draft, manager, owner):
    summary = draft()
    actions.edit_summary(
        summary=summary, changes={"personal": "New"}, expected=1, by=owner, at=SOON
    )
    with pytest.raises(EditConflict):
        actions.send_summary(summary=summary, by=manager, at=SOON, expected=1)
    assert not OutgoingMail.objects.exists()


def test_no_address_sends_nothing(draft, manager):
    summary = draft(email="")
    with pytest.raises(NoAddress):
        actions.send_summary(summary=summary, by=manager, at=SOON)
    summary.refresh_from_db()
    assert (summary.state, summary.sent_at, summary.version) == ("draft", None, 1)
    assert not Touch.objects.exists()


def test_mail_waits_out_quiet_hours(draft, manager):
    from datetime import time

    summary = draft(quiet_from=time(12, 30), quiet_until=time(18))
    actions.send_summary(summary=summary, by=manager, at=SOON)
    assert OutgoingMail.objects.get().due_at == CLOSED + 6 * HOUR
    assert Touch.objects.get().at == SOON


def test_hold_and_release(draft, manager, owner):
    summary = draft()
    with pytest.raises(SummaryRefused):
        actions.hold_summary(summary=summary, reason="  ", by=manager, at=SOON)
    held = actions.hold_summary(
        summary=summary, reason=" Sales come\non Friday ", by=manager, at=SOON
    )
    assert (held.state, held.hold_reason, held.held_by, held.held_at) == (
        "held", "Sales come on Friday", manager, SOON,
    )  # fmt: skip
    assert actions.hold_summary(summary=summary, reason="again", by=owner, at=SOON) == held
    with pytest.raises(EditConflict):
        actions.send_summary(summary=summary, by=None, at=SOON)
    released = actions.release_summary(summary=summary, by=owner, at=SOON + HOUR)
    assert (released.state, released.hold_reason, released.held_by) == ("draft", "", None)
    assert actions.release_summary(summary=summary, by=owner, at=SOON + HOUR).version == 3
    told = AuditEntry.objects.get(verb="release summary").changes
    assert told == {"reason": ["Sales come on Friday", ""]}


def test_a_person_may_send_a_held_one(draft, manager):
    summary = draft()
    actions.hold_summary(summary=summary, reason="wait", by=manager, at=SOON)
    assert actions.send_summary(summary=summary, by=manager, at=SOON).state == "sent"


def test_hold_during_somebody_elses_change_is_told(draft, manager, monkeypatch):
    summary = draft()
    stale = actions.load_summary(summary)
    actions.edit_summary(
        summary=summary, changes={"personal": "New"}, expected=1, by=manager, at=SOON
    )
    real = actions.load_summary
    seen = iter([stale])
    monkeypatch.setattr(actions, "load_summary", lambda s: next(seen, None) or real(s))
    with pytest.raises(EditConflict) as conflict:
        actions.hold_summary(summary=summary, reason="wait", by=manager, at=SOON)
    assert conflict.value.theirs.personal == "New"


def test_by_itself_takes_the_newest_figures_in_the_keepers_name(draft, caretaker):
    summary = draft()
    factories.ResultFactory(collaboration=summary.collaboration, purchases=2)
    sent = actions.send_by_itself(summary=summary, at=CLOSED + 66 * HOUR)
    assert sent.sent_by is None
    assert sent.figures["totals"]["purchases"] == 2
    mail = OutgoingMail.objects.get()
    assert "2 purchases came from it." in mail.text
    assert "Vera Keeper" in mail.text
    assert mail.reply_to == caretaker.email


def test_database_refuses_held_without_reason_and_sent_without_time(draft):
    summary = draft()
    with pytest.raises(IntegrityError):
        Summary.objects.filter(pk=summary.pk).update(state="held")
