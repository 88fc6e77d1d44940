"""Every turn a delivery can take, with the ways out replaced; real SMTP is in test_smtp.py."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from core.mail import delivery
from core.mail.delivery import (
    LEASE,
    MAX_ATTEMPTS,
    Fenced,
    backoff,
    claim,
    deliver,
    hand_over,
    settle,
    settle_sent,
)
from core.mail.refusals import Ambiguous, Permanent, Temporary
from core.mail.rows import all_mails
from core.mail.stop_rules import register_stop_rule
from core.mail.suppression import suppress
from core.models import MailEvent, Suppression
from core.models.mail import MailState
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


class FakePost:
    """A way out that does what it is told after (or before) the hand-over."""

    def __init__(self, error=None, *, before=False, provider_id="", during=None):
        self.error, self.before, self.provider_id = error, before, provider_id
        self.during = during
        self.sent = []

    def way_of(self, mail):
        return self

    def send(self, message, *, hand_over):
        if self.before:
            raise self.error
        hand_over()
        if self.during:
            self.during()
        if self.error:
            raise self.error
        self.sent.append(message)
        return self.provider_id


def row(mail):
    return all_mails().get(pk=mail.pk)


def kinds(mail):
    return list(MailEvent.objects.filter(mail=mail).order_by("pk").values_list("kind", flat=True))


def test_due_mail_is_sent_once(queue):
    mail, post = queue(), FakePost(provider_id="p-1")
    assert deliver(mail.pk, at=NOON, post=post) == "sent"
    assert deliver(mail.pk, at=NOON, post=post) is None
    assert len(post.sent) == 1
    after = row(mail)
    assert (after.state, after.sent_at, after.handed_over_at) == ("sent", NOON, NOON)
    assert (after.provider_id, after.attempts, after.lease_until) == ("p-1", 1, None)
    assert kinds(mail) == ["sent"]


def test_mail_not_due_is_left(queue):
    mail = queue(due_at=LATER)
    assert deliver(mail.pk, at=NOON, post=FakePost()) is None
    assert row(mail).attempts == 0


@pytest.mark.parametrize("state", [s for s in MailState.values if s != "queued"])
def test_only_queued_mail_is_claimed(queue, state):
    mail = queue()
    all_mails().update(state=state)
    assert claim(mail.pk, at=NOON) is None
    assert row(mail).state == state


def test_gone_mail_is_no_error(db):
    assert deliver(4711, at=NOON) is None


def test_claim_lost_before_it_is_read_is_no_claim(queue, monkeypatch):
    mail = queue()
    update = QuerySet.update

    def update_and_lose(self, **fields):
        won = update(self, **fields)
        update(all_mails().filter(pk=mail.pk), claim="another")
        return won

    monkeypatch.setattr(QuerySet, "update", update_and_lose)
    assert claim(mail.pk, at=NOON) is None


def test_own_post_is_opened_where_none_is_given(queue, settings):
    assert deliver(queue().pk, at=NOON) == "sent"
    assert len(list(settings.MAIL_FOLDER.glob("*.eml"))) == 1


# --- stop rules -------------------------------------------------------------------------------


def test_suppressed_address_gets_nothing(queue):
    mail, post = queue(to=("Maya@Example.com", "")), FakePost()
    suppress(email="maya@example.COM", reason="complained", detail="spam", at=NOON)
    assert deliver(mail.pk, at=NOON, post=post) == "suppressed"
    assert (post.sent, row(mail).last_error) == ([], "complained")


def test_stop_rule_cancels_between_claim_and_sending(queue, workspace):
    from django_scopes import get_scope

    asked = []

    def answered(mail, at):
        asked.append((mail.state, at, get_scope().get("workspace")))
        return "they wrote on 3 March"

    register_stop_rule("check_in", answered)
    register_stop_rule("check_in", answered)
    mine = queue("a:1", kind="check_in", workspace=workspace)
    house = queue("a:2", kind="check_in")
    other, post = queue("a:3"), FakePost()
    assert deliver(mine.pk, at=NOON, post=post) == "cancelled"
    assert deliver(house.pk, at=NOON, post=post) == "cancelled"
    assert deliver(other.pk, at=NOON, post=post) == "sent"
    assert asked == [("sending", NOON, workspace), ("sending", NOON, None)]
    assert row(mine).last_error == "they wrote on 3 March"


def test_stop_rule_without_objection_lets_go(queue):
    register_stop_rule("hello", lambda mail, at: None)
    assert deliver(queue().pk, at=NOON, post=FakePost()) == "sent"


def test_broken_stop_rule_holds_the_mail_back(queue):
    register_stop_rule("hello", lambda mail, at: 1 / 0)
    mail, post = queue(), FakePost()
    assert deliver(mail.pk, at=NOON, post=post) == "queued"
    assert (post.sent, row(mail).due_at > NOON) == ([], True)


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [True, False])
def test_temporary_refusal_waits_and_comes_back(queue, before):
    mail = queue()
    refusal = Temporary("451 later", wait=600)
    assert deliver(mail.pk, at=NOON, post=FakePost(refusal, before=before)) == "queued"
    after = row(mail)
    assert NOON + timedelta(seconds=600) <= after.due_at <= NOON + timedelta(seconds=660)
    assert after.last_error == "451 later"
    assert deliver(mail.pk, at=NOON, post=FakePost()) is None
    assert deliver(mail.pk, at=after.due_at, post=FakePost()) == "sent"
    assert (row(mail).attempts, kinds(mail)) == (2, ["queued", "sent"])


def test_two_days_of_trying_are_enough(queue):
    mail = queue()
    all_mails().update(attempts=MAX_ATTEMPTS - 2)
    assert deliver(mail.pk, at=NOON, post=FakePost(Temporary("x"))) == "queued"
    assert deliver(mail.pk, at=row(mail).due_at, post=FakePost(Temporary("x"))) == "failed"


def test_permanent_refusal_fails(queue):
    mail = queue()
    assert deliver(mail.pk, at=NOON, post=FakePost(Permanent("554 no"))) == "failed"
    assert (row(mail).last_error, Suppression.objects.count()) == ("554 no", 0)


def test_address_of_nobody_bounces_and_is_suppressed(queue):
    mail = queue()
    post = FakePost(Permanent("550 5.1.1", bad_address=True))
    assert deliver(mail.pk, at=NOON, post=post) == "bounced"
    assert Suppression.objects.get().email == "maya@example.com"
    assert deliver(queue("a:2").pk, at=NOON, post=FakePost()) == "suppressed"


def test_lost_answer_is_unknown_and_not_sent_again(queue):
    mail, post = queue(), FakePost(Ambiguous("timed out"))
    assert deliver(mail.pk, at=NOON, post=post) == "unknown"
    assert deliver(mail.pk, at=LATER, post=FakePost()) is None
    assert row(mail).last_error == "timed out"


def test_error_without_words_is_named(queue):
    mail = queue()
    assert deliver(mail.pk, at=NOON, post=FakePost(Ambiguous())) == "unknown"
    assert row(mail).last_error == "Ambiguous"


def test_mail_that_cannot_be_written_fails_at_once(queue):
    mail, post = queue(), FakePost()
    all_mails().update(headers={"X-Broken": "a\nBcc: spy@example.com"})
    assert deliver(mail.pk, at=NOON, post=post) == "failed"
    assert post.sent == []


@pytest.mark.parametrize(("before", "state"), [(True, "queued"), (False, "unknown")])
def test_error_nobody_thought_of(queue, before, state):
    """Our own mistake: before the hand-over nothing has left, after it nobody knows."""
    assert deliver(queue().pk, at=NOON, post=FakePost(KeyError("x"), before=before)) == state


@pytest.mark.parametrize(
    ("attempts", "low", "high"), [(1, 15, 45), (2, 30, 90), (5, 240, 720), (20, 1800, 5400)]
)
def test_backoff_doubles_with_jitter_up_to_an_hour(attempts, low, high):
    waits = {backoff(attempts).total_seconds() for _ in range(200)}
    assert low <= min(waits) < max(waits) <= high
    assert len(waits) > 100


# --- fencing ----------------------------------------------------------------------------------


def take_over(mail, **fields):
    """What a sweep and another worker do while the first one sleeps."""
    all_mails().filter(pk=mail.pk).update(claim="another", **fields)


def test_frozen_before_hand_over_sends_nothing(queue):
    mail, post = queue(), FakePost()

    class Sleepy(FakePost):
        def way_of(self, mail):
            take_over(mail)
            return self

    post = Sleepy()
    assert deliver(mail.pk, at=NOON, post=post) is None
    assert (post.sent, row(mail).claim, row(mail).handed_over_at) == ([], "another", None)
    assert kinds(mail) == []


def test_frozen_after_its_lease_changes_nothing(queue):
    mail = queue()
    post = FakePost(during=lambda: take_over(mail, state="queued"))
    assert deliver(mail.pk, at=NOON, post=post) is None
    assert (row(mail).state, row(mail).sent_at, kinds(mail)) == ("queued", None, [])


def test_hand_over_of_a_mail_given_up_is_fenced(queue):
    mail = claim(queue().pk, at=NOON)
    all_mails().update(state="unknown")
    with pytest.raises(Fenced):
        hand_over(mail, at=NOON)


def test_sleeper_may_still_say_what_became_of_an_unknown_mail(queue):
    mail = queue()
    post = FakePost(during=lambda: all_mails().update(state="unknown", lease_until=None))
    assert deliver(mail.pk, at=NOON, post=post) == "sent"
    assert row(mail).state == "sent"


def test_sleeper_says_nothing_once_a_person_has_decided(queue):
    mail = queue()
    decided = {"state": "sent", "claim": ""}
    post = FakePost(Ambiguous("late"), during=lambda: all_mails().update(**decided))
    assert deliver(mail.pk, at=NOON, post=post) is None
    assert row(mail).state == "sent"


def test_provider_quicker_than_our_own_note(queue):
    """The webhook said "delivered" before the sender had written "sent"."""
    mail = queue()
    post = FakePost(provider_id="p-9", during=lambda: all_mails().update(state="delivered"))
    assert deliver(mail.pk, at=NOON, post=post) is None
    after = row(mail)
    assert (after.state, after.provider_id, after.sent_at) == ("delivered", "p-9", NOON)


def test_claim_lasts_a_lease(queue):
    assert claim(queue().pk, at=NOON).lease_until == NOON + LEASE


# --- a database that restarts -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_note_of_a_sent_mail_waits_for_the_database(queue, monkeypatch):
    mail = claim(queue().pk, at=NOON)
    pauses = []
    monkeypatch.setattr(delivery.time, "sleep", pauses.append)
    fails = iter([OperationalError("restart"), OperationalError("restart")])

    def create(**fields):
        for error in fails:
            raise error
        return real(**fields)

    real = MailEvent.objects.create
    monkeypatch.setattr(MailEvent.objects, "create", create)
    assert settle_sent(mail, at=NOON, provider_id="") == "sent"
    assert (pauses, row(mail).state) == ([0.2, 1.0], "sent")


@pytest.mark.django_db(transaction=True)
def test_database_that_stays_away_is_told(queue, monkeypatch):
    mail = claim(queue().pk, at=NOON)
    monkeypatch.setattr(delivery.time, "sleep", lambda seconds: None)

    def create(**fields):
        raise OperationalError("away")

    monkeypatch.setattr(MailEvent.objects, "create", create)
    with pytest.raises(OperationalError):
        settle(mail, MailState.SENT, at=NOON)
    # Not lost: its lease runs out, and it is listed as unknown or sent anew.
    assert row(mail).state == "sending"


@pytest.mark.django_db(transaction=True)
def test_delivery_inside_a_transaction_is_refused(queue):
    """Its steps would be committed together, at the end: a kill would forget the hand-over."""
    from django.db import transaction

    mail = queue()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver(mail.pk, at=NOON, post=FakePost())
    assert row(mail).state == "queued"


def test_database_error_inside_a_test_transaction_is_raised(queue, monkeypatch):
    mail = claim(queue().pk, at=NOON)

    def create(**fields):
        raise OperationalError("x")

    monkeypatch.setattr(MailEvent.objects, "create", create)
    with pytest.raises(OperationalError):
        settle(mail, MailState.SENT, at=NOON)
