"""A budget that fills up is a line of the week, for those who may promise money."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from checkins.queries.lines import budget
from checkins.today import Asking, Section
from core.money import Money
from core.together import read_rounds
from partnerships.actions.budget import PlanTerms, make_plan
from partnerships.actions.commitments import commit
from tests import factories

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def budgets(asking):
    [lines] = read_rounds([budget.budgets(asking)])
    return lines


@pytest.fixture
def planned(in_scope, manager):
    partnership = factories.PartnershipFactory(
        workspace=in_scope, owner=manager, tier="T2",
        brand=factories.BrandFactory(workspace=in_scope, name="Kettle & Co"),
    )  # fmt: skip

    def make(amount, on=date(2026, 3, 1)):
        terms = PlanTerms(
            currency="USD", total=Decimal(1000), shares={"T1": 40, "T2": 40, "T3": 20},
            warn_at=90, rates_on=AT.date(),
        )  # fmt: skip
        plan = make_plan(brand=partnership.brand, year=2026, terms=terms, by=None, at=AT)
        commit(
            partnership=partnership, kind="fee", key="fee:a", on=on,
            money=Money(Decimal(amount), "USD"), by=None, at=AT,
        )  # fmt: skip
        return plan

    return make


@pytest.mark.parametrize(
    ("amount", "kind", "words"),
    [
        ("1001", "over", "more than the budget"),
        ("900", "near", "$900 of $1,000"),
        ("200", "forecast", "the year ends at $1,177.42"),
    ],
)
def test_line_says_how_it_stands(planned, manager, amount, kind, words):
    plan = planned(amount)
    asking = Asking(manager, AT)
    (line,) = budgets(asking)
    assert line.key == f"budget:{plan.public_id}:{kind}"
    assert words in line.reason
    assert line.section(asking) is Section.WEEK
    assert line.url.startswith(reverse("partnerships:budget", args=["north"]))


def test_quiet_budget_and_no_budget_say_nothing(planned, manager):
    assert budgets(Asking(manager, AT)) == []
    planned("10")
    assert budgets(Asking(manager, AT)) == []


def test_readers_are_not_asked(planned, analyst, owner):
    planned("1001")
    assert budgets(Asking(analyst, AT)) == []
    assert len(budgets(Asking(owner, AT))) == 1


def test_questions_are_the_same_for_many(planned, owner, in_scope, django_assert_max_num_queries):
    planned("1001")
    for number in range(12):
        make_plan(
            brand=factories.BrandFactory(workspace=in_scope, name=f"B{number}"), year=2026,
            terms=PlanTerms("USD", Decimal(5), {"T1": 100}, 90, AT.date()), by=None, at=AT,
        )  # fmt: skip
    with django_assert_max_num_queries(5):
        assert len(budgets(Asking(owner, AT))) == 1
