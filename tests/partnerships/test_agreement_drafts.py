from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.models import AuditEntry
from core.versions import EditConflict
from creators.models import Rate
from partnerships.actions.agreements import (
    discard_agreement,
    draft_agreement,
    record_signature,
    send_agreement,
    update_agreement,
)
from partnerships.actions.notice import give_notice
from partnerships.actions.partnerships import end_partnership
from partnerships.errors import Overlap, Refused, WrongState
from partnerships.models import Agreement, AgreementRate
from partnerships.queries.drafts import suggested_terms, terms_of
from tests.partnerships.conftest import AT, terms

TODAY = date(2026, 3, 3)
RUNNING = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def signed(agreement, by, **changes):
    values = {"signed_on": TODAY, "signed_by": "Maya Lind", "by": by, "at": AT, **changes}
    record_signature(agreement=agreement, **values)
    return agreement


def stored(agreement):
    return Agreement.objects.get(pk=agreement.pk)


# Drafting


def test_draft(drafted, manager):
    agreement = drafted()
    assert (agreement.state, agreement.campaigns_a_year) == ("draft", 4)
    assert list(agreement.rates.values_list("format", "amount")) == [
        ("reel", Decimal("1200.50")),
        ("story", Decimal("300.00")),
    ]
    entry = AuditEntry.objects.get(verb="agreement.drafted")
    assert entry.changes["rates"] == [["reel", "USD", "1200.50"], ["story", "USD", "300.00"]]
    assert entry.by == manager


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "evergreen"}, "ends_on"),
        ({"ends_on": None}, "ends_on"),
        ({"kind": "standing", "ends_on": None}, "ends_on"),
        ({"ends_on": date(2026, 3, 31)}, "ends_on"),
        ({"guaranteed_a_year": 5}, "guaranteed_a_year"),
        ({"rates": (("reel", "USD", Decimal(1)), ("reel", "USD", Decimal(2)))}, "rates"),
    ],
)
def test_terms_that_cannot_be_meant(drafted, changes, field):
    with pytest.raises(Refused) as refused:
        drafted(**changes)
    assert refused.value.field == field
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "evergreen", "ends_on": None},
        {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 1)},
        {"guaranteed_a_year": None},
        {"guaranteed_a_year": 4},
    ],
)
def test_terms_at_the_edge(drafted, changes):
    assert drafted(**changes).pk


def test_draft_on_covered_days_is_refused(drafted, manager):
    signed(drafted(**RUNNING), manager)
    with pytest.raises(Overlap) as refused:
        drafted(starts_on=date(2026, 12, 31), ends_on=date(2027, 12, 30))
    assert refused.value.field == "starts_on"
    assert drafted(starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)).pk


def test_draft_after_an_endless_agreement_asks_for_notice(drafted, manager):
    signed(drafted(kind="evergreen", starts_on=date(2025, 1, 1), ends_on=None), manager)
    with pytest.raises(Overlap) as refused:
        drafted(starts_on=date(2040, 1, 1), ends_on=date(2040, 12, 31))
    assert "notice" in str(refused.value)


def test_draft_for_an_ended_partnership_is_refused(partnership, manager):
    end_partnership(partnership=partnership, reason="Over", by=manager, at=AT)
    with pytest.raises(WrongState):
        draft_agreement(partnership=partnership, terms=terms(), by=manager, at=AT)


def test_update_draft(drafted, manager):
    agreement = drafted()
    new = terms(campaigns_a_year=5, rates=(("reel", "USD", Decimal("1300.00")),))
    update_agreement(agreement=agreement, expected=1, terms=new, by=manager, at=AT)
    again = stored(agreement)
    assert (again.campaigns_a_year, again.version) == (5, 2)
    assert terms_of(again) == new
    assert AuditEntry.objects.get(verb="agreement.updated").changes == {
        "campaigns_a_year": [4, 5],
        "rates": [
            [["reel", "USD", "1200.50"], ["story", "USD", "300.00"]],
            [["reel", "USD", "1300.00"]],
        ],
    }


def test_update_without_a_change_keeps_the_rates(drafted, manager):
    agreement = drafted()
    before = set(AgreementRate.objects.values_list("pk", flat=True))
    update_agreement(agreement=agreement, expected=1, terms=terms(), by=manager, at=AT)
    assert set(AgreementRate.objects.values_list("pk", flat=True)) == before
    assert not AuditEntry.objects.filter(verb="agreement.updated").exists()


def test_update_over_a_newer_edit_is_refused(drafted, manager):
    agreement = drafted()
    other = Agreement.objects.select_related("partnership__creator").get()
    update_agreement(agreement=other, expected=1, terms=terms(usage="Ads"), by=manager, at=AT)
    with pytest.raises(EditConflict) as conflict:
        update_agreement(
            agreement=agreement, expected=1, terms=terms(usage="Shop", rates=()), by=manager, at=AT
        )
    assert conflict.value.theirs.usage == "Ads"
    assert AgreementRate.objects.count() == 2


def test_sent_agreement_is_not_edited(drafted, manager):
    agreement = drafted()
    send_agreement(agreement=agreement, by=manager, at=AT)
    with pytest.raises(WrongState):
        update_agreement(agreement=agreement, expected=2, terms=terms(), by=manager, at=AT)


def test_discard(drafted, manager):
    agreement = drafted()
    discard_agreement(agreement=agreement, by=manager, at=AT)
    assert not Agreement.objects.exists()
    assert AuditEntry.objects.get(verb="agreement.discarded").changes["campaigns_a_year"] == 4


def test_only_drafts_are_discarded(drafted, manager):
    agreement = signed(drafted(), manager)
    with pytest.raises(WrongState):
        discard_agreement(agreement=agreement, by=manager, at=AT)


# What the form of the next one starts with


def test_suggestion_from_the_rate_card(partnership, in_scope):
    creator = partnership.creator
    creator.payment_days = 14
    for name, amount, currency, until in (
        ("reel", 900, "RUB", None), ("post", 500, "RUB", None), ("reel", 800, "RUB", TODAY),
        ("story", 90, "EUR", None),
    ):  # fmt: skip
        Rate.objects.create(
            workspace=in_scope, creator=creator, format=name, amount=amount, currency=currency,
            valid_from=TODAY, valid_until=until,
        )  # fmt: skip
    found = suggested_terms(partnership, in_scope, TODAY)
    assert (found.kind, found.payment_days) == ("annual", 14)
    assert (found.starts_on, found.ends_on) == (TODAY, date(2027, 3, 2))
    # Each price in the currency of its card: nothing is converted.
    assert found.currency in ("RUB", "EUR")
    assert {rate[:2] for rate in found.rates} == {
        ("reel", "RUB"), ("post", "RUB"), ("story", "EUR"),
    }  # fmt: skip


def test_suggestion_prefers_the_workspace_currency(partnership, in_scope):
    for currency in ("RUB", "USD"):
        Rate.objects.create(
            workspace=in_scope, creator=partnership.creator, format="reel", amount=7,
            currency=currency, valid_from=TODAY,
        )  # fmt: skip
    found = suggested_terms(partnership, in_scope, TODAY)
    assert found.currency == "USD"
    assert set(found.rates) == {("reel", code, Decimal("7.00")) for code in ("USD", "RUB")}


def test_suggestion_for_t2_is_standing_terms(partnership, in_scope):
    partnership.tier = "T2"
    found = suggested_terms(partnership, in_scope, TODAY)
    assert (found.kind, found.rates, found.currency) == ("standing", (), "USD")


def test_suggestion_follows_the_agreement_before(partnership, in_scope, drafted, manager):
    signed(drafted(**RUNNING, usage="Ads"), manager)
    found = suggested_terms(partnership, in_scope, TODAY)
    assert (found.starts_on, found.ends_on) == (date(2027, 1, 1), date(2027, 12, 31))
    assert (found.usage, found.rates) == ("Ads", terms().rates)


def test_suggestion_after_an_evergreen_stays_endless(partnership, in_scope, drafted, manager):
    agreement = signed(drafted(kind="evergreen", starts_on=TODAY, ends_on=None), manager)
    give_notice(agreement=agreement, notice_by="us", by=manager, at=AT)
    found = suggested_terms(partnership, in_scope, TODAY)
    assert (found.starts_on, found.ends_on) == (TODAY + timedelta(days=31), None)
