"""Plans of a year, and the warning before it is overspent."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import AuditEntry, ExchangeRate
from core.money import Money
from core.versions import EditConflict
from partnerships.actions.budget import change_plan, go_over, make_plan
from partnerships.actions.commitments import release, spend
from partnerships.errors import ReasonMissing, Refused, SharesNotWhole
from partnerships.models import (
    Agreement,
    AgreementRate,
    BudgetPlan,
    OverBudget,
    TenureStep,
)
from partnerships.queries.budget import budget_check, year_budget
from partnerships.queries.budget_lines import proposals
from tests import factories
from tests.partnerships.budget.conftest import TODAY, terms, usd
from tests.partnerships.conftest import AT


def test_plan_converts_its_lines_at_its_day(in_scope, brand, partnership, owner):
    ExchangeRate.objects.create(
        workspace=in_scope, currency="USD", against="RUB", day=date(2026, 3, 1), rate=100
    )
    other = factories.PartnershipFactory(workspace=in_scope, brand=brand, owner=owner)
    made = make_plan(
        brand=brand, year=2026,
        terms=terms(
            (partnership, 2, Money(Decimal(5000), "RUB")), (other, 1, Money(Decimal(9), "EUR"))
        ),
        by=owner, at=AT,
    )  # fmt: skip
    assert [row.rate_home for row in made.lines.all()] == [Decimal(50), None]
    found = year_budget(brand, 2026, TODAY)
    assert found.sums.tiers[0].planned == 100
    assert found.sums.unknown == [Money(Decimal("9.00"), "EUR")]


def test_plan_of_a_year_is_made_once_and_changed_with_its_version(plan, brand, owner, partnership):
    with pytest.raises(Refused):
        make_plan(brand=brand, year=2026, terms=terms(), by=owner, at=AT)
    new = terms((partnership, 5, usd(500)), total=Decimal(9000))
    change_plan(plan=plan, expected=1, terms=new, by=owner, at=AT)
    assert [row.times for row in plan.lines.all()] == [5]
    change_plan(plan=plan, expected=2, terms=new, by=owner, at=AT)
    with pytest.raises(EditConflict):
        change_plan(plan=plan, expected=1, terms=terms(), by=owner, at=AT)
    assert plan.lines.count() == 1
    verbs = AuditEntry.objects.filter(object_id=plan.public_id).values_list("verb", flat=True)
    assert list(verbs) == ["budget.changed", "budget.planned"] or sorted(verbs) == [
        "budget.changed", "budget.planned",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"total": Decimal(-1)}, "total"), ({"warn_at": 0}, "warn_at"), ({"warn_at": 101}, "warn_at")],
)
def test_plan_that_cannot_be_is_refused(brand, owner, changes, field):
    with pytest.raises(Refused) as refused:
        make_plan(brand=brand, year=2026, terms=terms(**changes), by=owner, at=AT)
    assert refused.value.field == field


def test_plan_with_wrong_lines_is_refused(in_scope, brand, owner, partnership):
    elsewhere = factories.PartnershipFactory(workspace=in_scope, owner=owner)
    for year, new in [
        (2026, terms((elsewhere, 1, usd(5)))),
        (2026, terms((partnership, 1, usd(-5)))),
        (2026, terms((partnership, 1, usd(5)), (partnership, 1, usd(5)))),
        (1999, terms()),
    ]:
        with pytest.raises(Refused):
            make_plan(brand=brand, year=year, terms=new, by=owner, at=AT)
    with pytest.raises(SharesNotWhole):
        make_plan(brand=brand, year=2026, terms=terms(shares={"T1": 50}), by=owner, at=AT)
    assert not BudgetPlan.objects.exists()


def test_released_and_other_years_are_not_in_the_figures(plan, brand, promised):
    promised("100")
    promised("50", key="fee:b")
    release(key="fee:b", by=None, at=AT)
    promised("70", key="fee:c", on=date(2027, 1, 1))
    promised("30", key="fee:d")
    spend(key="fee:d", spent_on=TODAY, by=None, at=AT)
    found = year_budget(brand, 2026, TODAY)
    assert (found.sums.committed, found.sums.spent, found.left) == (100, 30, 9870)
    assert [(one.booked, one.used, one.planned) for one in found.lines] == [(2, 130, 2000)]


def test_third_currency_of_a_plan_is_reached_over_the_table(in_scope, brand, owner, promised):
    for currency, value in (("USD", 100), ("EUR", 125)):
        ExchangeRate.objects.create(
            workspace=in_scope, currency=currency, against="RUB", day=date(2026, 3, 1), rate=value
        )
    make_plan(brand=brand, year=2026, terms=terms(currency="RUB"), by=owner, at=AT)
    promised("10", currency="EUR")
    promised("10", key="fee:b", currency="RUB")
    assert year_budget(brand, 2026, TODAY).sums.committed == 1260


def test_proposals_come_from_the_agreement_then_the_policy(in_scope, brand, partnership, owner):
    agreement = Agreement.objects.create(
        workspace=in_scope, partnership=partnership, kind="evergreen", state="in_force",
        starts_on=date(2025, 1, 1), campaigns_a_year=6, currency="USD",
    )  # fmt: skip
    for kind, amount in (("reel", 400), ("story", 100)):
        AgreementRate.objects.create(
            workspace=in_scope, agreement=agreement, format=kind, currency="USD", amount=amount
        )
    TenureStep.objects.create(workspace=in_scope, agreement=agreement, from_year=2, percent=10)
    factories.PartnershipFactory(
        workspace=in_scope, brand=brand, owner=owner,
        creator=factories.CreatorFactory(workspace=in_scope, name="Zoe"),
    )  # fmt: skip
    factories.PartnershipFactory(workspace=in_scope, brand=brand, owner=owner, tier="T2")
    first, second = proposals(brand, 2026, None)
    assert (first.times, first.money, first.agreed) == (6, usd("440.00"), True)
    assert (second.money, second.agreed) == (None, False)
    assert proposals(brand, 2025, None)[0].money == usd("400.00")
    agreement.rates.all().delete()
    assert proposals(brand, 2026, None)[0].money is None
    plan = make_plan(brand=brand, year=2026, terms=terms((partnership, 3, usd(7))), by=None, at=AT)
    assert proposals(brand, 2026, plan)[0].money == usd(7)


@pytest.mark.parametrize(
    ("adding", "found"),
    [("999", None), ("1000", "near"), ("2000", "near"), ("2000.01", "over")],
)
def test_check_warns_from_its_level_on(plan, brand, promised, adding, found):
    promised("8000")
    warning = budget_check(brand=brand, on=TODAY, adding=usd(adding))
    assert (warning.level if warning else None) == found
    if warning:
        assert warning.used == usd("8000.00")
        assert warning.asks is (found == "over")
        assert warning.over.amount == max(Decimal(0), Decimal(adding) - 2000)


def test_check_without_plan_or_sum_says_nothing(brand, plan, promised):
    promised("20000")
    assert budget_check(brand=brand, on=date(2027, 1, 1), adding=usd(5)) is None
    assert budget_check(brand=brand, on=TODAY, adding=usd(0)) is None
    assert budget_check(brand=brand, on=TODAY, adding=[]) is None


def test_check_leaves_out_what_is_replaced(brand, plan, promised):
    promised("9999", key="fee:a")
    assert budget_check(brand=brand, on=TODAY, adding=usd(10000), but=["fee:a"]).level == "near"
    assert budget_check(brand=brand, on=TODAY, adding=usd(10000)).level == "over"


def test_check_of_a_currency_without_rate_is_unknown(brand, plan):
    warning = budget_check(brand=brand, on=TODAY, adding=Money(Decimal(9), "EUR"))
    assert (warning.level, warning.adding, warning.asks) == ("unknown", None, False)
    assert warning.after == usd(0)
    both = budget_check(brand=brand, on=TODAY, adding=[usd(10001), Money(Decimal(9), "EUR")])
    assert (both.level, both.over) == ("over", usd(1))


def test_going_over_keeps_its_reason(brand, plan, owner):
    warning = budget_check(brand=brand, on=TODAY, adding=usd(10001))
    with pytest.raises(ReasonMissing):
        go_over(warning=warning, key="campaign:x", reason=" ", by=owner, at=AT)
    go_over(warning=warning, key="campaign:x", reason=" The launch ", by=owner, at=AT)
    row = OverBudget.objects.get()
    assert (row.amount, row.reason, row.by, row.plan) == (1, "The launch", owner, plan)
