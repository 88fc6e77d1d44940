"""Amendments: drafted, sent, signed, applied on their day (product.md, rows 22, 25)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from core.versions import EditConflict
from partnerships.actions.agreements import end_agreement, record_signature
from partnerships.actions.amendments import (
    apply_due,
    draft_amendment,
    send_amendment,
    update_amendment,
    withdraw_amendment,
)
from partnerships.actions.notice import give_notice
from partnerships.errors import Overlap, RateJump, ReasonMissing, Refused, WrongState
from partnerships.models import Agreement, Amendment
from partnerships.queries.terms import terms_of, terms_on
from partnerships.tasks import advance_agreements
from tests.partnerships.amendments.conftest import DAY, RUNNING, TODAY, sign, stored
from tests.partnerships.conftest import AT, terms


def test_draft_keeps_both_whole_terms(agreement, amend, manager):
    found = amend(campaigns_a_year=6, retainers=[])
    assert (found.state, found.number, found.by) == ("draft", 1, manager)
    assert (found.before["campaigns_a_year"], found.after["campaigns_a_year"]) == (4, 6)
    assert terms_of(stored(agreement)).campaigns_a_year == 4
    entry = AuditEntry.objects.get(verb="amendment.drafted")
    assert entry.changes["campaigns_a_year"] == [4, 6]


@pytest.mark.parametrize(
    ("effective_on", "changes", "field"),
    [
        (date(2025, 12, 31), {}, "effective_on"),
        (TODAY - DAY, {}, "effective_on"),
        (date(2027, 1, 1), {}, "effective_on"),
        (date(2026, 8, 2), {"ends_on": date(2026, 8, 1)}, "effective_on"),
        (TODAY, {"starts_on": date(2026, 2, 1)}, "starts_on"),
        (TODAY, {"campaigns_a_year": 4}, ""),
        (TODAY, {"guaranteed_a_year": 5}, "guaranteed_a_year"),
        (TODAY, {"ends_on": None}, "ends_on"),
        (TODAY, {"rates": [("reel", "USD", Decimal(-1))]}, "rates"),
    ],
)
def test_changes_that_cannot_be_meant(amend, effective_on, changes, field):
    with pytest.raises(Refused) as refused:
        amend(effective_on=effective_on, **changes)
    assert refused.value.field == field
    assert not Amendment.objects.exists()


def test_a_change_needs_a_reason(amend):
    with pytest.raises(ReasonMissing):
        amend(reason=" ")


def test_a_jump_needs_a_reason_of_its_own(amend):
    dearer = [("reel", "USD", Decimal(1500)), ("story", "USD", Decimal(310))]
    with pytest.raises(RateJump) as refused:
        amend(rates=dearer)
    assert refused.value.flags == {("reel", "USD"): "It was $1,200.50: 24.9 % more."}
    assert amend(rates=dearer, jump="Twice the audience").rate_jump_reason == "Twice the audience"


def test_an_ended_agreement_is_not_amended(agreement, amend, manager):
    end_agreement(agreement=agreement, reason="Over", by=manager, at=AT)
    with pytest.raises(WrongState):
        amend()


def test_a_draft_agreement_is_edited_not_amended(drafted, manager):
    with pytest.raises(WrongState):
        draft_amendment(
            agreement=drafted(), terms=terms(campaigns_a_year=9), effective_on=date(2026, 4, 1),
            reason="More", by=manager, at=AT,
        )  # fmt: skip


def test_one_open_change_at_a_time(amend, manager):
    first = amend()
    with pytest.raises(WrongState) as refused:
        amend(campaigns_a_year=7)
    assert "open already" in str(refused.value)
    withdraw_amendment(amendment=first, reason="Not now", by=manager, at=AT)
    assert amend(campaigns_a_year=7).number == 2


def test_a_later_end_over_another_agreement_is_refused(drafted, amend, manager):
    following = drafted(starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    record_signature(agreement=following, signed_on=TODAY, signed_by="Maya", by=manager, at=AT)
    with pytest.raises(Overlap) as refused:
        amend(ends_on=date(2027, 1, 1))
    assert refused.value.field == "ends_on"


def test_update_a_draft(agreement, amend, manager):
    found = amend()
    new = replace(terms_of(agreement), notice_days=60)
    words = {"terms": new, "effective_on": TODAY + DAY, "reason": "Calmer", "by": manager, "at": AT}
    update_amendment(amendment=found, expected=1, **words)
    again = stored(found)
    assert (again.after["notice_days"], again.after["campaigns_a_year"]) == (60, 4)
    assert (again.effective_on, again.reason) == (TODAY + DAY, "Calmer")
    with pytest.raises(EditConflict):
        update_amendment(amendment=again, expected=1, **words)
    send_amendment(amendment=stored(found), by=manager, at=AT)
    with pytest.raises(WrongState):
        update_amendment(amendment=stored(found), expected=3, **words)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Campaigns a year: 4 → 6"), ("ru", "4 → 6")],
)
def test_send_is_one_mail_with_what_changes(agreement, amend, manager, language, said):
    creator = agreement.partnership.creator
    creator.language = language
    creator.save()
    found = amend()
    stale = stored(found)
    send_amendment(amendment=found, by=manager, at=AT)
    with pytest.raises(WrongState):
        send_amendment(amendment=stale, by=manager, at=AT)
    mail = OutgoingMail.objects.get(key=f"amendment:{found.public_id}")
    assert said in mail.text
    assert ("дополнительно" in mail.subject) == (language == "ru")
    assert "We both want more" in mail.html
    assert found.sent_on == TODAY


def test_send_without_an_address_writes_nothing(agreement, amend, manager):
    found = amend()
    creator = agreement.partnership.creator
    creator.email = ""
    creator.save()
    with pytest.raises(NoAddress):
        send_amendment(amendment=found, by=manager, at=AT)
    assert stored(found).state == "draft"


def test_send_after_its_day_is_refused(amend, manager):
    found = amend()
    with pytest.raises(Refused) as refused:
        send_amendment(amendment=found, by=manager, at=AT + DAY)
    assert refused.value.field == "effective_on"


def test_signature_on_its_day_changes_the_agreement_at_once(agreement, amend, manager):
    sign(amend(tenure_steps=[(2, Decimal(5))], campaigns_a_year=6), manager)
    found = stored(agreement)
    assert terms_of(found) == replace(
        terms(**RUNNING), campaigns_a_year=6, tenure_steps=[(2, Decimal(5))]
    )
    row = Amendment.objects.get()
    assert (row.state, row.signed_by, row.our_signed_by) == ("in_force", "Maya Lind", manager.name)
    assert row.applied_at == AT
    assert AuditEntry.objects.get(verb="agreement.amended").changes["campaigns_a_year"] == [4, 6]
    with pytest.raises(WrongState):
        withdraw_amendment(amendment=row, reason="No", by=manager, at=AT)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signed_on": TODAY + DAY}, "signed_on"),
        ({"signed_by": " "}, "signed_by"),
    ],
)
def test_signatures_that_cannot_be(amend, manager, changes, field):
    with pytest.raises(Refused) as refused:
        sign(amend(), manager, **changes)
    assert refused.value.field == field


def test_nothing_takes_effect_before_it_was_signed(amend, manager):
    with pytest.raises(Refused) as refused:
        sign(amend(), manager, at=AT + DAY)
    assert refused.value.field == "signed_on"


def test_the_clock_applies_once_and_tells_once(agreement, amend, manager):
    found = amend(effective_on=TODAY + 10 * DAY)
    sign(found, manager)
    assert stored(found).state == "signed"
    first, second = stored(found), stored(found)
    with time_machine.travel(AT + 9 * DAY, tick=False):
        advance_agreements()
        assert stored(found).state == "signed"
    # Days were missed; whoever comes late finds it done.
    with time_machine.travel(AT + 30 * DAY, tick=False):
        advance_agreements()
        advance_agreements()
        with pytest.raises(WrongState):
            apply_due(amendment=first, by=None, at=AT + 30 * DAY)
    assert second.state == "signed"
    assert stored(agreement).campaigns_a_year == 6
    mails = OutgoingMail.objects.filter(kind="amendment_in_force")
    assert [mail.to_email for mail in mails] == [manager.email]
    assert AuditEntry.objects.filter(verb="agreement.amended").count() == 1


def test_its_day_is_the_creators(agreement, amend, manager):
    creator = agreement.partnership.creator
    creator.timezone = "America/Los_Angeles"
    creator.save()
    found = amend(effective_on=TODAY + DAY)
    sign(found, manager)
    # The fourth in London, still the third in Los Angeles.
    assert not apply_due(amendment=stored(found), by=None, at=AT.replace(day=4, hour=2))
    assert apply_due(amendment=stored(found), by=None, at=AT.replace(day=4, hour=12))


def test_notice_is_kept_by_a_change_agreed_before(agreement, amend, manager):
    found = amend(effective_on=TODAY + 10 * DAY, ends_on=date(2027, 6, 30))
    sign(found, manager)
    agreement = stored(agreement)
    give_notice(agreement=agreement, notice_by="us", by=manager, at=AT)
    assert apply_due(amendment=stored(found), by=None, at=AT + 10 * DAY)
    assert stored(agreement).ends_on == TODAY + 30 * DAY
    assert stored(agreement).notice_given_on == TODAY


def test_notice_fixes_the_last_day(agreement, amend, manager):
    give_notice(agreement=agreement, notice_by="us", by=manager, at=AT)
    with pytest.raises(Refused) as refused:
        amend(ends_on=date(2026, 12, 30))
    assert refused.value.field == "ends_on"
    assert amend(campaigns_a_year=5).pk


def test_an_agreement_that_ends_takes_its_open_change_along(agreement, amend, manager):
    found = amend(effective_on=TODAY + 10 * DAY)
    end_agreement(agreement=agreement, reason="Over", by=manager, at=AT)
    with time_machine.travel(AT + DAY, tick=False):
        advance_agreements()
        advance_agreements()
    assert stored(found).state == "withdrawn"
    with pytest.raises(WrongState):
        sign(stored(found), manager)


def test_withdraw_stops_the_mail(amend, manager):
    found = amend()
    send_amendment(amendment=found, by=manager, at=AT)
    with pytest.raises(ReasonMissing):
        withdraw_amendment(amendment=found, reason="", by=manager, at=AT)
    withdraw_amendment(amendment=found, reason="Not now", by=manager, at=AT)
    assert OutgoingMail.objects.get(kind="amendment").state == "cancelled"


def test_terms_of_any_day_are_read_back(agreement, amend, manager):
    sign(amend(effective_on=TODAY, campaigns_a_year=5), manager)
    agreement.refresh_from_db()
    second = amend(effective_on=TODAY + 20 * DAY, campaigns_a_year=7)
    sign(second, manager)
    for _applied in (False, True):
        row = stored(agreement)
        told = [terms_on(row, TODAY + n * DAY).campaigns_a_year for n in (-9, -1, 0, 19, 20, 99)]
        assert told == [4, 4, 5, 5, 7, 7]
        apply_due(amendment=stored(second), by=None, at=AT + 20 * DAY)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=4))
def test_terms_on_over_random_amendments(partnership, manager, steps):
    from partnerships.actions.agreements import draft_agreement

    Amendment.objects.all().delete()
    Agreement.objects.all().delete()
    row = draft_agreement(partnership=partnership, terms=terms(**RUNNING), by=manager, at=AT)
    record_signature(agreement=row, signed_on=TODAY, signed_by="Maya", by=manager, at=AT)
    expected, now, day = {}, 4, 0
    for wait, campaigns in steps:
        at = AT + (day + wait) * DAY
        campaigns = campaigns + 1 if campaigns == now else campaigns
        expected |= dict.fromkeys(range(day, day + wait), now)
        new = replace(terms_of(stored(row)), campaigns_a_year=campaigns, guaranteed_a_year=None)
        one = draft_amendment(
            agreement=stored(row), terms=new, effective_on=TODAY + (day + wait) * DAY,
            reason="More", by=manager, at=at,
        )  # fmt: skip
        sign(one, manager, at=at)
        day, now = day + wait, campaigns
    expected |= dict.fromkeys(range(day, day + 20), now)
    found = stored(row)
    assert {n: terms_on(found, TODAY + n * DAY).campaigns_a_year for n in expected} == expected
