from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core.mail.outbox import NoAddress
from core.models import AuditEntry, OutgoingMail
from partnerships.actions.agreements import (
    end_agreement,
    record_signature,
    send_agreement,
)
from partnerships.actions.notice import give_notice
from partnerships.errors import Overlap, ReasonMissing, Refused, WrongState
from partnerships.models import Agreement
from partnerships.queries.agreements import (
    agreement_in_force,
    agreements_in_force,
    current_agreement,
    leading_of,
)
from partnerships.rules.terms import ExclusivityTerm, PerformancePay, RetainerTerm
from tests.partnerships.conftest import AT

TODAY = date(2026, 3, 3)
RUNNING = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def signed(agreement, by, **changes):
    values = {"signed_on": TODAY, "signed_by": "Maya Lind", "by": by, "at": AT, **changes}
    record_signature(agreement=agreement, **values)
    return agreement


def stored(agreement):
    return Agreement.objects.get(pk=agreement.pk)


# Sending


def test_send_mails_the_terms_once(drafted, manager):
    agreement = drafted(terms="Paid & <happy>", rights_months=12, territory="US")
    agreement.partnership.brand.name = "Kettle & Co"
    send_agreement(agreement=agreement, by=manager, at=AT)
    assert (stored(agreement).state, stored(agreement).sent_on) == ("sent", TODAY)
    mail = OutgoingMail.objects.get()
    assert (mail.to_email, mail.to_name) == ("maya@creators.example", "Maya Lind")
    assert mail.reply_to == manager.email
    assert mail.about_id == agreement.public_id
    assert mail.subject == "Kettle & Co: our agreement from April 1, 2026"
    for words in (
        "Hi Maya,", "Paid & <happy>", "Reel or short: $1,200.50", "Stories: $300",
        "Campaigns a year: 4", "Of these guaranteed: 2", "Territory: US", "Notice: 30 days, either side",
        f"/portal/{agreement.partnership.creator.public_id}/agreement/", "Maria Manager",
    ):  # fmt: skip
        assert words in mail.text, words
    assert "Paid &amp; &lt;happy&gt;" in mail.html
    assert "$1,200.50" in mail.html
    with pytest.raises(WrongState):
        send_agreement(agreement=agreement, by=manager, at=AT)
    assert OutgoingMail.objects.count() == 1


def test_send_twice_at_once_is_one_mail(drafted, manager):
    drafted()
    first, second = (
        Agreement.objects.select_related("partnership__creator", "partnership__brand").get()
        for _ in range(2)
    )
    send_agreement(agreement=first, by=manager, at=AT)
    with pytest.raises(WrongState):
        send_agreement(agreement=second, by=manager, at=AT)
    assert OutgoingMail.objects.count() == 1


def test_send_to_the_contact_in_the_creators_language(drafted, manager):
    agreement = drafted(kind="evergreen", ends_on=None)
    agreement.partnership.creator.language = "ru"
    agreement.partnership.contact_name = "Анна"
    agreement.partnership.contact_email = "anna@agents.example"
    send_agreement(agreement=agreement, by=manager, at=AT)
    mail = OutgoingMail.objects.get()
    assert (mail.to_email, mail.language) == ("anna@agents.example", "ru")
    assert "Анна" in mail.text
    assert "1 апреля 2026" in mail.subject
    assert "1\xa0200,50\xa0$" in mail.text


def test_send_without_an_address_writes_nothing(drafted, manager):
    agreement = drafted()
    agreement.partnership.creator.email = ""
    with pytest.raises(NoAddress):
        send_agreement(agreement=agreement, by=manager, at=AT)
    assert stored(agreement).state == "draft"


def test_send_without_prices_is_refused(drafted, manager):
    agreement = drafted(rates=())
    with pytest.raises(Refused):
        send_agreement(agreement=agreement, by=manager, at=AT)
    assert not OutgoingMail.objects.exists()


def test_send_is_refused_where_another_was_signed_meanwhile(drafted, manager):
    first, second = drafted(), drafted()
    signed(first, manager)
    with pytest.raises(Overlap):
        send_agreement(agreement=second, by=manager, at=AT)
    assert stored(second).state == "draft"


# Signing


def test_signature_waits_for_the_first_day(drafted, manager):
    agreement = drafted()
    send_agreement(agreement=agreement, by=manager, at=AT)
    signed(agreement, manager, signed_by=" Maya Lind ")
    again = stored(agreement)
    assert (again.state, again.signed_on, again.signed_by) == ("signed", TODAY, "Maya Lind")


def test_signature_on_or_after_the_first_day_is_in_force_at_once(drafted, manager):
    agreement = signed(drafted(starts_on=TODAY, ends_on=date(2027, 3, 2)), manager)
    assert stored(agreement).state == "in_force"
    # The person who signed knows: no mail.
    assert not OutgoingMail.objects.exists()
    verbs = AuditEntry.objects.filter(verb__startswith="agreement").order_by("pk")
    assert [v.verb for v in verbs] == [
        "agreement.drafted",
        "agreement.signed",
        "agreement.in_force",
    ]


def test_signature_of_a_past_agreement_ends_it(drafted, manager):
    agreement = drafted(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    signed(agreement, manager, signed_on=date(2023, 12, 20))
    assert (stored(agreement).state, stored(agreement).ends_on) == ("ended", date(2024, 12, 31))


def test_first_day_is_the_creators(drafted, manager):
    agreement = drafted(starts_on=TODAY, ends_on=date(2027, 3, 2))
    # Still the 2nd in Los Angeles.
    signed(agreement, manager, signed_on=date(2026, 3, 2), at=datetime(2026, 3, 3, 7, tzinfo=UTC))
    assert stored(agreement).state == "signed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"signed_on": date(2026, 3, 4)}, "signed_on"), ({"signed_by": " "}, "signed_by")],
)
def test_signature_that_cannot_be(drafted, manager, changes, field):
    with pytest.raises(Refused) as refused:
        signed(drafted(), manager, **changes)
    assert refused.value.field == field


def test_two_signatures_never_share_a_day(drafted, manager):
    first, second = drafted(), drafted(starts_on=date(2027, 3, 31), ends_on=date(2028, 3, 30))
    signed(first, manager)
    with pytest.raises(Overlap):
        signed(second, manager)
    assert stored(second).state == "draft"


def test_signing_twice_is_refused(drafted, manager):
    agreement = signed(drafted(), manager)
    with pytest.raises(WrongState):
        signed(agreement, manager)


# Leaving


def test_notice_computes_the_last_day(drafted, manager):
    agreement = signed(drafted(**RUNNING), manager)
    give_notice(agreement=agreement, notice_by="creator", by=manager, at=AT)
    again = stored(agreement)
    assert (again.state, again.notice_by, again.notice_given_on) == ("in_notice", "creator", TODAY)
    assert again.ends_on == TODAY + timedelta(days=30)
    with pytest.raises(WrongState):
        give_notice(agreement=agreement, notice_by="us", by=manager, at=AT)


def test_notice_does_not_prolong(drafted, manager):
    agreement = signed(drafted(starts_on=TODAY, ends_on=date(2026, 3, 20)), manager)
    give_notice(agreement=agreement, notice_by="us", by=manager, at=AT)
    assert stored(agreement).ends_on == date(2026, 3, 20)


def test_notice_of_long_ago_has_ended_it(
    drafted, manager, heard, django_capture_on_commit_callbacks
):
    agreement = signed(drafted(kind="evergreen", starts_on=date(2025, 1, 1), ends_on=None), manager)
    with django_capture_on_commit_callbacks(execute=True):
        give_notice(
            agreement=agreement, notice_by="us", given_on=date(2026, 1, 1), by=manager, at=AT
        )
    assert (stored(agreement).state, stored(agreement).ends_on) == ("ended", date(2026, 1, 31))
    assert [(name, told["agreement_id"]) for name, told in heard] == [
        ("agreement_ended", agreement.pk)
    ]


@pytest.mark.parametrize("given_on", [date(2026, 3, 4), date(2025, 12, 31)])
def test_notice_on_a_day_that_cannot_be(drafted, manager, given_on):
    agreement = signed(drafted(**RUNNING), manager)
    with pytest.raises(Refused) as refused:
        give_notice(agreement=agreement, notice_by="us", given_on=given_on, by=manager, at=AT)
    assert refused.value.field == "given_on"
    assert stored(agreement).state == "in_force"


def test_end_by_consent_cuts_to_today(drafted, manager):
    agreement = signed(drafted(**RUNNING), manager)
    end_agreement(agreement=agreement, reason=" New terms ", by=manager, at=AT)
    again = stored(agreement)
    assert (again.state, again.ends_on, again.end_reason) == ("ended", TODAY, "New terms")


def test_end_after_the_last_day_does_not_prolong(drafted, manager):
    agreement = signed(drafted(**RUNNING), manager)
    late = datetime(2027, 2, 1, 12, tzinfo=UTC)
    end_agreement(agreement=agreement, reason="Late", by=manager, at=late)
    assert stored(agreement).ends_on == date(2026, 12, 31)


def test_withdraw_stops_the_mail(drafted, manager):
    agreement = drafted()
    send_agreement(agreement=agreement, by=manager, at=AT)
    end_agreement(agreement=agreement, reason="Wrong price", by=manager, at=AT)
    assert (stored(agreement).state, stored(agreement).end_reason) == ("withdrawn", "Wrong price")
    assert OutgoingMail.objects.get().state == "cancelled"


def test_withdraw_of_a_paper_signature(drafted, manager):
    agreement = signed(drafted(), manager)
    end_agreement(agreement=agreement, reason="Changed their mind", by=manager, at=AT)
    assert stored(agreement).state == "withdrawn"
    assert agreement_in_force(agreement.partnership, date(2026, 6, 1)) is None


def test_end_needs_a_reason(drafted, manager):
    agreement = signed(drafted(**RUNNING), manager)
    with pytest.raises(ReasonMissing):
        end_agreement(agreement=agreement, reason="", by=manager, at=AT)


def test_draft_is_not_ended(drafted, manager):
    with pytest.raises(WrongState):
        end_agreement(agreement=drafted(), reason="X", by=manager, at=AT)


# Reading


def test_agreement_in_force_asks_the_days(partnership, drafted, manager):
    old = signed(drafted(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)), manager)
    new = signed(drafted(**RUNNING), manager)
    drafted(starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    assert agreement_in_force(partnership, date(2024, 12, 31)) == old
    assert agreement_in_force(partnership, date(2025, 6, 1)) is None
    assert agreement_in_force(partnership, TODAY) == new
    assert agreement_in_force(partnership, date(2027, 6, 1)) is None
    assert agreements_in_force([partnership.pk], TODAY) == {partnership.pk: new}


def test_current_agreement_is_what_both_sides_know(partnership, drafted, manager):
    assert current_agreement(partnership) is None
    draft = drafted()
    assert current_agreement(partnership) is None
    assert leading_of([partnership.pk]) == {partnership.pk: draft}
    send_agreement(agreement=draft, by=manager, at=AT)
    assert current_agreement(partnership) == draft
    running = drafted(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    signed(running, manager)
    assert current_agreement(partnership) == running
    end_agreement(agreement=draft, reason="X", by=manager, at=AT)
    end_agreement(agreement=running, reason="X", by=manager, at=AT)
    assert current_agreement(partnership) == running


RICH = {
    "rates": [("reel", "USD", Decimal(900)), ("reel", "RUB", Decimal(70_000))],
    "tenure_steps": [(2, Decimal(5))],
    "retainers": [RetainerTerm(Decimal(600), "EUR", "A studio day", date(2026, 4, 1))],
    "performance_terms": [PerformancePay("revenue_share", percent=Decimal(4))],
    "exclusivities": [ExclusivityTerm("Tea", days_before=14, days_after=30)],
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("$900", "₽70,000", "€600 a month", "A studio day", "4 % of the sales", "Exclusive: Tea",
                "14 days before", "From contract year 2", "+5 %")),
        ("ru", ("900 $", "70 000 ₽", "600 €", "A studio day", "4 %", "Tea", "договор")),
    ],
)  # fmt: skip
def test_mail_has_all_terms_in_words(drafted, manager, language, said):
    agreement = drafted(**RICH)
    agreement.partnership.creator.language = language
    send_agreement(agreement=agreement, by=manager, at=AT)
    mail = OutgoingMail.objects.get()
    for body in (mail.text, mail.html):
        plain = body.replace("\xa0", " ").replace("\u202f", " ")
        assert [words for words in said if words not in plain] == []
