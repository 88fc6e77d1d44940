"""Introductions: what the actions do, what goes out, what Today asks (product.md, row 51)."""

from datetime import date, timedelta

import pytest

from checkins.actions import introducing as acts
from checkins.actions.introductions import (
    ask_both,
    plan_introduction,
    reword_introduction,
    withdraw_introduction,
)
from checkins.errors import (
    AlreadyAnswered,
    KnowEachOther,
    NotOpen,
    NotReachable,
    ReasonMissing,
    Refused,
)
from checkins.models import Introduction, Touch
from checkins.queries.lines import introductions as lines_of
from checkins.today import Asking, Section
from core.mail.stop_rules import reason_to_stop
from core.mail.suppression import suppress
from core.models import AuditEntry, OutgoingMail
from core.together import read_rounds
from core.versions import EditConflict
from partnerships.actions.handover import hand_over
from tests import factories
from tests.checkins.conftest import NOW

WORDS = {"reason": "Оба снимают город с воды.", "other_reason": "You both film a city from water."}


def today_lines(asking):
    [lines] = read_rounds([lines_of.introductions(asking)])
    return lines


@pytest.fixture
def anna(partnership):
    """Russian, a partner of the manager's."""
    return partnership.creator


@pytest.fixture
def ben(in_scope, manager):
    """American, a partner of the manager's with another brand."""
    creator = factories.CreatorFactory(
        workspace=in_scope, name="Ben Whitaker", email="ben@example.com", zone="Europe/London"
    )
    factories.PartnershipFactory(workspace=in_scope, creator=creator, owner=manager)
    factories.ChannelFactory(creator=creator, handle="benwalks", platform="youtube")
    return creator


@pytest.fixture
def plan(anna, ben, manager):
    def make(**changes):
        values = {"first": anna, "second": ben, "owner": manager, "by": manager, "at": NOW}
        return plan_introduction(**{**values, **WORDS, **changes})

    return make


@pytest.fixture
def asked(plan, manager):
    row = plan()
    ask_both(introduction=row, by=manager, at=NOW)
    return row


def answer(row, side, agreed, by=None, **more):
    acts.record_answer(introduction=row, side=side, agreed=agreed, by=by, at=NOW, **more)


def mails(kind=""):
    return list(
        OutgoingMail.objects.filter(kind__startswith=f"introduction_{kind}").order_by("key")
    )


def made(asked):
    answer(asked, "first", True)
    answer(asked, "second", True)
    return asked


def test_planning_sends_nothing_and_keeps_both_wordings(plan):
    row = plan()
    assert (row.state, row.reason_for("first"), row.reason_for("second")) == (
        "planned", WORDS["reason"], WORDS["other_reason"],
    )  # fmt: skip
    assert mails() == []
    assert AuditEntry.objects.filter(verb="introduction.planned").count() == 1


def test_one_language_needs_one_wording(plan, ben, in_scope):
    other = factories.CreatorFactory(workspace=in_scope)
    row = plan(first=ben, second=other, reason="Both", other_reason="ignored")
    assert (row.other_reason, row.reason_for("second")) == ("", "Both")


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"reason": " "}, ReasonMissing, "reason"),
        ({"other_reason": ""}, ReasonMissing, "other_reason"),
    ],
)
def test_two_languages_need_both_wordings(plan, changes, error, field):
    with pytest.raises(error) as refused:
        plan(**changes)
    assert refused.value.field == field
    assert not Introduction.objects.exists()


def test_nobody_is_introduced_to_themselves_or_to_the_archived(plan, anna, ben):
    with pytest.raises(Refused):
        plan(second=anna)
    ben.archived_at = NOW
    ben.save()
    with pytest.raises(Refused):
        plan()


def test_two_are_introduced_once_in_whichever_order(plan, anna, ben, manager):
    row = plan()
    with pytest.raises(KnowEachOther):
        plan(first=ben, second=anna)
    withdraw_introduction(introduction=row, by=manager, at=NOW)
    assert plan(first=ben, second=anna).pk


def test_words_change_until_somebody_is_asked(plan, manager):
    row = plan()
    new = {"reason": "Иначе", "other_reason": "Otherwise", "by": manager, "at": NOW}
    reword_introduction(introduction=row, expected=1, **new)
    reword_introduction(introduction=row, expected=2, **new)
    assert Introduction.objects.get().version == 2
    with pytest.raises(EditConflict):
        reword_introduction(introduction=row, expected=1, **{**new, "reason": "Мимо"})
    row = Introduction.objects.get()
    ask_both(introduction=row, by=manager, at=NOW)
    with pytest.raises(NotOpen):
        reword_introduction(introduction=row, expected=row.version, **new)


def test_each_is_asked_once_in_their_language_without_addresses(asked, anna, ben, manager):
    to_anna, to_ben = mails("ask")
    assert (to_anna.to_email, to_anna.language) == (anna.email, "ru")
    assert (to_ben.to_email, to_ben.language) == (ben.email, "en")
    for part in (to_anna.text, to_anna.html):
        assert WORDS["reason"] in part
        assert "benwalks" in part
        assert ben.email not in part
        assert "/answer/introduction/" in part
    assert WORDS["other_reason"] in to_ben.text
    assert anna.email not in to_ben.text
    assert {mail.reply_to for mail in (to_anna, to_ben)} == {manager.email}
    touches = Touch.objects.filter(kind="introduction")
    assert sorted(touches.values_list("partnership__creator__name", "asks", "direction")) == [
        ("Ben Whitaker", False, "out"), ("Светлана Ким", False, "out"),
    ]  # fmt: skip
    with pytest.raises(NotOpen):
        ask_both(introduction=asked, by=manager, at=NOW)
    assert len(mails("ask")) == 2


def test_asking_waits_for_their_working_hours(plan, manager, anna):
    night = NOW.replace(hour=20)  # 23:00 in Moscow, after work in London
    row = plan()
    ask_both(introduction=row, by=manager, at=night)
    assert {mail.due_at.astimezone(anna.zone).hour for mail in mails("ask")} <= {10, 13}
    assert all(mail.due_at > night for mail in mails("ask"))


@pytest.mark.parametrize("why", ["no address", "archived", "suppressed"])
def test_nobody_is_asked_unless_both_can_be(plan, manager, ben, why):
    row = plan()
    if why == "suppressed":
        suppress(email=ben.email, reason="bounced", detail="", at=NOW)
    elif why == "archived":
        ben.archived_at = NOW
    else:
        ben.email = ""
    ben.save()
    with pytest.raises(NotReachable) as refused:
        ask_both(introduction=row, by=manager, at=NOW)
    assert "Ben Whitaker" in str(refused.value)
    assert mails() == []
    assert Introduction.objects.get().state == "planned"


def test_two_yeses_bring_them_together_once(asked, anna, ben, manager):
    answer(asked, "first", True, line="  С радостью!  ")
    assert mails("made") == []
    assert (asked.state, asked.first_line) == ("asked", "С радостью!")
    answer(asked, "second", True)
    row = Introduction.objects.get()
    assert (row.state, row.made_at, row.follow_up_on) == ("made", NOW, date(2026, 3, 17))
    to_anna, to_ben = mails("made")
    assert (to_anna.reply_to, to_ben.reply_to) == (ben.email, anna.email)
    assert ben.email in to_anna.text
    assert anna.email in to_ben.html
    assert (to_anna.language, to_ben.language) == ("ru", "en")
    assert manager.name in to_anna.from_email
    for side in ("first", "second"):
        with pytest.raises(AlreadyAnswered):
            answer(asked, side, False)
    assert len(mails()) == 4
    # Their answers are words from them.
    assert Touch.objects.filter(kind="reply", direction="in").count() == 2


def test_a_no_ends_it_and_is_named_to_nobody(asked, anna, ben):
    answer(asked, "second", True)
    answer(asked, "first", False, line="Не сейчас")
    assert Introduction.objects.get().state == "declined"
    [kind] = mails("not_now")
    assert kind.to_email == ben.email
    assert "Не сейчас" not in kind.text
    assert "no" not in kind.text.lower().split()
    assert mails("made") == []


def test_after_a_no_the_other_mail_is_stopped_and_nothing_more_is_said(asked, ben):
    answer(asked, "first", False)
    assert [mail.state for mail in mails("ask") if mail.to_email == ben.email] == ["cancelled"]
    assert mails("not_now") == []
    with pytest.raises(NotOpen):
        answer(asked, "second", True)


def test_an_answer_by_telephone_counts_before_anybody_was_asked(plan, manager, ben):
    row = plan()
    with pytest.raises(NotOpen):
        answer(row, "first", True)
    answer(row, "first", True, by=manager, channel="call")
    ask_both(introduction=row, by=manager, at=NOW)
    assert [mail.to_email for mail in mails("ask")] == [ben.email]
    assert Touch.objects.get(kind="reply").channel == "call"


def test_two_yeses_that_mail_cannot_join_wait_for_a_person(asked, ben, manager):
    answer(asked, "first", True)
    suppress(email=ben.email, reason="bounced", detail="", at=NOW)
    answer(asked, "second", True, by=manager, channel="call")
    assert (asked.state, mails("made")) == ("asked", [])
    with pytest.raises(NotReachable):
        acts.make_introduction(introduction=asked, by=manager, at=NOW)
    acts.make_introduction(introduction=asked, by=manager, at=NOW, by_mail=False)
    assert (Introduction.objects.get().state, mails("made")) == ("made", [])


def test_both_have_to_say_yes(asked, manager):
    answer(asked, "first", True)
    with pytest.raises(NotOpen):
        acts.make_introduction(introduction=asked, by=manager, at=NOW)


def test_withdrawing_stops_what_has_not_left(asked, manager, anna):
    answer(asked, "first", True)
    withdraw_introduction(introduction=asked, by=manager, at=NOW, reason="Ben moves house")
    row = Introduction.objects.get()
    assert (row.state, row.outcome) == ("withdrawn", "Ben moves house")
    assert {mail.state for mail in mails("ask")} == {"cancelled"}
    [kind] = mails("not_now")
    assert (kind.to_email, "house" in kind.text) == (anna.email, False)
    with pytest.raises(NotOpen):
        withdraw_introduction(introduction=asked, by=manager, at=NOW)


def test_what_was_made_is_not_withdrawn(asked, manager):
    with pytest.raises(NotOpen):
        withdraw_introduction(introduction=made(asked), by=manager, at=NOW)


def test_stop_rules_ask_once_more_before_a_mail_leaves(asked, anna, ben):
    to_anna, to_ben = mails("ask")
    assert reason_to_stop(to_ben, at=NOW) is None
    answer(asked, "second", True)
    assert "no longer waits" in str(reason_to_stop(to_ben, at=NOW))
    assert reason_to_stop(to_anna, at=NOW) is None
    answer(asked, "first", True)
    [one, _two] = mails("made")
    assert reason_to_stop(one, at=NOW) is None
    ben.archived_at = NOW
    ben.save()
    assert "archived" in str(reason_to_stop(one, at=NOW))
    Introduction.objects.all().delete()
    assert reason_to_stop(one, at=NOW) is None


def test_following_up(asked, manager):
    made(asked)
    with pytest.raises(Refused):
        acts.follow_up_later(introduction=asked, until=date(2026, 3, 3), by=manager, at=NOW)
    acts.follow_up_later(introduction=asked, until=date(2026, 4, 1), by=manager, at=NOW)
    assert Introduction.objects.get().follow_up_on == date(2026, 4, 1)
    with pytest.raises(ReasonMissing):
        acts.close_introduction(introduction=asked, outcome=" ", by=manager, at=NOW)
    acts.close_introduction(introduction=asked, outcome="A joint reel", by=manager, at=NOW)
    row = Introduction.objects.get()
    assert (row.state, row.outcome, row.follow_up_on) == ("closed", "A joint reel", None)
    for act in (
        lambda: acts.close_introduction(introduction=asked, outcome="Again", by=manager, at=NOW),
        lambda: acts.follow_up_later(
            introduction=asked, until=date(2026, 5, 1), by=manager, at=NOW
        ),
    ):
        with pytest.raises(NotOpen):
            act()


def lines(user, at, mine=True):
    return today_lines(Asking(user=user, at=at, mine=mine))


def test_today_asks_what_came_of_it_on_its_day(asked, manager, owner):
    made(asked)
    assert lines(manager, NOW) == []
    day = NOW + timedelta(days=14)
    [line] = lines(manager, day)
    assert [a.key for a in line.actions] == ["outcome", "later"]
    asking = Asking(user=manager, at=day)
    assert (line.section(asking), line.due_on) == (Section.TODAY, date(2026, 3, 17))
    [late] = lines(manager, day + timedelta(days=1))
    assert late.overdue
    assert lines(owner, day) == []
    assert len(lines(owner, day, mine=False)) == 1


def test_today_knows_who_is_silent_and_what_was_planned_and_forgotten(asked, manager, ben):
    assert lines(manager, NOW + timedelta(days=6)) == []
    [line] = lines(manager, NOW + timedelta(days=8))
    assert line.waits
    assert "Ben Whitaker" in line.reason
    assert "8 days" in line.reason
    Introduction.objects.update(state="planned", asked_at=None)
    [line] = lines(manager, NOW + timedelta(days=8))
    assert "planned 8 days ago" in line.reason
    assert not line.waits


def test_today_holds_two_yeses_that_wait_for_a_person(asked, manager):
    Introduction.objects.update(first_agreed=True, second_agreed=True)
    [line] = lines(manager, NOW)
    assert line.section(Asking(user=manager, at=NOW)) == Section.TODAY
    assert "Both said yes" in line.reason


def test_introductions_go_with_the_creators_who_are_handed_over(
    asked, partnership, ben, owner, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(partnership=partnership, to=owner, by=manager, at=NOW)
    # The manager still looks after Ben.
    assert Introduction.objects.get().owner == manager
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(partnership=ben.partnerships.get(), to=owner, by=manager, at=NOW)
    assert Introduction.objects.get().owner == owner
    assert AuditEntry.objects.filter(verb="introduction.handed_over").count() == 1
