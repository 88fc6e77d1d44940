"""The year's money of a brand: rules by table, plans, pages, warnings."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEntry, ExchangeRate
from core.money import Money, totals
from core.versions import EditConflict
from partnerships.actions.budget import PlanTerms, change_plan, go_over, make_plan
from partnerships.actions.commitments import commit, release, spend
from partnerships.errors import ReasonMissing, Refused, SharesNotWhole
from partnerships.models import (
    Agreement,
    AgreementRate,
    BudgetPlan,
    OverBudget,
    Retainer,
    TenureStep,
)
from partnerships.queries.budget import budget_check, year_budget, year_budgets
from partnerships.queries.budget_lines import proposals
from partnerships.rules.budget import Entry, Line, allotted, forecast, level, summed
from partnerships.rules.budget_agreement import promised_in, retainer_share
from tests import factories
from tests.partnerships.conftest import AT

TODAY = date(2026, 3, 3)
SHARES = {"T1": 40, "T2": 40, "T3": 20}


def usd(amount):
    return Money(Decimal(amount), "USD")


def entry(tier="T1", kind="fee", state="committed", on=TODAY, amount="100", who=1, plan="same"):
    money = usd(amount)
    return Entry(who, tier, kind, state, on, money, money.amount if plan == "same" else plan)


def line(times, rate, who=1):
    money = usd(rate or 0)
    return Line(who, times, None if rate is None else money.amount, money)


# The rules


@given(
    total=st.decimals("0", "10000000", places=2),
    first=st.integers(0, 100),
    second=st.integers(0, 100),
)
def test_parts_of_the_budget_add_up_to_it(total, first, second):
    second = min(second, 100 - first)
    parts = allotted(total, {"T1": first, "T2": second, "T3": 100 - first - second})
    assert sum(parts.values()) == total


@pytest.mark.parametrize(
    ("used", "total", "warn_at", "found"),
    [
        ("0", "0", 90, ""), ("1", "0", 90, "over"), ("89.99", "100", 90, ""),
        ("90", "100", 90, "near"), ("100", "100", 90, "near"), ("100.01", "100", 90, "over"),
        ("100", "100", 100, "near"), ("99.99", "100", 100, ""),
    ],
)  # fmt: skip
def test_level_is_over_only_above_the_budget(used, total, warn_at, found):
    assert level(Decimal(used), Decimal(total), warn_at) == found


ENTRIES = st.lists(
    st.builds(
        lambda tier, state, amount, currency, known: Entry(
            1, tier, "fee", state, TODAY, Money(amount, currency), amount * 2 if known else None
        ),
        st.sampled_from(["T1", "T2", "T3"]),
        st.sampled_from(["committed", "spent"]),
        st.decimals("0", "100000", places=2),
        st.sampled_from(["USD", "RUB", "EUR"]),
        st.booleans(),
    ),
    max_size=12,
)


@given(entries=ENTRIES)
def test_tiers_and_currencies_hold_the_same_money(entries):
    sums = summed(
        entries, [], total=Decimal(1000), shares=SHARES, currency="USD", year=2026, today=TODAY
    )
    known = [one for one in entries if one.plan is not None]
    assert sums.used == sum((one.plan for one in known), Decimal(0))
    assert sums.used == sum((t.committed + t.spent for t in sums.tiers), Decimal(0))
    assert sum((t.left for t in sums.tiers), Decimal(0)) == Decimal(1000) - sums.used
    own = {row.currency: row.committed.amount + row.spent.amount for row in sums.currencies}
    assert own == {m.currency: m.amount for m in totals(one.money for one in entries)}
    unknown = totals(one.money for one in entries if one.plan is None)
    assert {m.currency: m.amount for m in sums.unknown} == {m.currency: m.amount for m in unknown}


@pytest.mark.parametrize(
    ("entries", "lines", "today", "total"),
    [
        ([], [line(4, "100")], TODAY, "400"),
        ([entry()], [line(4, "100")], TODAY, "400"),
        ([entry(amount="150", state="spent")], [line(4, "100")], TODAY, "450"),
        # More than planned is booked: nothing is left of the line.
        ([entry()] * 5, [line(4, "100")], TODAY, "500"),
        # A retainer is no time of the line.
        ([entry(kind="retainer")], [line(4, "100")], TODAY, "500"),
        ([], [line(4, None)], TODAY, "0"),
        # T2: 100 in 62 days, 303 to come.
        ([entry("T2")], [], TODAY, "588.71"),
        ([entry("T2"), entry("T3", on=date(2026, 6, 1), amount="400")], [], TODAY, "588.71"),
        ([entry("T2"), entry("T3", on=date(2026, 6, 1), amount="900")], [], TODAY, "1000"),
        ([entry("T2", on=date(2026, 1, 5))], [], date(2026, 1, 29), "100"),
        ([entry("T2")], [line(4, "100")], date(2027, 1, 1), "100"),
        ([entry("T2")], [line(4, "100")], date(2025, 12, 31), "400"),
    ],
)
def test_forecast(entries, lines, today, total):
    found = forecast(entries, lines, year=2026, today=today)
    assert found.total == Decimal(total)


def test_forecast_of_first_days_says_that_it_has_no_run_rate():
    assert forecast([], [], year=2026, today=date(2026, 1, 29)).running is None
    assert forecast([], [], year=2026, today=date(2026, 1, 30)).running == 0


# Plans


def terms(*lines, **changes):
    values = {
        "currency": "USD", "total": Decimal(10000), "shares": SHARES, "warn_at": 90,
        "rates_on": TODAY, "lines": lines,
    }  # fmt: skip
    return PlanTerms(**{**values, **changes})


@pytest.fixture
def plan(brand, partnership, owner):
    row = (partnership, 4, usd(500))
    return make_plan(brand=brand, year=2026, terms=terms(row), by=owner, at=AT)


@pytest.fixture
def promised(partnership):
    def make(amount, key="fee:a", currency="USD", on=date(2026, 4, 1), kind="fee", who=None):
        return commit(
            partnership=who or partnership, kind=kind, key=key, on=on,
            money=Money(Decimal(amount), currency), by=None, at=AT,
        )  # fmt: skip

    return make


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


# The warning


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


# The pages


def url(name="budget", *args):
    return reverse(f"partnerships:{name}", args=["north", *args])


def form_data(brand, **changes):
    return {
        "total": "10 000,50", "currency": "USD", "warn_at": "80", "rates_on": "2026-03-01",
        "share_T1": "40", "share_T2": "40", "share_T3": "20", "version": "0", **changes,
    }  # fmt: skip


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


# What an agreement promises


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
