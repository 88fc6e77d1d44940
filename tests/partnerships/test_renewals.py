"""Evergreens renew on the creator's day, once, and both sides are told."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import AuditEntry, OutgoingMail
from partnerships import tasks
from partnerships.actions.agreements import end_agreement, record_signature
from partnerships.actions.notice import give_notice, withdraw_notice
from partnerships.actions.partnerships import end_partnership
from partnerships.actions.renewals import confirm_renewal, keep_renewals, tell_expiry
from partnerships.errors import Overlap, Refused, WrongState
from partnerships.models import Agreement, CloseOutTask, Renewal
from partnerships.queries.renewals import expiring, renewing
from partnerships.tasks import advance_agreements
from tests.partnerships.conftest import AT

# Of the evergreen below: in Los Angeles, renewed on 1 April, window from 31 January to 1 March.
OPENS = (2027, 1, 31, 8)
RENEWS = (2027, 4, 1, 7)


def at(*moment: int) -> time_machine.travel:
    return time_machine.travel(datetime(*moment, tzinfo=UTC), tick=False)


def tick(*moment: int) -> int:
    with at(*moment):
        return advance_agreements()


def kinds() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("kind", flat=True))


def told() -> None:
    OutgoingMail.objects.all().delete()


def fresh() -> Agreement:
    return Agreement.objects.select_related(
        "partnership__creator", "partnership__brand", "partnership__owner", "partnership__workspace"
    ).get()


@pytest.fixture
def evergreen(drafted, manager):
    """In force from 1 April 2026, with Maya in Los Angeles; the mails about it are gone."""
    row = drafted(kind="evergreen", ends_on=None, rights_months=6)
    record_signature(agreement=row, signed_on=AT.date(), signed_by="Maya", by=manager, at=AT)
    tick(2026, 4, 1, 12)
    told()
    return fresh()


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


# Confirming


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


# Notice


def notice(moment: tuple[int, ...], manager, **kwargs) -> None:
    when = datetime(*moment, tzinfo=UTC)
    give_notice(agreement=fresh(), notice_by="creator", by=manager, at=when, **kwargs)


def test_notice_in_the_window_stops_the_renewal(evergreen, manager):
    tick(*OPENS)
    notice((2027, 3, 1, 12), manager)
    row = fresh()
    assert (row.state, row.ends_on) == ("in_notice", date(2027, 3, 31))
    assert Renewal.objects.get().state == "stopped"
    assert tick(2027, 4, 1, 6) == 0
    assert tick(*RENEWS) == 1
    assert fresh().state == "ended"
    assert Renewal.objects.get().state == "stopped"


def test_notice_after_the_window_runs_into_the_year_that_is_not_renewed(evergreen, manager):
    tick(*OPENS)
    notice((2027, 3, 2, 12), manager)
    assert fresh().ends_on == date(2027, 4, 1)
    tick(2027, 4, 1, 12)
    assert (fresh().state, Renewal.objects.get().state) == ("in_notice", "stopped")
    tick(2027, 4, 2, 12)
    assert fresh().state == "ended"


def test_notice_after_an_outage_finds_what_happened_before_it(evergreen, manager):
    notice((2027, 4, 20, 12), manager)
    assert Renewal.objects.get().state == "renewed"
    assert "window_creator" not in kinds()


def test_notice_written_down_late_undoes_the_renewal_it_prevented(evergreen, manager):
    tick(*OPENS)
    tick(*RENEWS)
    notice((2027, 4, 20, 12), manager, given_on=date(2027, 2, 20))
    assert (fresh().state, fresh().ends_on) == ("ended", date(2027, 3, 22))
    assert Renewal.objects.get().state == "stopped"


def test_notice_tells_both_the_last_day_and_what_happens(evergreen, manager):
    notice((2026, 8, 1, 12), manager)
    assert kinds() == ["notice_creator", "notice_owner"]
    mine = OutgoingMail.objects.get(kind="notice_creator")
    assert "your notice of Aug. 1, 2026" in mine.text
    assert "last day of our agreement with Kettle & Co is Aug. 31, 2026" in mine.text
    assert "what we owe you is paid by Sept. 30, 2026" in mine.text
    assert "runs out on Feb. 28, 2027" in mine.text
    assert "thank you and ask why" not in mine.text
    ours = OutgoingMail.objects.get(kind="notice_owner")
    assert "Maya Lind gave notice" in ours.text
    assert "Share the last results: Sept. 3, 2026" in ours.text


def test_notice_by_us_says_so(evergreen, manager):
    when = datetime(2026, 8, 1, 12, tzinfo=UTC)
    give_notice(agreement=fresh(), notice_by="us", by=manager, at=when)
    assert "we give notice to our agreement" in OutgoingMail.objects.get(kind="notice_creator").text
    assert "Notice was given to Maya" in OutgoingMail.objects.get(kind="notice_owner").text


def test_notice_after_the_end_is_refused(drafted, manager):
    row = drafted(starts_on=date(2025, 1, 1), ends_on=date(2026, 3, 3))
    record_signature(agreement=row, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    with pytest.raises(Refused) as refused:
        give_notice(
            agreement=fresh(), notice_by="us", by=manager, at=AT + timedelta(days=1),
            given_on=date(2026, 3, 4),
        )  # fmt: skip
    assert refused.value.field == "given_on"
    assert "had ended" in str(refused.value)


def test_close_out_is_written_once_with_its_days(evergreen, manager):
    notice((2026, 8, 1, 12), manager)
    days = dict(CloseOutTask.objects.values_list("kind", "due_on"))
    assert days == {
        "finish_work": date(2026, 8, 31),
        "farewell": date(2026, 8, 31),
        "results": date(2026, 9, 3),
        "settle": date(2026, 9, 30),
        "rights": date(2027, 2, 28),
    }


def test_close_out_follows_an_earlier_end(evergreen, manager):
    notice((2026, 8, 1, 12), manager)
    end_agreement(
        agreement=fresh(), reason="Moved", by=manager, at=datetime(2026, 8, 11, 12, tzinfo=UTC)
    )
    assert CloseOutTask.objects.get(kind="results").due_on == date(2026, 8, 14)


@pytest.mark.parametrize(("language", "words"), [("en", "has ended"), ("ru", "закончился")])
def test_end_by_consent_is_told_to_the_creator_once(evergreen, manager, language, words):
    creator = evergreen.partnership.creator
    creator.language = language
    creator.save()
    row, when = fresh(), datetime(2026, 8, 11, 12, tzinfo=UTC)
    end_agreement(agreement=row, reason="Moved", by=manager, at=when)
    advance_agreements()
    mail = OutgoingMail.objects.get(kind="ended_creator")
    assert words in mail.text
    assert "2026" in mail.text
    assert "Moved" not in mail.text, "why is ours alone"


def test_end_of_the_partnership_is_not_told_by_the_house(evergreen, manager):
    end_partnership(
        partnership=fresh().partnership, reason="Moved", by=manager,
        at=datetime(2026, 8, 11, 12, tzinfo=UTC),
    )  # fmt: skip
    assert fresh().state == "ended"
    assert not OutgoingMail.objects.filter(kind="ended_creator").exists()


def test_end_today_shuts_the_window(evergreen, manager):
    tick(*OPENS)
    end_agreement(
        agreement=fresh(), reason="Moved", by=manager, at=datetime(2027, 2, 11, 12, tzinfo=UTC)
    )
    assert Renewal.objects.get().state == "stopped"


# Taking notice back


def withdraw(moment: tuple[int, ...], manager) -> None:
    withdraw_notice(agreement=fresh(), by=manager, at=datetime(*moment, tzinfo=UTC))


def test_notice_taken_back_is_in_force_as_before(evergreen, manager):
    notice((2026, 8, 1, 12), manager)
    told()
    withdraw((2026, 8, 20, 12), manager)
    row = fresh()
    assert (row.state, row.ends_on, row.notice_by, row.notice_given_on) == (
        "in_force", None, "", None
    )  # fmt: skip
    assert not CloseOutTask.objects.filter(dropped_at=None).exists()
    assert kinds() == ["notice_back_creator", "notice_back_owner"]
    with pytest.raises(WrongState):
        withdraw((2026, 8, 20, 12), manager)


def test_notice_taken_back_opens_the_window_again_and_renews(evergreen, manager):
    tick(*OPENS)
    notice((2027, 3, 5, 12), manager)
    withdraw((2027, 3, 6, 12), manager)
    assert Renewal.objects.get().state == "open"
    assert kinds().count("window_creator") == 1, "told before the notice, and not again"
    tick(*RENEWS)
    assert Renewal.objects.get().state == "renewed"


def test_notice_given_anew_has_all_open_and_is_told_again(evergreen, manager):
    notice((2026, 8, 1, 12), manager)
    task = CloseOutTask.objects.get(kind="farewell")
    from partnerships.actions.close_out import finish_task

    finish_task(task=task, note="Called", by=manager, at=AT)
    withdraw((2026, 8, 20, 12), manager)
    told()
    notice((2026, 10, 1, 12), manager)
    again = CloseOutTask.objects.get(kind="farewell")
    assert (again.due_on, again.done_at, again.note, again.dropped_at) == (
        date(2026, 10, 31), None, "", None
    )  # fmt: skip
    assert kinds() == ["notice_creator", "notice_owner"]


def test_notice_taken_back_gives_an_annual_its_last_day_again(drafted, manager):
    row = drafted()
    record_signature(agreement=row, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    tick(2026, 4, 1, 12)
    notice((2026, 8, 1, 12), manager)
    assert fresh().ends_on == date(2026, 8, 31)
    withdraw((2026, 8, 31, 12), manager)
    assert fresh().ends_on == date(2027, 3, 31)
    assert "until March 31, 2027" in OutgoingMail.objects.get(kind="notice_back_creator").text
    # Notice that cut nothing.
    notice((2027, 3, 20, 12), manager)
    assert fresh().ends_on == date(2027, 3, 31)
    withdraw((2027, 3, 21, 12), manager)
    assert fresh().ends_on == date(2027, 3, 31)


def test_notice_after_its_last_day_is_not_taken_back(evergreen, manager):
    notice((2026, 8, 1, 12), manager)
    with pytest.raises(WrongState):
        withdraw((2026, 9, 1, 12), manager)


def test_notice_is_not_taken_back_over_the_next_agreement(evergreen, drafted, manager):
    notice((2026, 8, 1, 12), manager)
    following = drafted(starts_on=date(2026, 9, 1), ends_on=date(2027, 8, 31))
    record_signature(agreement=following, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    first = Agreement.objects.select_related("partnership__creator").get(kind="evergreen")
    with pytest.raises(Overlap):
        withdraw_notice(agreement=first, by=manager, at=datetime(2026, 8, 5, 12, tzinfo=UTC))
    assert Agreement.objects.get(kind="evergreen").state == "in_notice"


# Expiring


@pytest.fixture
def annual(drafted, manager):
    """In force until 31 March 2027."""
    row = drafted()
    record_signature(agreement=row, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    tick(2026, 4, 1, 12)
    told()
    return row


def test_expiry_is_told_at_60_and_at_30_days(annual):
    tick(2027, 1, 29, 12)
    assert kinds() == []
    for _ in range(2):
        tick(2027, 1, 30, 12)
    assert kinds() == ["expires_owner"]
    for _ in range(2):
        tick(2027, 3, 1, 12)
    assert kinds() == ["expires_creator", "expires_owner", "expires_owner"]
    mine = OutgoingMail.objects.get(kind="expires_creator")
    assert "ends on March 31, 2027, and nothing is written" in mine.text


def test_expiry_with_something_to_follow_is_not_told(annual, drafted):
    drafted(starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))
    tick(2027, 1, 30, 12)
    assert kinds() == []


def test_expiry_of_one_that_has_no_end_or_is_over(evergreen):
    assert tell_expiry(agreement=evergreen, at=AT) == []
    evergreen.ends_on = date(2026, 1, 1)
    assert tell_expiry(agreement=evergreen, at=AT) == []


def test_trouble_with_an_expiry_does_not_hold_up_the_rest(annual, monkeypatch):
    def broken(**_):
        raise RuntimeError("a broken row")

    monkeypatch.setattr(tasks, "tell_expiry", broken)
    assert tick(2027, 1, 30, 12) == 0


def test_expiring_asks_the_same_number_of_queries(annual, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(expiring(datetime(2027, 1, 30, 12, tzinfo=UTC))) == 1


def test_end_is_told_to_both_and_names_what_follows(annual, drafted, manager):
    following = drafted(starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))
    record_signature(agreement=following, signed_on=AT.date(), signed_by="M", by=manager, at=AT)
    tick(2027, 4, 1, 12)
    mine = OutgoingMail.objects.get(kind="ended_creator")
    assert "its last day was March 31, 2027" in mine.text
    assert "The next one holds from April 1, 2027" in mine.text


def test_end_without_a_next_one_thanks(annual):
    tick(2027, 4, 1, 12)
    assert (
        "What is still owed to you is paid" in OutgoingMail.objects.get(kind="ended_creator").text
    )
