"""Fees of sessions that go over the year's budget of a brand ask why, and keep it (rows 30, 69)."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from checkins.actions.session_guests import add_guests, change_fee
from checkins.actions.session_times import fix_time
from checkins.actions.sessions import record_answer
from core.money import Money
from partnerships.actions.budget import PlanTerms, make_plan
from partnerships.models import Commitment, OverBudget
from tests import factories
from tests.checkins.conftest import NOW
from tests.factories_sessions import IN_A_WEEK, guest_of, session

REASON = "over_budget_reason"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_as, manager):
    return client_as(manager)


@pytest.fixture
def plan(in_scope, partnership, manager):
    terms = PlanTerms(
        currency="USD", total=Decimal(1000), shares={"T1": 40, "T2": 40, "T3": 20}, warn_at=90,
        rates_on=NOW.date(),
    )  # fmt: skip
    return make_plan(brand=partnership.brand, year=2026, terms=terms, by=manager, at=NOW)


@pytest.fixture
def ben(in_scope, manager, partnership):
    creator = factories.CreatorFactory(
        workspace=in_scope, name="Ben Whitaker", email="b@example.com"
    )
    return factories.PartnershipFactory(
        workspace=in_scope, creator=creator, brand=partnership.brand, owner=manager, tier="T2"
    )


@pytest.fixture
def row(in_scope, manager, partnership):
    return session(in_scope, manager, partnership, fee=Money(Decimal(600), "USD"))


def at(name, *args):
    return reverse(f"checkins:{name}", args=["north", *args])


def when(moment=IN_A_WEEK):
    return {"starts_at": moment.strftime("%Y-%m-%dT%H:%M")}


def asked(response) -> bool:
    return response.status_code == 422 and f'name="{REASON}"' in response.content.decode()


def promised():
    return sorted(Commitment.objects.filter(state="committed").values_list("amount", flat=True))


def test_fixing_a_time_over_the_budget_asks_why(client, plan, row, ben, manager):
    add_guests(session=row, partnerships=[ben], by=manager, at=NOW)
    there = at("session_fix", row.public_id)
    response = client.post(there, when())
    assert asked(response)
    assert "$200 over" in response.content.decode()
    row.refresh_from_db()
    assert (row.state, promised()) == ("draft", [])
    assert asked(client.post(there, {**when(), REASON: "  "}))
    assert client.post(there, {**when(), REASON: "The council of the year"}).status_code == 303
    assert promised() == [600, 600]
    kept = OverBudget.objects.get()
    assert (kept.amount, kept.reason, kept.by) == (200, "The council of the year", manager)
    assert kept.key == f"session:{row.public_id}"


def test_another_time_of_the_same_year_promises_nothing_new(client, plan, row, manager):
    change_fee(
        guest=row.guests.get(), expected=1, fee=Money(Decimal(1000), "USD"), by=manager, at=NOW
    )
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    there = at("session_fix", row.public_id)
    assert client.post(there, when(IN_A_WEEK + timedelta(days=1))).status_code == 303
    assert not OverBudget.objects.exists()


def test_who_said_no_costs_nothing(client, plan, row, ben, manager, partnership):
    add_guests(session=row, partnerships=[ben], by=manager, at=NOW)
    client.post(at("session_times", row.public_id), {"time_1": when()["starts_at"]})
    record_answer(guest=guest_of(row, ben), answer="no", by=manager, at=NOW)
    fixing = {"chosen": row.times.get().public_id}
    assert client.post(at("session_fix", row.public_id), fixing).status_code == 303
    assert promised() == [600]


def test_another_time_than_those_asked_about_asks_who_said_no_again(
    client, plan, row, ben, manager, partnership
):
    add_guests(session=row, partnerships=[ben], by=manager, at=NOW)
    client.post(at("session_times", row.public_id), {"time_1": when()["starts_at"]})
    record_answer(guest=guest_of(row, ben), answer="no", by=manager, at=NOW)
    other = {"chosen": "other", **when(IN_A_WEEK + timedelta(days=2))}
    there = at("session_fix", row.public_id)
    assert asked(client.post(there, other))
    assert client.post(there, {**other, REASON: "We need both"}).status_code == 303
    assert promised() == [600, 600]


def test_a_higher_fee_asks_and_a_lower_one_does_not(client, plan, row, manager):
    guest = row.guests.get()
    there = at("session_guest_fee", guest.public_id)

    def post(fee, **more):
        guest.refresh_from_db()
        return client.post(there, {"fee": fee, "currency": "USD", "version": guest.version, **more})

    assert post("5000").status_code == 303, "no time is fixed: nothing is promised"
    assert post("600").status_code == 303
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    assert asked(post("1200"))
    assert promised() == [600]
    assert post("1200", over_budget_reason="She brings the crew").status_code == 303
    assert promised() == [1200]
    assert OverBudget.objects.get().amount == 200
    assert post("1100").status_code == 303, "less than was promised"
    assert post("").status_code == 303
    assert OverBudget.objects.count() == 1


def test_a_guest_more_asks_once_the_time_is_fixed(client, plan, row, ben, manager):
    fix_time(session=row, starts_at=IN_A_WEEK, by=manager, at=NOW)
    there = at("session_guests", row.public_id)
    more = {"partnership": ben.public_id}
    response = client.post(there, more)
    assert asked(response)
    assert f'value="{ben.public_id}" checked' in response.content.decode(), "who was chosen stays"
    assert row.guests.count() == 1
    assert client.post(there, {**more, REASON: "He knows the north"}).status_code == 302
    assert promised() == [600, 600]
    assert OverBudget.objects.get().reason == "He knows the north"


def test_each_brand_has_its_own_budget(client, plan, row, in_scope, manager):
    other = factories.PartnershipFactory(
        workspace=in_scope, brand=factories.BrandFactory(workspace=in_scope), owner=manager
    )
    add_guests(session=row, partnerships=[other], by=manager, at=NOW)
    assert client.post(at("session_fix", row.public_id), when()).status_code == 303
    assert promised() == [600, 600]
    assert not OverBudget.objects.exists()
