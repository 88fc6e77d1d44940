"""The pages of the budget."""

from datetime import date
from decimal import Decimal

import pytest

from partnerships.models import (
    Agreement,
    AgreementRate,
    BudgetPlan,
    OverBudget,
    Retainer,
)
from partnerships.queries.budget import year_budget, year_budgets
from partnerships.rules.budget_agreement import promised_in, retainer_share
from tests import factories
from tests.partnerships.budget.conftest import TODAY, form_data, url, usd


def test_owner_plans_and_sees_the_year(brand, partnership, client_as, owner, promised, noon):
    client = client_as(owner)
    there = url("budget_plan", brand.public_id, 2026)
    assert there in client.get(url()).content.decode()
    assert client.get(there).status_code == 200
    key = partnership.public_id
    lines = {f"times_{key}": "3", f"rate_{key}": "1 200", f"currency_{key}": "USD"}
    made = client.post(there, form_data(brand, **lines))
    assert made.status_code == 302
    promised("9000")
    page = client.get(made.url).content.decode()
    assert "$10,000.50" in page
    assert "$3,600" in page
    assert "have reached 80% of the budget" in page
    assert "The same as a table" in page
    assert "&lt;svg" not in page
    assert client.get(url(), {"year": "2025"}).content.decode().count("No budget for 2025") == 1
    assert client.get(url(), {"year": "x", "brand": "y"}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"share_T3": "30"}, "add up to 110%"),
        ({"total": "-1"}, "Write a number from 0"),
        ({"total": "much"}, "is not a number"),
        ({"warn_at": "0"}, "greater than or equal to 1"),
        ({"rates_on": "soon"}, "Enter a valid date"),
        ({"times": "3"}, "Say what one time costs"),
    ],
)
def test_plan_form_says_what_to_mend(brand, partnership, client_as, owner, noon, changes, words):
    changes = dict(changes)
    if "times" in changes:
        changes[f"times_{partnership.public_id}"] = changes.pop("times")
    there = url("budget_plan", brand.public_id, 2026)
    page = client_as(owner).post(there, form_data(brand, **changes))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not BudgetPlan.objects.exists()


def test_two_owners_at_once_see_both_texts(plan, brand, client_as, owner, noon):
    there = url("budget_plan", brand.public_id, 2026)
    client = client_as(owner)
    assert client.post(there, form_data(brand, version="1")).status_code == 302
    late = client.post(there, form_data(brand, version="1", total="7777"))
    assert late.status_code == 409
    assert "7777" in late.content.decode()
    assert BudgetPlan.objects.get().total == Decimal("10000.50")


def test_others_look_and_do_not_plan(plan, brand, client_as, manager, analyst, noon):
    for person in (manager, analyst):
        client = client_as(person)
        page = client.get(url()).content.decode()
        assert "Change the plan" not in page
        assert client.get(url("budget_plan", brand.public_id, 2026)).status_code == 403
        assert client.get(url("commitments")).status_code == 200


def test_rows_behind_a_figure_and_their_file(plan, brand, partnership, promised, client_as, analyst, noon):  # fmt: skip
    promised("100")
    promised("200", key="fee:b", currency="RUB")
    client = client_as(analyst)
    asked = {"brand": brand.public_id, "year": "2026", "currency": "RUB"}
    page = client.get(url("commitments"), asked).content.decode()
    assert "₽200" in page
    assert "no rate" in page
    assert "$100" not in page
    file = client.post(f"{url('commitments_export')}?currency=RUB", {"format": "csv"})
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 2
    assert "Maya Lind" in text
    nothing = client.post(url("commitments_export"), {"format": "doc"})
    assert nothing.status_code == 302
    for empty in ({"state": "released"}, {"tier": "T3"}, {"partnership": "nobody"}):
        assert "No such promises" in client.get(url("commitments"), empty).content.decode()


@pytest.mark.parametrize("rows", [1, 40])
def test_pages_ask_a_fixed_number_of_questions(
    in_scope, plan, brand, owner, promised, client_as, noon, rows, django_assert_max_num_queries
):
    for number in range(rows):
        who = factories.PartnershipFactory(workspace=in_scope, brand=brand, owner=owner)
        promised("10", key=f"fee:{number}", who=who)
    client = client_as(owner)
    client.get(url())
    for there in (url(), url("commitments"), url("budget_plan", brand.public_id, 2026)):
        with django_assert_max_num_queries(15):
            client.get(there)


def test_budgets_of_all_brands_are_those_of_each(plan, brand, promised):
    promised("9500")
    (found,) = year_budgets(2026, TODAY)
    alone = year_budget(brand, 2026, TODAY)
    assert found.sums == alone.sums
    assert found.level == alone.level == "near"
    assert year_budgets(2030, TODAY) == []


def test_page_in_russian(plan, brand, promised, client_as, owner, noon):
    promised("9500")
    owner.language = "ru"
    owner.save()
    page = client_as(owner).get(url()).content.decode()
    assert "Прогноз до конца года" in page
    assert "Forecast" not in page


@pytest.mark.parametrize(
    ("first", "last", "worth"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 1200),
        (date(2026, 2, 15), date(2026, 2, 28), 50),
        (date(2026, 3, 1), date(2026, 4, 15), 150),
    ],
)
def test_retainer_of_a_part_of_a_year(first, last, worth):
    assert retainer_share(Decimal(100), first, last) == worth


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, [usd("1200.00"), usd("300")]),
        ({"first": date(2026, 7, 1)}, [usd("600.00"), usd("300")]),
        ({"last": date(2025, 12, 31)}, []),
        ({"guaranteed": 0}, [usd("1200.00")]),
        ({"prices": []}, [usd("1200.00")]),
        ({"retainers": [(usd(100), date(2027, 1, 1), None)]}, [usd("300")]),
    ],
)
def test_promises_of_an_agreement_in_a_year(changes, found):
    values = {
        "first": date(2025, 3, 1), "last": None, "guaranteed": 3, "prices": [usd(100), usd(400)],
        "retainers": [(usd(100), date(2025, 3, 1), None)],
    }  # fmt: skip
    assert promised_in(2026, **{**values, **changes}) == found


def test_signing_what_goes_over_asks_why(in_scope, plan, brand, partnership, client, noon):
    agreement = Agreement.objects.create(
        workspace=in_scope, partnership=partnership, kind="annual", state="sent",
        starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31), campaigns_a_year=4, currency="USD",
        guaranteed_a_year=2, sent_on=TODAY,
    )  # fmt: skip
    AgreementRate.objects.create(
        workspace=in_scope, agreement=agreement, format="reel", currency="USD", amount=500
    )
    there = url("agreement_sign", agreement.public_id)
    assert "over_budget_reason" not in client.get(there).content.decode()
    Retainer.objects.create(
        workspace=in_scope, agreement=agreement, amount=1100, currency="USD", scope="Photos",
        starts_on=date(2026, 4, 1),
    )  # fmt: skip
    data = {
        "signed_on": "2026-03-02", "signed_by": "Maya Lind", "our_signed_on": "2026-03-02",
        "our_signed_by": "Maria",
    }  # fmt: skip
    asked = client.post(there, data)
    assert asked.status_code == 422
    assert "$900 over" in asked.content.decode()
    done = client.post(there, {**data, "over_budget_reason": "Worth it"})
    assert done.status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == "signed"
    assert OverBudget.objects.get().key == f"agreement:{agreement.public_id}"
