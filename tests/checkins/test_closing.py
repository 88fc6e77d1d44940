"""Done, left out, held, put off, given a line."""

from datetime import date, timedelta

import pytest

from checkins.actions.closing import (
    mark_done,
    put_off,
    set_personal_line,
    skip_check_in,
    take_by_hand,
)
from checkins.actions.snoozes import snooze_line, unsnooze
from checkins.actions.templates import UNWRITTEN, save_template
from checkins.actions.touches import log_touch
from checkins.errors import AlreadyClosed, BrokenTemplate, ReasonMissing, Refused
from checkins.models import CheckIn, CheckInTemplate, Snooze, Touch
from core.models import AuditEntry
from core.versions import EditConflict
from tests.checkins.conftest import NOW, planned, utc

DUE = utc("2026-04-03T08:00")
GOOD = {"subject": "Hi {name}", "body": "{name}\r\n\r\n{personal_line}\r\n\r\n{sender}"}


@pytest.fixture
def check_in(partnership, manager) -> CheckIn:
    log_touch(partnership=partnership, kind="call", direction="both", at=NOW, by=manager)
    return planned(partnership)


@pytest.mark.parametrize(
    ("how", "direction", "channel"),
    [("call", "both", "call"), ("meeting", "both", "meeting"), ("comment", "out", "email")],
)
def test_done_another_way_is_a_contact(check_in, partnership, manager, how, direction, channel):
    touch = mark_done(check_in=check_in, how=how, by=manager, at=DUE, note="All well")
    check_in.refresh_from_db()
    assert (check_in.state, check_in.closed_by, check_in.closed_at) == ("done", manager, DUE)
    assert (touch.kind, touch.direction, touch.channel, touch.body) == (
        how, direction, channel, "All well",
    )  # fmt: skip
    assert planned(partnership).due_on == date(2026, 5, 4)


def test_done_twice_is_once(check_in, manager):
    twin = CheckIn.objects.get(pk=check_in.pk)
    mark_done(check_in=check_in, how="call", by=manager, at=DUE)
    with pytest.raises(AlreadyClosed):
        mark_done(check_in=twin, how="call", by=manager, at=DUE)
    assert Touch.objects.filter(at=DUE).count() == 1


def test_left_out_with_a_reason_and_the_next_is_planned(check_in, partnership, manager):
    early = utc("2026-03-20T09:00")
    following = skip_check_in(check_in=check_in, reason=" On holiday ", by=manager, at=early)
    check_in.refresh_from_db()
    assert (check_in.state, check_in.skip_reason) == ("skipped", "On holiday")
    assert following == planned(partnership)
    # A rhythm on from the day it was meant for, not from the skip nor the same day again.
    assert following.due_on == date(2026, 5, 4)
    assert following.reason["from_kind"] == "skipped"


def test_left_out_late_counts_from_that_day(check_in, partnership, manager):
    late = utc("2026-05-20T09:00")
    skip_check_in(check_in=check_in, reason="Silent", by=manager, at=late)
    assert planned(partnership).due_on == date(2026, 6, 22)


def test_contact_after_a_skip_counts_again(check_in, partnership, manager):
    skip_check_in(check_in=check_in, reason="Silent", by=manager, at=DUE)
    log_touch(
        partnership=partnership, kind="reply", direction="in", at=DUE + timedelta(days=3), by=None
    )
    assert planned(partnership).due_on == date(2026, 5, 6)


def test_never_left_out_silently(check_in, partnership, manager):
    with pytest.raises(ReasonMissing):
        skip_check_in(check_in=check_in, reason="  ", by=manager, at=DUE)
    assert planned(partnership) == check_in


def test_held_for_a_person_and_let_go_again(check_in, manager):
    take_by_hand(check_in=check_in, by=manager, at=DUE, why="slot")
    check_in.refresh_from_db()
    assert (check_in.by_hand, check_in.reason["held"]) == (True, "slot")
    take_by_hand(check_in=check_in, by=manager, at=DUE, by_hand=False)
    check_in.refresh_from_db()
    assert check_in.by_hand is False
    assert "held" not in check_in.reason
    assert check_in.send_at == DUE


def test_closed_ones_are_left_alone(check_in, manager):
    stale = CheckIn.objects.get(pk=check_in.pk)
    skip_check_in(check_in=check_in, reason="Silent", by=manager, at=DUE)
    for late in (check_in, stale):
        with pytest.raises(AlreadyClosed):
            take_by_hand(check_in=late, by=manager, at=DUE)
    with pytest.raises(AlreadyClosed):
        set_personal_line(check_in=check_in, text="x", expected=1, by=manager, at=DUE)
    with pytest.raises(AlreadyClosed):
        put_off(check_in=check_in, until=date(2026, 5, 1), by=manager, at=DUE)


def test_two_write_a_line_and_none_is_lost(check_in, manager, owner):
    version = check_in.version
    twin = CheckIn.objects.get(pk=check_in.pk)
    set_personal_line(check_in=check_in, text=" Balcony ", expected=version, by=owner, at=DUE)
    with pytest.raises(EditConflict) as conflict:
        set_personal_line(check_in=twin, text="Studio", expected=version, by=manager, at=DUE)
    assert conflict.value.theirs.personal_line == "Balcony"
    assert conflict.value.mine == {"personal_line": "Studio"}


def test_put_off_until_a_working_day_of_theirs(check_in, manager):
    put_off(check_in=check_in, until=date(2026, 5, 1), by=manager, at=DUE)
    check_in.refresh_from_db()
    assert check_in.send_at == utc("2026-05-04T07:00")
    assert check_in.due_on == date(2026, 4, 3)


# --- lines of Today


def test_snoozed_line_rests_and_its_mail_too(check_in, in_scope, manager):
    key = f"checkin:{check_in.public_id}"
    for day in (date(2026, 4, 5), date(2026, 4, 7)):
        snooze_line(workspace=in_scope, user=manager, key=key, until=day, at=DUE)
    snooze = Snooze.objects.get()
    assert (snooze.user, snooze.key, snooze.until) == (manager, key, date(2026, 4, 7))
    check_in.refresh_from_db()
    assert check_in.send_at == utc("2026-04-07T07:00")
    assert unsnooze(user=manager, key=key, at=DUE)
    check_in.refresh_from_db()
    assert check_in.send_at == DUE
    assert not Snooze.objects.exists()
    assert not unsnooze(user=manager, key=key, at=DUE)


def test_snooze_does_not_bring_a_mail_forward(check_in, in_scope, manager):
    at = utc("2026-03-05T09:00")
    before = check_in.send_at
    snooze_line(
        workspace=in_scope, user=manager, key=f"checkin:{check_in.public_id}",
        until=date(2026, 3, 6), at=at,
    )  # fmt: skip
    check_in.refresh_from_db()
    assert check_in.send_at == before


def test_other_lines_are_snoozed_by_their_key_alone(in_scope, manager):
    snooze_line(workspace=in_scope, user=manager, key="payment:x", until=date(2026, 3, 9), at=NOW)
    assert AuditEntry.objects.filter(verb="today.snoozed").count() == 1
    assert unsnooze(user=manager, key="payment:x", at=NOW)


def test_snooze_until_today_is_refused(in_scope, manager):
    with pytest.raises(Refused):
        snooze_line(workspace=in_scope, user=manager, key="x", until=date(2026, 3, 3), at=NOW)


# --- own words


def _save(workspace, by, expected=UNWRITTEN, **words):
    return save_template(
        workspace=workspace, kind="cadence", language="en", expected=expected, by=by, at=NOW,
        **{**GOOD, **words},
    )  # fmt: skip


def test_template_is_written_and_rewritten(in_scope, manager):
    row = _save(in_scope, manager, subject=" Hi\n{name} ")
    assert (row.subject, row.body) == ("Hi {name}", "{name}\n\n{personal_line}\n\n{sender}")
    again = _save(in_scope, manager, expected=row.version, subject="Hello {name}")
    again.refresh_from_db()
    assert (again.pk, again.subject, again.version) == (row.pk, "Hello {name}", 2)


def test_broken_words_are_not_kept(in_scope, manager):
    with pytest.raises(BrokenTemplate) as broken:
        _save(in_scope, manager, body="{name}")
    assert broken.value.problems[0][0] == "body"
    assert not CheckInTemplate.objects.exists()


def test_two_who_write_the_first_words(in_scope, manager, owner):
    _save(in_scope, owner, subject="Theirs")
    with pytest.raises(EditConflict) as conflict:
        _save(in_scope, manager, subject="Mine")
    assert conflict.value.theirs.subject == "Theirs"
    assert conflict.value.mine["subject"] == "Mine"
    with pytest.raises(EditConflict):
        _save(in_scope, manager, expected=7, subject="Mine")
