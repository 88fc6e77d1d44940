import pytest
from django_scopes import scope

from core.mail.decisions import mark_unknown_as_sent, resend_refused, resend_unknown
from core.mail.delivery import claim, deliver, hand_over, settle_sent
from core.mail.rows import all_mails
from core.mail.suppression import lift, suppress, suppression_of
from core.models import AuditEntry, MailEvent
from tests.factories import NOON


def row(mail):
    return all_mails().get(pk=mail.pk)


@pytest.fixture
def unknown(queue, workspace):
    mail = claim(queue(workspace=workspace).pk, at=NOON)
    hand_over(mail, at=NOON)
    all_mails().update(state="unknown")
    return mail


def test_resend_unknown(unknown, manager, workspace):
    sleeper = row(unknown)
    assert resend_unknown(mail=unknown, by=manager, at=NOON)
    assert not resend_unknown(mail=unknown, by=manager, at=NOON)
    after = row(unknown)
    assert (after.state, after.claim, after.handed_over_at, after.attempts) == (
        "queued", "", None, 0,
    )  # fmt: skip
    assert settle_sent(sleeper, at=NOON, provider_id="") is None
    assert MailEvent.objects.get(mail=unknown, kind="sent_again").detail == "Maria Manager"
    with scope(workspace=workspace):
        entry = AuditEntry.objects.get(verb="mail.sent_again")
    assert (entry.by, entry.object_id) == (manager, unknown.public_id)
    assert deliver(unknown.pk, at=NOON) == "sent"
    assert row(unknown).message_id == unknown.message_id


def test_mark_unknown_as_sent(unknown, manager):
    sleeper = row(unknown)
    assert mark_unknown_as_sent(mail=unknown, by=manager, at=NOON)
    assert not mark_unknown_as_sent(mail=unknown, by=manager, at=NOON)
    assert not resend_unknown(mail=unknown, by=manager, at=NOON)
    assert (row(unknown).state, row(unknown).sent_at) == ("sent", NOON)
    assert settle_sent(sleeper, at=NOON, provider_id="x") is None
    assert deliver(unknown.pk, at=NOON) is None


def test_mail_of_the_installation_has_no_workspace_to_audit_in(queue):
    mail = queue()
    all_mails().update(state="unknown")
    assert mark_unknown_as_sent(mail=mail, by=None, at=NOON)
    assert MailEvent.objects.get(mail=mail).detail == ""


@pytest.mark.parametrize("state", ["failed", "suppressed", "bounced"])
def test_resend_refused_lifts_the_suppression(queue, workspace, manager, state):
    mail = queue(workspace=workspace)
    all_mails().update(state=state)
    suppress(email=mail.to_email, reason="bounced", detail="x", at=NOON)
    assert resend_refused(mail=mail, by=manager, at=NOON)
    assert suppression_of(mail.to_email) is None
    assert deliver(mail.pk, at=NOON) == "sent"


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "unknown", "complained"])
def test_resend_refused_leaves_others_alone(queue, workspace, manager, state):
    mail = queue(workspace=workspace)
    all_mails().update(state=state)
    suppress(email=mail.to_email, reason="complained", detail="x", at=NOON)
    assert not resend_refused(mail=mail, by=manager, at=NOON)
    assert (row(mail).state, suppression_of(mail.to_email) is None) == (state, False)


def test_decision_is_rung(unknown, manager, monkeypatch, django_capture_on_commit_callbacks):
    from core.mail import decisions

    rung = []
    monkeypatch.setattr(decisions, "ring", lambda task, *args: rung.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        resend_unknown(mail=unknown, by=manager, at=NOON)
    assert rung == [(unknown.pk,)]


def test_first_reason_stands_and_a_complaint_outweighs_it(db):
    suppress(email="A@b.example", reason="bounced", detail="1", at=NOON)
    suppress(email="a@b.example", reason="bounced", detail="2", at=NOON)
    assert suppression_of("a@B.example").detail == "1"
    suppress(email="a@b.example", reason="complained", detail="3", at=NOON)
    suppress(email="a@b.example", reason="bounced", detail="4", at=NOON)
    assert suppression_of("a@b.example").reason == "complained"
    assert (lift("a@b.example"), lift("a@b.example")) == (True, False)
