"""Several lines of Today at once: every line told, nothing half done, the same again harmless."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from checkins.actions.planning import plan_check_ins
from checkins.actions.several import (
    done_several,
    hand_over_several,
    ready_to_send,
    rest_several,
    send_several,
)
from checkins.actions.snoozes import snooze_line
from checkins.enums import CheckInState
from checkins.models import CheckIn, Snooze, Touch
from checkins.queries.board import board
from checkins.tasks import send_due
from checkins.today import Asking
from core.models import AuditEntry, OutgoingMail
from partnerships.models import Partnership
from tests import factories
from tests.checkins.conftest import NOW, agreement, planned, utc


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def three(partnership, in_scope, manager) -> list[Partnership]:
    """Светлана, Олег (no address) and Nina, each with a check-in that is due; of Светлана an
    agreement that runs out as well."""
    rows = [partnership]
    for name, email in (("Олег", ""), ("Nina", "nina@example.com")):
        creator = factories.CreatorFactory(
            workspace=in_scope, name=name, email=email, market="RU", language="ru",
            zone="Europe/Moscow", quiet_from=time(22), quiet_until=time(9),
        )  # fmt: skip
        rows.append(
            factories.PartnershipFactory(
                workspace=in_scope,
                creator=creator,
                brand=partnership.brand,
                owner=manager,
                started_on=date(2026, 2, 2),
                created_at=utc("2026-02-02T08:00"),
            )  # fmt: skip
        )
    agreement(partnership)
    plan_check_ins(workspace=in_scope, at=NOW)
    return rows


def lines(user, **more):
    return board(Asking(user=user, at=NOW, **more)).by_key()


def check_in_key(partnership) -> str:
    return f"checkin:{planned(partnership).public_id}"


def url(name="today_several", **query) -> str:
    return reverse(f"checkins:{name}", args=["north"], query=query)


def post(client, do, keys, **more):
    rows = [f"{key}|Somebody" for key in keys]
    return client.post(url(), {"do": do, "row": rows, "whose": "mine", **more})


def test_resting_several_takes_each_and_can_be_taken_back(three, manager, client_as):
    client, keys = client_as(manager), list(lines(manager))
    assert len(keys) >= 4
    answer = post(client, "week", keys, next=url("today", day="any"))
    assert (answer.status_code, answer["Location"]) == (303, url("today", day="any"))
    assert set(Snooze.objects.values_list("key", "until")) == {
        (key, date(2026, 3, 9)) for key in keys
    }
    assert board(Asking(user=manager, at=NOW)).is_empty
    page = client.get(url("today")).text
    assert f"{len(keys)} lines rest until Monday, 9 March." in page
    client.post(url("unsnooze"), {"last": "any"})
    assert not Snooze.objects.exists()
    assert f"{len(keys)} lines are back in the list." in client.get(url("today")).text
    # Once: what rests since is nobody's to take back by the same key.
    post(client, "tomorrow", keys[:1])
    client.post(url("unsnooze"), {"last": "stale"})
    assert Snooze.objects.count() == 1


def test_the_message_takes_back_what_it_told_of(three, manager, client_as):
    client, keys = client_as(manager), list(lines(manager))
    client.post(url("snooze"), {"rest": f"tomorrow {keys[0]}"})
    page = client.get(url("today")).text
    toast = page[page.index('class="toast ') :]
    address = toast.partition('action="')[2].partition('"')[0].replace("&amp;", "&")
    assert address.startswith(url("unsnooze"))
    assert client.post(address).status_code == 303
    assert not Snooze.objects.exists()


def test_what_is_gone_is_named_and_the_others_rest(three, manager, client_as):
    client, key = client_as(manager), check_in_key(three[0])
    answer = client.post(
        url(), {"do": "tomorrow", "row": [f"{key}|Светлана", "payment:gone|Fee of Oleg"]}
    )
    page = client.get(answer["Location"]).text
    assert Snooze.objects.get().key == key
    assert "Fee of Oleg · It was done meanwhile." in page


def test_twice_is_once(three, manager, in_scope):
    some = list(lines(manager).values())
    for _ in range(2):
        rest_several(workspace=in_scope, lines=some, until=date(2026, 3, 5), by=manager, at=NOW)
    assert Snooze.objects.count() == len(some)
    assert AuditEntry.objects.filter(verb="today.snoozed").count() == len(some)


def test_a_day_is_asked_and_refused_if_it_is_over(three, manager, client_as):
    client, key = client_as(manager), check_in_key(three[0])
    asked = post(client, "day", [key])
    assert asked.status_code == 200
    assert "Светлана Ким" in asked.text
    over = post(client, "day", [key], sure="1", until="2026-03-03")
    assert over.status_code == 422
    assert "Give a day after today." in over.text
    assert f"{key}|" in over.text
    assert post(client, "day", [key], sure="1", until="2026-03-20").status_code == 303
    assert Snooze.objects.get().until == date(2026, 3, 20)


def test_done_closes_check_ins_and_says_why_not_the_others(three, manager, client_as):
    client, known = client_as(manager), lines(manager)
    asked = post(client, "done", known).text
    assert "It is finished on its own page." in asked
    told = post(client, "done", known, sure="1", how="message", note="Sent them the film")
    assert told.status_code == 200
    assert "This is not noted in passing: open it." in told.text
    closed = CheckIn.objects.filter(state=CheckInState.DONE)
    assert {row.partnership_id for row in closed} == {row.pk for row in three}
    assert Touch.objects.filter(kind="message", body="Sent them the film").count() == 3
    # Pressed twice: each is gone, none is logged again.
    again = post(client, "done", known, sure="1", how="message", note="")
    assert again.text.count("It was done meanwhile.") == 3
    assert Touch.objects.filter(kind="message").count() == 3


def test_a_checkpoint_is_not_noted_in_passing(partnership, manager, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    CheckIn.objects.filter(kind="checkpoint").delete()
    CheckIn.objects.update(kind="checkpoint")
    (line,) = [one for key, one in lines(manager).items() if key.startswith("checkin:")]
    assert line.can == "hand send"
    (told,) = done_several(lines=[line], how="call", note="", by=manager, at=NOW)
    assert not told.done
    assert CheckIn.objects.get().state == CheckInState.PLANNED


def test_mails_are_shown_as_they_go_and_go_as_shown(three, manager, client_as):
    client, known = client_as(manager), lines(manager)
    asked = post(client, "send", known)
    page = asked.text
    assert not OutgoingMail.objects.exists()
    ready = {one.line.key: one for one in ready_to_send(known.values(), NOW)}
    shown = [one for one in ready.values() if not one.problem]
    assert len(shown) == 2
    for one in shown:
        assert one.letter.subject in page
        assert one.seen in page
    assert "No e-mail address is known" in page
    assert "There is no mail to send for it." in page
    seen = {f"seen-{one.line.key}": one.seen for one in shown}
    answer = post(client, "send", [one.line.key for one in shown], sure="1", **seen)
    assert answer.status_code == 303
    mails = OutgoingMail.objects.filter(kind="check_in")
    assert {mail.to_email for mail in mails} == {"kim@example.com", "nina@example.com"}
    assert {mail.subject for mail in mails} == {one.letter.subject for one in shown}
    post(client, "send", [one.line.key for one in shown], sure="1", **seen)
    assert OutgoingMail.objects.filter(kind="check_in").count() == 2


def test_a_mail_that_changed_since_it_was_seen_does_not_go(three, manager):
    line = lines(manager)[check_in_key(three[0])]
    (before,) = ready_to_send([line], NOW)
    CheckIn.objects.filter(pk=before.check_in.pk).update(personal_line="Видела ваш балкон!")
    for seen in ({line.key: before.seen}, {}):
        (told,) = send_several(lines=[line], seen=seen, by=manager, at=NOW)
        assert (told.done, told.words) == (
            False, "The mail is not the one you saw any more. Look at it again.",
        )  # fmt: skip
    assert not OutgoingMail.objects.exists()


def test_what_is_sent_at_night_says_when_it_goes(three, manager):
    night = utc("2026-03-03T22:30")
    line = lines(manager)[check_in_key(three[0])]
    (ready,) = ready_to_send([line], night)
    (told,) = send_several(lines=[line], seen={line.key: ready.seen}, by=manager, at=night)
    assert told.done
    assert told.words.startswith("Goes on Wednesday, 4 March, ")
    assert not OutgoingMail.objects.exists()
    # Who has sent it has nothing more to do; it is back the day after, if it did not leave.
    today = board(Asking(user=manager, at=night))
    assert [(one.key, day) for one, day in today.resting] == [(line.key, date(2026, 3, 5))]
    with time_machine.travel(ready.goes_at, tick=False):
        send_due()
    assert OutgoingMail.objects.filter(to_email="kim@example.com").count() == 1


def test_only_check_ins_are_sent(three, manager):
    line = next(one for key, one in lines(manager).items() if key.startswith("agreement:"))
    assert ready_to_send([line], NOW) == []
    (told,) = send_several(lines=[line], seen={}, by=manager, at=NOW)
    assert told.words == "This is no check-in, so there is no mail to send: open it."


def test_handed_over_once_for_each_partnership(three, manager, owner, client_as):
    client, known = client_as(manager), lines(manager)
    page = post(client, "hand", known).text
    assert owner.public_id in page
    before = {f"before-{row.public_id}": manager.public_id for row in three}
    nobody = post(client, "hand", known, sure="1", to="", **before)
    assert nobody.status_code == 422
    assert post(client, "hand", known, sure="1", to=owner.public_id, **before).status_code == 303
    assert {row.owner for row in Partnership.objects.all()} == {owner}
    assert all(row.handovers.count() == 1 for row in Partnership.objects.all())
    assert OutgoingMail.objects.filter(kind__startswith="handover", to_email=owner.email).exists()
    assert lines(manager) == {}


def test_nothing_is_taken_from_whom_it_was_not_seen_with(three, manager, owner, analyst):
    line = lines(manager)[check_in_key(three[0])]
    Partnership.objects.filter(pk=three[0].pk).update(owner=owner)
    (told,) = hand_over_several(
        lines=[line], to=manager, before={three[0].public_id: analyst.public_id}, note="",
        tell_creator=False, by=manager, at=NOW,
    )  # fmt: skip
    assert (told.done, told.words) == (False, f"{owner} has it meanwhile.")


def test_a_line_without_partnership_is_not_handed_over(three, manager, owner):
    line = replace(next(iter(lines(manager).values())), partnership=None)
    (told,) = hand_over_several(
        lines=[line], to=owner, before={}, note="", tell_creator=False, by=manager, at=NOW
    )
    assert "nothing to hand over" in told.words


@pytest.mark.parametrize(("do", "ticks"), [("", 1), ("burn", 1), ("tomorrow", 0)])
def test_nonsense_changes_nothing(three, manager, client_as, do, ticks):
    client = client_as(manager)
    answer = post(client, do, list(lines(manager))[:ticks])
    assert answer.status_code == 303
    assert "Tick the lines first." in client.get(answer["Location"]).text
    assert not Snooze.objects.exists()


def test_lines_of_colleagues_only_in_everyones(three, owner, manager, client_as):
    client, key = client_as(owner), check_in_key(three[0])
    post(client, "tomorrow", [key])
    assert not Snooze.objects.exists()
    client.post(url(), {"do": "tomorrow", "row": f"{key}|x", "whose": "all"})
    assert Snooze.objects.get().user == owner


def test_who_only_reads_has_no_bar(three, analyst, client_as):
    page = client_as(analyst).get(url("today")).text
    assert 'id="bulk"' not in page
    assert 'name="row"' not in page
    assert post(client_as(analyst), "tomorrow", ["x"]).status_code == 403


def test_what_rests_meanwhile_can_still_be_acted_on(three, manager):
    key = check_in_key(three[0])
    until = NOW.date() + timedelta(days=3)
    snooze_line(workspace=three[0].workspace, user=manager, key=key, until=until, at=NOW)
    (told,) = done_several(lines=[lines(manager)[key]], how="call", note="", by=manager, at=NOW)
    assert told.done


def test_what_would_go_is_read_in_as_many_queries_for_many(
    three, manager, django_assert_num_queries
):
    known = lines(manager)
    one = [known[check_in_key(three[0])]]
    many = [known[check_in_key(row)] for row in three]
    with django_assert_num_queries(3):
        ready_to_send(one, NOW)
    with django_assert_num_queries(3):
        ready_to_send(many, NOW)
