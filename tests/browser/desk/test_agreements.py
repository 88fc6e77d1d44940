"""An agreement from its draft to its close-out, a guarantee met, in a real browser."""

from datetime import date

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from campaigns.actions.campaigns import plan_campaign
from campaigns.models import Collaboration
from partnerships.models import (
    BudgetPlan,
    OverBudget,
)
from tests.browser.desk.agreeing import (
    add,
    amend,
    amendment_holds_from_its_day,
    book,
    draft,
    leave,
    pay,
    promised,
    sums,
)
from tests.browser.desk.conftest import NOW, card, here, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_agreement_is_signed_amended_and_left(desk, workspace, manager, opened, clock):
    partnership = opened()
    page = desk(manager, f"partnerships/{partnership.public_id}/")
    draft(page)
    press(page, "Save and send")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("Waiting for the signature").first).to_be_visible()
    press(page, "Record the signature")
    page.get_by_label("Signed for the creator by").fill("Maya Stone")
    page.get_by_label("Signed for us by").fill("Olga Owner")
    page.locator("main form .actions").get_by_role("button").click()
    expect(page.get_by_text("In force").first).to_be_visible()
    terms = card(page, "Terms")
    for said in ("$2,400", "$600", "$500", "Two calls a month with our chemists"):
        expect(terms).to_contain_text(said)
    life = card(page, "Its life")
    expect(life).to_contain_text("Maya Stone")
    expect(life).to_contain_text("Olga Owner")
    amend(page)
    amendment_holds_from_its_day(page, workspace, clock)
    leave(page, workspace)


def test_guarantee_falls_short_until_campaigns_are_booked(desk, workspace, manager, agreed):
    partnership = agreed(guaranteed_a_year=3)
    page = desk(manager, f"partnerships/{partnership.public_id}/")
    pace = card(page, "Pace")
    # Three of 28 days each and 14 days of notice before the last day of December.
    expect(pace).to_contain_text(
        "3 guaranteed campaigns of this year are not booked. Book them by 25 September 2026."
    )
    book(page, "Autumn hydration", "2026-10-01", "2026-10-28")
    here(page, f"partnerships/{partnership.public_id}/")
    expect(pace).to_contain_text(
        "2 guaranteed campaigns of this year are not booked. Book them by 23 October 2026."
    )
    book(page, "Winter balm", "2026-11-10", "2026-12-07")
    here(page, f"partnerships/{partnership.public_id}/")
    # Two thirds of the year, two of three: nobody is alarmed, and the third is not forgotten.
    expect(pace).to_contain_text("1 of them is guaranteed.")
    expect(pace).not_to_contain_text("not booked")
    with scope(workspace=workspace):
        booked = Collaboration.objects.filter(partnership=partnership)
        assert sorted(part.campaign.name for part in booked) == ["Autumn hydration", "Winter balm"]


def test_budget_of_the_year_is_planned_committed_and_overspent_with_a_reason(
    desk, workspace, brand, owner, agreed
):
    partnership = agreed()
    page = desk(owner, "partnerships/budget/")
    press(page, "Make the plan")
    line = page.get_by_role("row", name="Maya Stone")
    expect(line.get_by_label("Times: Maya Stone")).to_have_value("4")
    expect(line.get_by_label("Rate: Maya Stone")).to_have_value("2000")
    page.get_by_role("textbox", name="Budget of the year").fill("10 000")
    page.get_by_label("T1 · strategic").fill("80")
    page.get_by_label("T2 · regular").fill("15")
    page.get_by_label("T3 · occasional").fill("15")
    press(page, "Save the budget")
    expect(page.get_by_role("alert")).to_contain_text("add up to 110%")
    page.get_by_label("T3 · occasional").fill("5")
    press(page, "Save the budget")
    tier = card(page, "By tier").get_by_role("row", name="T1")
    expect(tier).to_contain_text("$8,000")
    with scope(workspace=workspace):
        plan = BudgetPlan.objects.get()
        assert (plan.total, plan.shares) == (10_000, {"T1": 80, "T2": 15, "T3": 5})
        first, second = (
            plan_campaign(
                brand=brand, name=name, starts_on=date(2026, month, 5), ends_on=date(2026, month, 28),
                owner=owner, by=owner, at=NOW,
            )
            for name, month in (("Autumn hydration", 10), ("Winter balm", 12))
        )  # fmt: skip
    here(page, f"campaigns/{first.public_id}/creators/")
    page.get_by_label("Maya Stone").first.check()
    add(page)
    expect(page.get_by_role("article", name="Maya Stone")).to_be_visible()
    assert sums(page)["Committed"] == "$2,000"

    here(page, f"campaigns/{second.public_id}/creators/")
    page.get_by_label("Maya Stone").first.check()
    page.get_by_label("Fee of Maya Stone").fill("9000")
    add(page, "2026-12-20")
    # Nothing is promised before somebody says why.
    expect(page.get_by_role("alert")).to_contain_text("$1,000 over")
    assert promised(workspace) == [2000]
    page.get_by_label("Why go over the budget").fill("The launch is worth it")
    press(page, "Add")
    expect(page.get_by_role("article", name="Maya Stone")).to_be_visible()
    found = sums(page)
    assert (found["Budget"], found["Committed"], found["Left"]) == ("$10,000", "$11,000", "-$1,000")
    expect(page.get_by_text("are above the budget of the year")).to_be_visible()
    expect(card(page, "Gone over, and why")).to_contain_text("The launch is worth it")
    assert promised(workspace) == [2000, 9000]
    with scope(workspace=workspace):
        assert OverBudget.objects.get().by == owner
    pay(page, partnership)
