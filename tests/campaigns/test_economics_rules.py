from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.economics import amortised, roi, roi_by_currency, span
from core.exchange import RateTable
from core.money import Money

D = Decimal
DAY = date(2026, 3, 1)
RATES = RateTable([("RUB", "USD", date(2026, 1, 1), D("0.01")), ("RUB", "USD", DAY, D("0.0125"))])


def usd(amount: object) -> Money:
    return Money(D(str(amount)), "USD")


def rub(amount: object) -> Money:
    return Money(D(str(amount)), "RUB")


@pytest.mark.parametrize(
    ("revenue", "cost", "wanted"),
    [(150, 100, "0.5"), (100, 100, "0"), (0, 100, "-1"), (400, 100, "3"), (100, 0, None)],
)
def test_roi(revenue, cost, wanted):
    assert roi(D(revenue), D(cost)) == (None if wanted is None else D(wanted))


def test_amortised():
    assert amortised([usd(100), rub(900)], 3) == [usd("33.33"), rub(300)]
    assert amortised([usd(100)], 0) == []


@pytest.mark.parametrize(
    ("cost", "revenue", "wanted"),
    [
        ([usd(100)], [usd(150)], {"USD": D("0.5")}),
        ([usd(100)], [], {"USD": D(-1)}),
        ([usd(100)], [rub(150)], {}),
        ([usd(100), rub(1)], [usd(150)], {}),
        ([usd(100), rub(0)], [usd(150)], {"USD": D("0.5")}),
        ([], [usd(150)], {}),
        ([], [], {}),
    ],
)
def test_roi_in_its_own_currency_only_where_all_of_it_is(cost, revenue, wanted):
    assert roi_by_currency(cost, revenue) == wanted


def test_span_converts_each_sum_at_its_own_day():
    found = span(
        {"fee": [(usd(100), DAY), (rub(10_000), date(2026, 2, 1))], "bonus": []},
        [(rub(40_000), DAY)],
        rates=RATES, home="USD", n=2,
    )  # fmt: skip
    assert found.by_kind == {"fee": [usd(100), rub(10_000)]}
    assert (found.home.cost, found.home.revenue) == (usd("200.00"), usd("500.00"))
    assert found.home.roi == D("1.5")
    assert (found.home.oldest, found.home.newest) == (date(2026, 1, 1), DAY)
    assert found.roi == {}
    assert found.n == 2


def test_span_with_an_unknown_rate_claims_nothing():
    euro = Money(D(10), "EUR")
    found = span({"fee": [(usd(100), DAY)]}, [(euro, DAY)], rates=RATES, home="USD", n=1)
    assert found.home.unknown == (euro,)
    assert found.home.roi is None
    assert found.revenue == [euro]


def test_span_of_one_currency_needs_no_rate():
    found = span({"fee": [(rub(100), DAY)]}, [(rub(300), DAY)], rates=RateTable([]),
                 home="USD", n=1)  # fmt: skip
    assert found.roi == {"RUB": D(2)}
    assert found.home.roi is None


@given(
    cost=st.lists(st.tuples(st.sampled_from(["USD", "RUB"]), st.integers(1, 10**6)), min_size=1),
    revenue=st.lists(st.tuples(st.sampled_from(["USD", "RUB", "EUR"]), st.integers(0, 10**6))),
)
def test_span_never_adds_currencies_raw(cost, revenue):
    found = span(
        {"fee": [(Money(D(amount), currency), DAY) for currency, amount in cost]},
        [(Money(D(amount), currency), DAY) for currency, amount in revenue],
        rates=RATES, home="USD", n=1,
    )  # fmt: skip
    for money in found.cost:
        assert money.amount == sum(
            amount for currency, amount in cost if currency == money.currency
        )
    euros = any(currency == "EUR" and amount for currency, amount in revenue)
    assert (found.home.roi is None) == euros
    if found.home.roi is not None:
        assert found.home.roi >= -1
