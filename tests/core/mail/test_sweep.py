from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from core.mail import sweep as sweeping
from core.mail.delivery import MAX_ATTEMPTS, claim, hand_over
from core.mail.rows import all_mails
from core.mail.sweep import recover_claims, sweep
from core.models import MailEvent
from core.tasks import deliver_mail, sweep_mail
from tests.core.mail.server import DROP
from tests.factories import NOON

AFTER = NOON + timedelta(seconds=91)


def row(mail):
    return all_mails().get(pk=mail.pk)


def test_claim_that_died_before_the_hand_over_is_free_again(queue):
    mail = claim(queue().pk, at=NOON)
    assert recover_claims(at=NOON + timedelta(seconds=89)) == []
    assert recover_claims(at=AFTER) == ["queued"]
    assert (row(mail).state, row(mail).claim) == ("queued", "")
    assert recover_claims(at=AFTER) == []
    assert MailEvent.objects.get(mail=mail).kind == "lease_over"


def test_claim_that_died_after_the_hand_over_is_unknown(queue):
    mail = claim(queue().pk, at=NOON)
    hand_over(mail, at=NOON)
    assert recover_claims(at=AFTER) == ["unknown"]
    assert (row(mail).state, row(mail).claim) == ("unknown", mail.claim)
    with time_machine.travel(AFTER, tick=False):
        assert sweep() == {}


def test_mail_that_kills_every_sender_is_given_up(queue):
    mail = queue()
    all_mails().update(attempts=MAX_ATTEMPTS - 1)
    claim(mail.pk, at=NOON)
    assert recover_claims(at=AFTER) == ["failed"]


@pytest.mark.parametrize("change", ["handed_over", "settled"])
def test_recovery_that_comes_too_late_changes_nothing(queue, change):
    mail = claim(queue().pk, at=NOON)
    seen = row(mail)
    if change == "handed_over":
        hand_over(mail, at=NOON)
    else:
        all_mails().update(state="sent")
    assert sweeping._recover(seen, AFTER) is None
    assert MailEvent.objects.count() == 0


@time_machine.travel(NOON, tick=False)
def test_sweep_finds_what_nobody_heard_of(queue, smtp):
    for n in range(3):
        queue(f"a:{n}")
    queue("a:later", due_at=AFTER)
    assert sweep_mail() == {"sent": 3}
    assert (len(smtp.mails), smtp.connections) == (3, 1)
    assert sweep_mail() == {}


@time_machine.travel(NOON, tick=False)
def test_rung_mail_is_delivered_first_and_then_the_rest_of_its_burst(queue, smtp):
    queue("a:1")
    rung = queue("a:2", to=("first@example.com", ""))
    assert deliver_mail(rung.pk) == "sent"
    assert [mail["To"] for mail in smtp.mails] == [
        "first@example.com",
        "Maya Ruiz <maya@example.com>",
    ]
    assert deliver_mail(4711) is None


@time_machine.travel(AFTER, tick=False)
def test_sweep_counts_what_it_recovered(queue, smtp):
    for n in range(2):
        claim(queue(f"a:{n}").pk, at=NOON)
    assert sweep() == {"recovered_queued": 2, "sent": 2}


@time_machine.travel(NOON, tick=False)
def test_way_out_that_is_down_is_left_alone_after_three(queue, smtp):
    smtp.answers["DATA"] = [DROP] * 9
    for n in range(9):
        queue(f"a:{n}")
    assert sweep() == {"unknown": 3}
    assert all_mails().filter(state="queued").count() == 6


@time_machine.travel(NOON, tick=False)
def test_sweep_ends_in_its_time(queue, smtp, monkeypatch):
    queue("a:1")
    assert sweep(budget=timedelta(0)) == {}
    seconds = iter([0.0, 1.0, 999.0, 999.0])
    clock = SimpleNamespace(monotonic=lambda: next(seconds))
    monkeypatch.setattr(sweeping, "time", clock)
    queue("a:2")
    assert sweep() == {"sent": 1}


@time_machine.travel(NOON, tick=False)
def test_mail_taken_by_another_sweep_is_counted_as_such(queue, monkeypatch):
    given = iter([[queue().pk], []])
    all_mails().update(state="sending")
    monkeypatch.setattr(sweeping, "due_mails", lambda **k: next(given))
    assert sweep() == {"taken": 1}
