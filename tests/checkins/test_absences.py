"""Absences: noted once, ended early, and everything that is planned or sent follows them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from checkins.actions.absences import add_absence, end_absence
from checkins.actions.planning import plan_check_ins
from checkins.actions.sending import send_check_in
from checkins.actions.snoozes import snooze_line
from checkins.actions.touches import log_touch
from checkins.errors import AwayNow, Refused
from checkins.models import Absence, CheckIn
from checkins.queries.absences import away_on
from checkins.queries.lines.away import still_away
from checkins.queries.stops import reason_not_to_send
from checkins.tasks import plan, send_due
from checkins.today import Asking
from core.models import AuditEntry, OutgoingMail
from core.together import read_rounds
from tests import factories
from tests.checkins.conftest import NOW, planned, utc

HOUR = timedelta(hours=1)


@pytest.fixture
def check_in(partnership, manager) -> CheckIn:
    """Due on Friday, 3 April."""
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    return planned(partnership)


def away(partnership, first: str, until: str = "", at=NOW, **more) -> Absence:
    return add_absence(
        creator=partnership.creator, kind="leave", first=date.fromisoformat(first),
        until=date.fromisoformat(until) if until else None, by=None, at=at, **more,
    )  # fmt: skip


# --- the plan follows


def test_what_falls_inside_comes_right_after(check_in, partnership, in_scope):
    plan_check_ins(workspace=in_scope, at=NOW)
    away(partnership, "2026-04-01", "2026-04-12", note=" The sea ")
    moved = planned(partnership)
    check_in.refresh_from_db()
    assert (check_in.state, check_in.reason["closed"]) == ("moved", {"why": "away"})
    assert (moved.due_on, moved.reason["adjusted"]) == (date(2026, 4, 13), "away")
    assert planned(partnership, "checkpoint").due_on == date(2026, 4, 13)
    told = AuditEntry.objects.get(verb="absence.noted")
    assert told.changes == {"kind": "leave", "first": "2026-04-01", "until": "2026-04-12"}
    assert Absence.objects.get().note == "The sea"


def test_every_partnership_of_the_creator_follows(check_in, partnership, in_scope, manager):
    other = factories.PartnershipFactory(
        workspace=in_scope, creator=partnership.creator, owner=manager, tier="T2"
    )
    log_touch(partnership=other, kind="call", direction="both", at=NOW, by=manager)
    away(partnership, "2026-04-01", "2026-06-07")
    assert planned(partnership).due_on == planned(other).due_on == date(2026, 6, 8)


def test_nobody_knows_until_when(check_in, partnership, in_scope):
    absence = away(partnership, "2026-04-01")
    assert planned(partnership) is None
    assert plan_check_ins(workspace=in_scope, at=NOW) == 0
    # They came back on the twentieth, and we hear of it in June: overdue, not gone.
    end_absence(absence=absence, last=date(2026, 4, 19), by=None, at=utc("2026-06-12T09:00"))
    assert planned(partnership).due_on == date(2026, 4, 20)
    assert planned(partnership).by_hand
    assert planned(partnership, "checkpoint").due_on == date(2026, 4, 20)


def test_back_already(check_in, partnership):
    absence = away(partnership, "2026-03-20", "2026-04-12")
    plan_check_ins(workspace=partnership.workspace, at=NOW)
    assert planned(partnership, "checkpoint").due_on == date(2026, 4, 13)
    end_absence(absence=absence, last=date(2026, 4, 1), by=None, at=utc("2026-04-02T08:00"))
    assert planned(partnership).due_on == date(2026, 4, 3)
    assert planned(partnership).reason["adjusted"] == ""
    assert planned(partnership, "checkpoint").due_on == date(2026, 4, 7)
    assert AuditEntry.objects.get(verb="absence.ended").changes == {
        "until": ["2026-04-12", "2026-04-01"]
    }


def test_absence_that_did_not_happen(check_in, partnership):
    absence = away(partnership, "2026-04-01", "2026-04-12")
    assert end_absence(absence=absence, last=date(2026, 3, 31), by=None, at=NOW) is None
    assert not Absence.objects.exists()
    assert planned(partnership).due_on == date(2026, 4, 3)
    assert AuditEntry.objects.filter(verb="absence.removed").count() == 1
    # A second click finds nothing to end.
    assert end_absence(absence=absence, last=date(2026, 4, 3), by=None, at=NOW) is None
    assert AuditEntry.objects.filter(verb__startswith="absence.").count() == 2


def test_overdue_one_stays_overdue_and_waits(check_in, partnership):
    """Not sent on the third; ill from the fifth on."""
    CheckIn.objects.filter(pk=check_in.pk).update(send_at=utc("2026-04-05T08:00"))
    absence = away(partnership, "2026-04-05", "2026-04-12", at=utc("2026-04-05T07:00"))
    check_in.refresh_from_db()
    assert (check_in.state, check_in.due_on) == ("planned", date(2026, 4, 3))
    assert check_in.send_at == utc("2026-04-13T07:00")
    end_absence(absence=absence, last=date(2026, 4, 5), by=None, at=utc("2026-04-06T05:00"))
    check_in.refresh_from_db()
    assert check_in.send_at == utc("2026-04-06T07:00")


def test_what_rests_keeps_resting_when_they_are_back(check_in, partnership, manager):
    snooze_line(
        workspace=partnership.workspace, user=manager, key=f"checkin:{check_in.public_id}",
        until=date(2026, 4, 15), at=NOW,
    )  # fmt: skip
    absence = away(partnership, "2026-04-05", "2026-04-12")
    end_absence(absence=absence, last=date(2026, 4, 6), by=None, at=utc("2026-04-07T06:00"))
    check_in.refresh_from_db()
    assert check_in.send_at == utc("2026-04-15T07:00")


@pytest.mark.parametrize(
    ("first", "until", "field", "words"),
    [
        ("2026-04-05", "2026-04-04", "until", "before the first"),
        ("2126-04-05", "2126-04-06", "first", "the year"),
        ("2026-04-05", "2029-04-06", "until", "two years"),
        ("2026-04-30", "2026-05-02", "first", "from 20 April 2026 to 30 April 2026"),
        ("2026-03-01", "", "first", "from 20 April 2026"),
    ],
)
def test_days_that_cannot_be(partnership, first, until, field, words):
    away(partnership, "2026-04-20", "2026-04-30")
    with pytest.raises(Refused) as refused:
        away(partnership, first, until)
    assert refused.value.field == field
    assert words in str(refused.value)
    assert Absence.objects.count() == 1


def test_second_without_an_end_is_refused_and_the_same_again_is_one(partnership):
    first = away(partnership, "2026-04-20")
    assert away(partnership, "2026-04-20") == first
    with pytest.raises(Refused, match="since 20 April 2026 already"):
        away(partnership, "2026-05-20")
    earlier = away(partnership, "2026-04-01", "2026-04-19")
    with pytest.raises(Refused) as refused:
        end_absence(absence=earlier, last=date(2026, 4, 20), by=None, at=NOW)
    assert refused.value.field == "last"
    with pytest.raises(Refused, match="two years"):
        end_absence(absence=first, last=date(2029, 4, 20), by=None, at=NOW)


# --- nothing is sent inside


def test_nothing_goes_by_itself_while_they_are_away(check_in, partnership):
    away(partnership, "2026-04-03", "2026-04-03")
    with time_machine.travel(utc("2026-04-03T08:00"), tick=False):
        assert (plan(), send_due()) == (0, 0)
    with time_machine.travel(utc("2026-04-06T07:00"), tick=False):
        assert send_due() == 1


def test_overdue_one_is_not_sent_while_nobody_knows_until_when(check_in, partnership):
    Absence.objects.create(
        workspace=partnership.workspace, creator=partnership.creator, kind="illness",
        first=date(2026, 4, 4),
    )  # fmt: skip
    with time_machine.travel(utc("2026-04-06T08:00"), tick=False):
        assert send_due() == 0
    with pytest.raises(AwayNow):
        send_check_in(check_in=check_in, by=partnership.owner, at=utc("2026-04-06T08:00"))
    assert planned(partnership) == check_in


def test_a_person_who_sends_it_leaves_it_until_they_are_back(check_in, partnership, manager):
    away(partnership, "2026-03-10", "2026-03-20")
    outcome = send_check_in(check_in=check_in, by=manager, at=utc("2026-03-12T08:00"))
    # 21 and 22 March are a weekend.
    assert outcome.waits_until == utc("2026-03-23T07:00")
    assert not OutgoingMail.objects.exists()


def test_absence_between_queue_and_sending_stops_the_mail(check_in, partnership, manager):
    at = utc("2026-04-03T08:00")
    mail = send_check_in(check_in=check_in, by=manager, at=at).mail
    away(partnership, "2026-04-04", "2026-04-04", at=at)
    assert reason_not_to_send(mail, at) is None
    away(partnership, "2026-04-03", "2026-04-03", at=at)
    assert reason_not_to_send(mail, at) == "the creator is away"


@pytest.mark.parametrize("heard", [True, False])
def test_stopped_mail_leaves_the_check_in_to_be_sent(
    check_in, partnership, manager, heard, django_capture_on_commit_callbacks
):
    """Nobody got it, so it is still to be: by the signal, or found by the plan."""
    from core.mail.signals import tell_moved

    at = utc("2026-04-03T08:00")
    mail = send_check_in(check_in=check_in, by=None, at=at).mail
    assert planned(partnership).due_on == date(2026, 5, 4)
    away(partnership, "2026-04-03", "2026-04-05", at=at)
    OutgoingMail.objects.filter(pk=mail.pk).update(state="cancelled")
    with time_machine.travel(at + HOUR, tick=False):
        if heard:
            with django_capture_on_commit_callbacks(execute=True):
                tell_moved(mail)
        else:
            plan()
    assert planned(partnership).due_on == date(2026, 4, 6)
    with time_machine.travel(utc("2026-04-06T07:00"), tick=False):
        assert send_due() == 1
    assert OutgoingMail.objects.get(state="queued").key.endswith(":2026-04-2")
    assert planned(partnership).due_on == date(2026, 5, 6)


def test_absence_nobody_heard_of_is_swept(check_in, partnership):
    Absence.objects.create(
        workspace=partnership.workspace, creator=partnership.creator, kind="leave",
        first=date(2026, 4, 1), until=date(2026, 4, 5),
    )  # fmt: skip
    with time_machine.travel(NOW + HOUR, tick=False):
        plan()
        assert planned(partnership).due_on == date(2026, 4, 6)
        before = list(CheckIn.objects.values_list("pk", flat=True))
        plan()
        assert list(CheckIn.objects.values_list("pk", flat=True)) == before


def test_who_is_away_by_their_own_date(partnership):
    """22:00 UTC on 3 April is the fourth in Moscow."""
    absence = away(partnership, "2026-04-04", "2026-04-05")
    ids = [partnership.creator_id]
    assert away_on(ids, utc("2026-04-03T20:00")) == {}
    assert away_on(ids, utc("2026-04-03T22:00")) == {partnership.creator_id: absence}
    assert away_on(ids, utc("2026-04-05T22:00")) == {}
    # Of two that overlap (two rows became one person), the one that lasts longer.
    longer = Absence.objects.create(
        workspace=partnership.workspace, creator=partnership.creator, kind="illness",
        first=date(2026, 4, 5),
    )  # fmt: skip
    assert away_on(ids, utc("2026-04-05T08:00")) == {partnership.creator_id: longer}


# --- Today and the pages


def _asked(manager, at, mine=True) -> list:
    asking = Asking(user=manager, at=at, mine=mine)
    [lines] = read_rounds([still_away(asking)])
    return lines


def test_two_weeks_without_a_day_are_asked_for(partnership, manager):
    absence = away(partnership, "2026-03-04")
    assert _asked(manager, utc("2026-03-17T09:00")) == []
    [line] = _asked(manager, utc("2026-03-18T09:00"))
    assert (line.key, line.what) == (f"away:{absence.public_id}", "Still away? Since 4 March")
    stranger = factories.UserFactory()
    assert _asked(stranger, utc("2026-03-18T09:00")) == []
    assert len(_asked(stranger, utc("2026-03-18T09:00"), mine=False)) == 1
    end_absence(absence=absence, last=date(2026, 4, 30), by=manager, at=utc("2026-03-18T09:00"))
    assert _asked(manager, utc("2026-03-18T09:00")) == []


def test_form_is_filled_beforehand_and_keeps_what_was_typed(client_as, partnership, manager):
    client = client_as(manager)
    creator = partnership.creator
    url = reverse("checkins:absence_add", args=[partnership.workspace.slug, creator.public_id])
    with time_machine.travel(NOW, tick=False):
        page = client.get(url, {"first": "2026-04-01", "until": "2026-04-12", "kind": "illness"})
        form = page.context["form"]
        assert [form[name].value() for name in ("first", "until", "kind")] == [
            "2026-04-01", "2026-04-12", "illness",
        ]  # fmt: skip
        typed = {"kind": "leave", "first": "2026-04-12", "until": "2026-04-01", "note": "Sea"}
        page = client.post(url, typed)
        assert page.status_code == 422
        assert 'value="Sea"' in page.content.decode()
        page = client.post(url, {**typed, "until": ""})
        assert page.status_code == 303
    absence = Absence.objects.get()
    assert (absence.kind, absence.until, absence.by) == ("leave", None, manager)


def test_profile_says_who_is_away_and_ends_it(client_as, partnership, manager):
    client = client_as(manager)
    slug, creator = partnership.workspace.slug, partnership.creator
    profile = reverse("creators:profile", args=[slug, creator.public_id])
    with time_machine.travel(NOW, tick=False):
        assert "Note leave or illness" in client.get(profile).content.decode()
        absence = away(partnership, "2026-03-01", "2026-03-12")
        seen = client.get(profile).content.decode()
        assert "Away until" in seen
        assert "Back already" in seen
        detail = reverse("partnerships:detail", args=[slug, partnership.public_id])
        assert "Away until" in client.get(detail).content.decode()
        url = reverse("checkins:absence_end", args=[slug, absence.public_id])
        assert client.get(url).context["form"]["last"].value() == date(2026, 3, 2)
        assert client.post(url, {"last": "2026-03-02"}).status_code == 303
        assert "Away until" not in client.get(profile).content.decode()
