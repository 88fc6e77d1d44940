"""What the calendar does by itself: on the creator's day, told, once."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from core.models import AuditEntry, OutgoingMail
from partnerships import tasks
from partnerships.actions.advance import advance_agreement
from partnerships.actions.agreements import record_signature
from partnerships.actions.notice import give_notice
from partnerships.actions.partnerships import pause_partnership
from partnerships.errors import WrongState
from partnerships.models import Agreement
from partnerships.queries.agreements import moved_by_date
from partnerships.tasks import advance_agreements
from tests import factories
from tests.partnerships.conftest import AT


def at(*moment: int) -> time_machine.travel:
    return time_machine.travel(datetime(*moment, tzinfo=UTC), tick=False)


@pytest.fixture
def agreement(drafted, manager):
    """Signed; from 1 April 2026 to 31 March 2027, with somebody in Los Angeles."""
    row = drafted()
    record_signature(agreement=row, signed_on=date(2026, 3, 3), signed_by="Maya", by=manager, at=AT)
    return row


def state() -> str:
    return Agreement.objects.get().state


def test_in_force_on_the_creators_first_day(agreement, manager):
    with at(2026, 4, 1, 6, 59):
        assert advance_agreements() == 0
    assert state() == "signed"
    with at(2026, 4, 1, 7, 0):
        assert advance_agreements() == 1
    assert state() == "in_force"
    mail = OutgoingMail.objects.get()
    assert (mail.to_email, mail.kind) == (manager.email, "agreement_moved")
    assert "in force" in mail.subject
    assert f"/w/north/agreements/{agreement.public_id}/" in mail.text
    assert "4 campaigns a year" in mail.text


def test_ended_the_day_after_the_last(agreement, heard, django_capture_on_commit_callbacks):
    with at(2027, 4, 1, 6, 59):
        advance_agreements()
    assert state() == "in_force"
    with at(2027, 4, 1, 7, 0), django_capture_on_commit_callbacks(execute=True):
        assert advance_agreements() == 1
    assert state() == "ended"
    assert [name for name, _told in heard] == ["agreement_ended"]
    told = OutgoingMail.objects.filter(subject__contains="has ended").values_list("kind", flat=True)
    assert sorted(told) == ["agreement_moved", "ended_creator"]


def test_in_notice_ends_too(agreement, manager):
    with at(2026, 4, 2, 12):
        advance_agreements()
    row = Agreement.objects.select_related("partnership__creator").get()
    give_notice(agreement=row, notice_by="us", by=manager, at=datetime(2026, 4, 3, 12, tzinfo=UTC))
    with at(2026, 5, 4, 12):
        assert advance_agreements() == 1
    assert state() == "ended"


def test_after_a_long_sleep_every_step_is_recorded_and_one_mail_tells(agreement):
    with at(2027, 9, 1):
        assert advance_agreements() == 1
        assert advance_agreements() == 0
    verbs = AuditEntry.objects.filter(by=None, verb__startswith="agreement").order_by("pk")
    assert [row.verb for row in verbs] == ["agreement.in_force", "agreement.ended"]
    kinds = OutgoingMail.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["agreement_moved", "ended_creator"], "one for each side"


def test_in_force_where_the_day_comes_first(agreement):
    creator = agreement.partnership.creator
    creator.zone = "Pacific/Kiritimati"
    creator.save()
    with at(2026, 3, 31, 9, 59):
        assert advance_agreements() == 0
    with at(2026, 3, 31, 10, 0):
        assert advance_agreements() == 1


def test_evergreen_comes_into_force_and_renews_in_one_run(drafted, manager):
    row = drafted(kind="evergreen", ends_on=None)
    record_signature(agreement=row, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    with at(2031, 1, 1):
        # In force late, and four years made up for.
        assert advance_agreements() == 2
        assert advance_agreements() == 0
    assert state() == "in_force"
    assert Agreement.objects.get().renewals.filter(state="renewed").count() == 4


def test_second_worker_with_the_same_row_does_nothing(agreement):
    when = datetime(2026, 4, 2, 12, tzinfo=UTC)
    first, second = moved_by_date(when).get(), moved_by_date(when).get()
    assert advance_agreement(agreement=first, by=None, at=when) == ["in_force"]
    with pytest.raises(WrongState):
        advance_agreement(agreement=second, by=None, at=when)
    assert AuditEntry.objects.filter(verb="agreement.in_force").count() == 1
    assert OutgoingMail.objects.count() == 1


def test_faster_worker_is_no_error(agreement, monkeypatch):
    def late(**_):
        raise WrongState

    monkeypatch.setattr(tasks, "advance_agreement", late)
    with at(2026, 4, 2):
        assert advance_agreements() == 0


def test_one_broken_row_does_not_hold_up_the_rest(
    agreement, other_workspace, outsider, monkeypatch
):
    theirs = factories.PartnershipFactory(workspace=other_workspace, owner=outsider)
    Agreement(
        workspace=other_workspace, partnership=theirs, kind="annual", state="signed",
        starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31), campaigns_a_year=2, currency="USD",
    ).save()  # fmt: skip
    whole = tasks.advance_agreement

    def broken(*, agreement, **kwargs):
        if agreement.workspace_id != other_workspace.pk:
            raise RuntimeError("a broken row")
        return whole(agreement=agreement, **kwargs)

    monkeypatch.setattr(tasks, "advance_agreement", broken)
    with at(2026, 4, 2, 12):
        assert advance_agreements() == 1
    assert state() == "signed"
    assert OutgoingMail._base_manager.get().to_email == outsider.email


@pytest.mark.parametrize("trouble", [WrongState(), RuntimeError("a broken row")])
def test_trouble_with_a_pause_does_not_hold_up_the_rest(partnership, manager, monkeypatch, trouble):
    pause_partnership(partnership=partnership, until=AT.date(), reason="Baby", by=manager, at=AT)

    def fail(**_):
        raise trouble

    monkeypatch.setattr(tasks, "resume_partnership", fail)
    with at(2026, 4, 2):
        assert advance_agreements() == 0
    partnership.refresh_from_db()
    assert partnership.stage == "paused"
