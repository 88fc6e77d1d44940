"""Notice, its taking back, and what runs out (product.md, row 23)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.models import OutgoingMail
from partnerships import tasks
from partnerships.actions.agreements import end_agreement, record_signature
from partnerships.actions.notice import give_notice, withdraw_notice
from partnerships.actions.partnerships import end_partnership
from partnerships.actions.renewals import tell_expiry
from partnerships.errors import Overlap, Refused, WrongState
from partnerships.models import Agreement, CloseOutTask, Renewal
from partnerships.queries.renewals import expiring
from partnerships.tasks import advance_agreements
from tests.partnerships.conftest import AT
from tests.partnerships.renewals.conftest import (
    OPENS,
    RENEWS,
    fresh,
    kinds,
    notice,
    tick,
    told,
    withdraw,
)


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
