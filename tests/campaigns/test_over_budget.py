"""Pages that promise money say what it does to the year's budget."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.models import Collaboration, Payment
from core.money import Money
from partnerships.actions.budget import PlanTerms, make_plan
from partnerships.actions.commitments import commit
from partnerships.models import OverBudget
from tests.campaigns.conftest import AT, at, text_of


@pytest.fixture
def plan(brand, manager):
    terms = PlanTerms(
        currency="USD", total=Decimal(1000), shares={"T1": 40, "T2": 40, "T3": 20}, warn_at=90,
        rates_on=AT.date(),
    )  # fmt: skip
    return make_plan(brand=brand, year=2026, terms=terms, by=manager, at=AT)


def chosen(partnership, fee, **more):
    key = partnership.public_id
    return {
        "state": "confirmed", f"take_{key}": "on", f"fee_{key}": fee, f"currency_{key}": "USD",
        **more,
    }  # fmt: skip


def test_adding_over_the_budget_asks_why_and_keeps_it(client, plan, campaign, maya, manager):
    there = at("add_creators", campaign.public_id)
    asked = client.post(there, chosen(maya, "1200"))
    assert asked.status_code == 422
    words = text_of(asked)
    assert "$200 over" in words
    assert "$1,200" in words
    assert 'name="over_budget_reason"' in words
    assert not Collaboration.objects.exists()
    done = client.post(there, chosen(maya, "1200", over_budget_reason="The launch"))
    assert done.status_code == 302
    row = OverBudget.objects.get()
    assert (row.amount, row.reason, row.by) == (200, "The launch", manager)
    assert row.key == f"campaign:{campaign.public_id}"
    budget = reverse("partnerships:budget", args=["north"])
    assert "The launch" in text_of(client.get(budget, {"brand": campaign.brand.public_id}))


@pytest.mark.parametrize(("fee", "told"), [("1000", True), ("900", True), ("899", False)])
def test_adding_up_to_the_budget_asks_nothing(client, plan, campaign, maya, fee, told):
    there = at("add_creators", campaign.public_id)
    page = client.post(there, chosen(maya, fee), follow=True)
    assert Collaboration.objects.count() == 1
    assert not OverBudget.objects.exists()
    assert ("of the 2026 budget of" in text_of(page)) is told


def test_adding_without_a_plan_asks_nothing(client, campaign, maya):
    there = at("add_creators", campaign.public_id)
    assert client.post(there, chosen(maya, "1200")).status_code == 302


def test_question_is_not_there_before(client, plan, campaign, maya):
    page = text_of(client.get(at("add_creators", campaign.public_id)))
    assert "over_budget_reason" not in page


@pytest.fixture
def part(campaign, maya, client):
    client.post(at("add_creators", campaign.public_id), chosen(maya, "800"))
    part = Collaboration.objects.get()
    commit(
        partnership=maya, kind="fee", key=f"fee:{part.public_id}", on=campaign.starts_on,
        money=Money(Decimal(800), "USD"), by=None, at=AT,
    )  # fmt: skip
    return part


def test_fee_takes_the_place_of_the_one_before(client, plan, part):
    there = at("fee", part.public_id)
    data = {"fee_amount": "1000", "fee_currency": "USD", "version": part.version}
    assert client.post(there, data).status_code == 302
    part.refresh_from_db()
    assert part.fee_amount == 1000
    data = {"fee_amount": "1001", "fee_currency": "USD", "version": part.version}
    asked = client.post(there, data)
    assert asked.status_code == 422
    assert "$1 over" in text_of(asked)
    assert client.post(there, {**data, "over_budget_reason": "More work"}).status_code == 302
    assert OverBudget.objects.get().key == f"fee:{part.public_id}"


def test_lower_fee_asks_nothing_of_a_budget_that_is_used_up(client, plan, part, maya):
    commit(
        partnership=maya, kind="other", key="other:x", on=date(2026, 5, 1),
        money=Money(Decimal(5000), "USD"), by=None, at=AT,
    )  # fmt: skip
    data = {"fee_amount": "700", "fee_currency": "USD", "version": part.version}
    assert client.post(at("fee", part.public_id), data).status_code == 302


def by_hand(amount, **more):
    return {
        "kind": "other", "note": "A prop", "amount": amount, "currency": "USD",
        "due_on": "2026-05-01", "asked": "abcdefghjkmn", **more,
    }  # fmt: skip


def test_payment_by_hand_over_the_budget_asks_why_and_keeps_it(client, plan, maya):
    there = at("payment_new", maya.public_id)
    assert "over_budget_reason" not in text_of(client.get(there))
    asked = client.post(there, by_hand("1200"))
    assert asked.status_code == 422
    assert "$200 over" in text_of(asked)
    assert 'name="over_budget_reason"' in text_of(asked)
    assert not Payment.objects.exists()
    why = by_hand("1200", over_budget_reason="Broken lamp")
    assert client.post(there, why).status_code == 302
    # A double click is one payment and one reason.
    client.post(there, why)
    payment = Payment.objects.get()
    row = OverBudget.objects.get()
    assert (row.amount, row.reason, row.key) == (200, "Broken lamp", payment.key)


def test_payment_by_hand_corrected_takes_the_place_of_the_one_before(client, plan, maya):
    client.post(at("payment_new", maya.public_id), by_hand("900"))
    payment = Payment.objects.get()
    there = at("payment_correct", payment.public_id)
    data = {**by_hand("1000"), "version": payment.version}
    assert client.post(there, data).status_code == 302
    payment.refresh_from_db()
    asked = client.post(there, {**data, "amount": "1001", "version": payment.version})
    assert asked.status_code == 422
    assert "$1 over" in text_of(asked)
    commit(
        partnership=maya, kind="other", key="other:x", on=date(2026, 5, 1),
        money=Money(Decimal(5000), "USD"), by=None, at=AT,
    )  # fmt: skip
    lower = {**data, "amount": "800", "version": payment.version}
    assert client.post(there, lower).status_code == 302
