"""Windows and renewals, each told once (product.md, row 22)."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from core.models import AuditEntry, OutgoingMail
from partnerships import tasks
from partnerships.actions.agreements import record_signature
from partnerships.actions.notice import give_notice, withdraw_notice
from partnerships.actions.renewals import confirm_renewal, keep_renewals
from partnerships.errors import WrongState
from partnerships.models import Renewal
from partnerships.queries.renewals import renewing
from partnerships.tasks import advance_agreements
from tests.partnerships.conftest import AT
from tests.partnerships.renewals.conftest import OPENS, RENEWS, at, fresh, kinds, tick, told


def test_window_opens_on_the_creators_day_and_tells_both(evergreen, manager):
    assert tick(2027, 1, 31, 7, 59) == 0
    assert tick(*OPENS) == 1
    row = Renewal.objects.get()
    assert (row.year, row.state, row.confirmed_by) == (2, "open", None)
    assert (row.opens_on, row.renews_on, row.until) == (
        date(2027, 1, 31), date(2027, 4, 1), date(2028, 3, 31)
    )  # fmt: skip
    assert kinds() == ["window_creator", "window_owner"]
    mine = OutgoingMail.objects.get(kind="window_creator")
    assert mine.to_email == "maya@creators.example"
    assert mine.subject == "Kettle & Co: what should change next year? Until March 1, 2027"
    assert "renews by itself on April 1, 2027, for a year, until March 31, 2028" in mine.text
    assert "1,200.50" in mine.text
    assert "4 campaigns a year, 2 of them guaranteed" in mine.text
    assert "tell us by March 1, 2027, and it does not renew" in mine.text
    assert "The year so far" not in mine.text, "nobody measured anything"
    ours = OutgoingMail.objects.get(kind="window_owner")
    assert ours.to_email == manager.email
    assert f"/w/north/renewals/{row.public_id}/" in ours.text
    assert "until March 1, 2027" in ours.subject


def test_renews_on_the_creators_day_once_and_tells_both(evergreen):
    tick(*OPENS)
    told()
    assert tick(2027, 4, 1, 6, 59) == 0
    assert tick(*RENEWS) == 1
    assert tick(*RENEWS) == 0
    row = Renewal.objects.get()
    assert row.state == "renewed"
    assert row.settled_at == datetime(*RENEWS, tzinfo=UTC)
    assert kinds() == ["renewed_creator", "renewed_owner"]
    mine = OutgoingMail.objects.get(kind="renewed_creator")
    assert "was renewed on April 1, 2027. Year 2 runs until March 31, 2028" in mine.text
    assert "We should have asked you" not in mine.text
    verbs = AuditEntry.objects.filter(verb__startswith="renewal").order_by("pk")
    assert [row.verb for row in verbs] == ["renewal.opened", "renewal.renewed"]


def test_the_first_year_is_not_a_renewal(evergreen):
    assert tick(2026, 12, 1) == 0
    assert not Renewal.objects.exists()


def test_after_an_outage_the_window_is_told_late_with_other_words(evergreen):
    tick(2027, 3, 15)
    mine = OutgoingMail.objects.get(kind="window_creator")
    assert "The time to adjust it is over" in mine.text
    assert "it does not renew" not in mine.text
    assert "closed on March 1, 2027" in OutgoingMail.objects.get(kind="window_owner").text


def test_after_an_outage_past_the_day_only_the_renewal_is_told(evergreen):
    tick(2027, 6, 1)
    assert Renewal.objects.get().state == "renewed"
    assert kinds() == ["renewed_creator", "renewed_owner"]
    mine = OutgoingMail.objects.get(kind="renewed_creator")
    assert "We should have asked you before what to change" in mine.text


def test_after_years_each_year_is_there_and_the_running_one_is_told(evergreen):
    assert tick(2030, 6, 1) == 1
    years = Renewal.objects.order_by("year").values_list("year", "state")
    assert list(years) == [(2, "renewed"), (3, "renewed"), (4, "renewed"), (5, "renewed")]
    assert kinds() == ["renewed_creator", "renewed_owner"]


def test_years_before_it_was_written_down_are_noted_without_a_mail(drafted, manager):
    row = drafted(kind="evergreen", starts_on=date(2022, 5, 1), ends_on=None)
    record_signature(agreement=row, signed_on=date(2022, 4, 1), signed_by="M", by=manager, at=AT)
    with at(2026, 3, 3, 12):
        advance_agreements()
    states = dict(Renewal.objects.values_list("year", "state"))
    assert states == {2: "renewed", 3: "renewed", 4: "renewed", 5: "open"}
    assert kinds() == ["window_creator", "window_owner"]


def test_mails_in_russian(evergreen, manager):
    creator = evergreen.partnership.creator
    creator.language = manager.language = "ru"
    creator.save()
    manager.save()
    tick(*OPENS)
    mine = OutgoingMail.objects.get(kind="window_creator")
    assert "продлевается сам 1 апреля 2027" in mine.text
    assert "4 кампании в год" in mine.text
    tick(*RENEWS)
    assert "продлён до 31 марта 2028" in OutgoingMail.objects.get(kind="renewed_owner").subject
    with at(2027, 5, 1, 12):
        give_notice(agreement=fresh(), notice_by="creator", by=manager, at=timezone.now())
        assert "31 мая 2027" in OutgoingMail.objects.get(kind="notice_creator").subject
        assert "Осталось сделать" in OutgoingMail.objects.get(kind="notice_owner").text
        withdraw_notice(agreement=fresh(), by=manager, at=timezone.now())
    assert "продлевается сам" in OutgoingMail.objects.get(kind="notice_back_creator").text
    every = OutgoingMail.objects.values_list("text", "html", "subject")
    assert not [one for row in every for one in row if "{%" in one or "{{" in one]
    assert not [row for row in every if "г.." in row[0]]


def test_creator_without_address_is_left_to_the_owner(evergreen):
    creator = evergreen.partnership.creator
    creator.email = ""
    creator.save()
    tick(*OPENS)
    assert kinds() == ["window_owner"]
    assert "Maya Lind has no e-mail address here" in OutgoingMail.objects.get().text


def test_two_workers_with_the_same_rows_do_it_once(evergreen):
    when = datetime(*RENEWS, tzinfo=UTC)
    first, second = renewing().get(), renewing().get()
    # Both read before either wrote.
    for row in (first, second):
        row.renewals.all()
    assert [step.act for step in keep_renewals(agreement=first, at=when)] == ["open", "renew"]
    assert keep_renewals(agreement=second, at=when) == []
    assert Renewal.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


def test_settling_a_row_that_another_worker_settled(evergreen, monkeypatch):
    tick(*OPENS)
    told()
    from partnerships.actions import renewals

    whole = renewals.save_version

    def late(row, *, expected, changes):
        Renewal.objects.filter(pk=row.pk).update(version=expected + 1, state="renewed")
        whole(row, expected=expected, changes=changes)

    monkeypatch.setattr(renewals, "save_version", late)
    assert tick(*RENEWS) == 0
    assert not OutgoingMail.objects.exists()


def test_one_broken_row_does_not_hold_up_the_tick(evergreen, monkeypatch):
    def broken(**_):
        raise RuntimeError("a broken row")

    monkeypatch.setattr(tasks, "keep_renewals", broken)
    assert tick(*RENEWS) == 0
    assert not Renewal.objects.exists()


def test_nothing_to_adjust_is_said_once(evergreen, manager):
    tick(*OPENS)
    row = Renewal.objects.get()
    confirm_renewal(renewal=row, by=manager, at=AT)
    again = Renewal.objects.get()
    assert (again.confirmed_by, again.confirmed_at) == (manager, AT)
    with pytest.raises(WrongState):
        confirm_renewal(renewal=again, by=manager, at=AT)


def test_nothing_to_adjust_comes_too_late(evergreen, manager):
    tick(*OPENS)
    stale = Renewal.objects.get()
    tick(*RENEWS)
    with pytest.raises(WrongState):
        confirm_renewal(renewal=stale, by=manager, at=AT)
    with pytest.raises(WrongState):
        confirm_renewal(renewal=Renewal.objects.get(), by=manager, at=AT)
