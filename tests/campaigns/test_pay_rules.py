from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.earned import (
    Measured,
    Period,
    calendar_periods,
    earned_bonuses,
    earned_shares,
)
from campaigns.rules.pay_terms import (
    Bonus,
    Monthly,
    PayTerms,
    Share,
    chained,
    month_of,
    months,
    quarter_of,
    terms_at,
)
from campaigns.rules.payments import pay_by
from campaigns.rules.retainers import retainer_months
from campaigns.rules.settling import paid_ahead, settle
from core.money import Money
from partnerships.rules.facts import Figures

D = Decimal
DAY = timedelta(days=1)


def usd(amount: object) -> Money:
    return Money(D(str(amount)), "USD")


def terms(first: date, last: date | None = None, **more: object) -> PayTerms:
    return PayTerms(first, last, **more)  # type: ignore[arg-type]


# Days


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_month_of(day, first, last):
    assert month_of(day) == (first, last)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 8, 15), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarter_of(day, first, last):
    assert quarter_of(day) == (first, last)


def test_months_without_days():
    assert list(months(date(2026, 3, 2), date(2026, 3, 1))) == []


@pytest.mark.parametrize(
    ("due", "market", "wanted"),
    [
        (date(2026, 3, 6), "US", date(2026, 3, 6)),
        (date(2026, 3, 8), "US", date(2026, 3, 6)),
        (date(2026, 7, 3), "US", date(2026, 7, 2)),  # the fourth is a Saturday
        (date(2026, 5, 1), "RU", date(2026, 4, 30)),
    ],
)
def test_pay_by_the_last_working_day(due, market, wanted):
    assert pay_by(due, market) == wanted


# Amended terms


def test_chained_without_changes():
    one = terms(date(2026, 1, 1), date(2026, 12, 31))
    assert chained(one, []) == [one]


def test_chained_cuts_at_each_change():
    first = terms(date(2026, 1, 1), date(2026, 12, 31))
    other = terms(date(2000, 1, 1), shares=(Share("", D(5), "month"),))
    found = chained(first, [(date(2026, 3, 10), other), (date(2027, 5, 1), first)])
    assert [(one.first, one.last) for one in found] == [
        (date(2026, 1, 1), date(2026, 3, 9)),
        (date(2026, 3, 10), date(2026, 12, 31)),
    ]
    assert found[1].shares == other.shares
    assert terms_at(found, date(2026, 3, 9)) == found[0]
    assert terms_at(found, date(2026, 3, 10)) == found[1]
    assert terms_at(found, date(2027, 1, 1)) is None


def test_chained_change_from_the_first_day_replaces():
    first = terms(date(2026, 1, 1))
    (found,) = chained(first, [(date(2025, 6, 1), terms(date(2025, 1, 1), steps=((2, D(5)),)))])
    assert (found.first, found.last, found.steps) == (date(2026, 1, 1), None, ((2, D(5)),))


# Retainers


def retained(amount: object, first: date, last: date | None = None) -> tuple[Monthly, ...]:
    return (Monthly(usd(amount), "A studio day", first, last),)


def test_retainer_by_days_of_the_month():
    start = date(2026, 1, 17)
    chain = [terms(start, date(2026, 3, 10), retainers=retained(310, start))]
    found = retainer_months(start, chain, date(2026, 12, 31))
    assert [(one.month.month, one.money, one.first, one.last) for one in found] == [
        (1, usd("150.00"), date(2026, 1, 17), date(2026, 1, 31)),
        (2, usd("310.00"), date(2026, 2, 1), date(2026, 2, 28)),
        (3, usd("100.00"), date(2026, 3, 1), date(2026, 3, 10)),
    ]


def test_retainer_of_its_own_days():
    start = date(2026, 1, 1)
    own = retained(100, date(2026, 2, 1), date(2026, 2, 14))
    found = retainer_months(start, [terms(start, retainers=own)], date(2026, 6, 1))
    assert [(one.month, one.money) for one in found] == [(date(2026, 2, 1), usd("50.00"))]


def test_retainer_amended_in_the_month():
    start = date(2026, 4, 1)
    chain = chained(
        terms(start, date(2026, 4, 30), retainers=retained(300, start)),
        [(date(2026, 4, 16), terms(start, retainers=retained(600, start)))],
    )
    (month,) = retainer_months(start, chain, date(2026, 4, 30))
    assert month.money == usd("450.00")
    assert [part.days for part in month.parts] == [15, 15]


def test_retainer_grows_with_tenure_in_the_middle_of_a_month():
    start = date(2025, 4, 16)
    chain = [terms(start, retainers=retained(300, start), steps=((2, D(10)),))]
    found = retainer_months(start, chain, date(2026, 5, 31))
    april = next(one for one in found if one.month == date(2026, 4, 1))
    assert [(part.days, part.percent) for part in april.parts] == [(15, D(0)), (15, D(10))]
    assert april.money == usd("315.00")
    assert found[-1].money == usd("330.00")


def test_two_retainers_of_one_currency_are_one_month_two_currencies_are_two():
    start = date(2026, 1, 1)
    rows = (
        Monthly(usd(100), "A", start),
        Monthly(usd(50), "B", start),
        Monthly(Money(D(3000), "RUB"), "C", start),
    )
    found = retainer_months(start, [terms(start, retainers=rows)], date(2026, 1, 31))
    assert [one.money for one in found] == [Money(D("3000.00"), "RUB"), usd("150.00")]


@given(
    start=st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 900),
    cut=st.integers(1, 900),
)
def test_retainer_cut_by_an_amendment_of_the_same_sum_changes_nothing(start, length, cut):
    last = start + DAY * length
    rows = retained(1000, start)
    whole = retainer_months(start, [terms(start, last, retainers=rows)], last)
    parts = chained(
        terms(start, last, retainers=rows),
        [(start + DAY * cut, terms(start, last, retainers=rows))],
    )
    assert [(one.month, one.money) for one in retainer_months(start, parts, last)] == [
        (one.month, one.money) for one in whole
    ]
    assert sum(part.days for one in whole for part in one.parts) == length + 1


# Shares and bonuses


def measured(period: Period, **revenue: object) -> Measured:
    by_market = {
        market: Figures(rows=2, sums={"views": int(D(str(sum_)))}, revenue={"USD": D(str(sum_))})
        for market, sum_ in revenue.items()
    }
    return Measured(period, by_market)


def period(of: PayTerms, rhythm: str = "month", key: str = "2026-01") -> Period:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    return Period(key, rhythm, first, last, last, of)


def test_periods_are_those_that_are_over():
    start, end = date(2026, 1, 10), date(2026, 5, 20)
    chain = [terms(start, end)]
    found = calendar_periods(chain, "month", date(2026, 4, 1))
    assert [(one.key, one.first, one.last) for one in found] == [
        ("2026-01", start, date(2026, 1, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31)),
    ]
    assert calendar_periods(chain, "month", date(2026, 1, 31)) == []
    quarters = calendar_periods(chain, "quarter", date(2030, 1, 1))
    assert [(one.key, one.last) for one in quarters] == [
        ("2026-Q1", date(2026, 3, 31)),
        ("2026-Q2", end),
    ]


def test_share_of_one_market_and_of_all():
    of = terms(
        date(2026, 1, 1),
        shares=(Share("RU", D(10), "month"), Share("", D(5), "month"), Share("", D(1), "month"),
                Share("", D(50), "quarter")),
    )  # fmt: skip
    found = earned_shares([measured(period(of), RU=100, US="200.10")])
    assert [(one.market, one.percent, one.money) for one in found] == [
        ("RU", D(10), usd("10.00")),
        ("", D(6), usd("18.01")),
    ]


def test_share_of_nothing_measured():
    of = terms(date(2026, 1, 1), shares=(Share("RU", D(10), "month"),))
    assert earned_shares([measured(period(of), US=100)]) == []


@pytest.mark.parametrize(("views", "n"), [(999, 0), (1000, 1), (5000, 1)])
def test_bonus_from_its_threshold(views, n):
    bonus = Bonus("", "views", D(1000), usd(300), "month")
    of = terms(date(2026, 1, 1), bonuses=(bonus,))
    assert len(earned_bonuses([measured(period(of), US=views)])) == n
    assert earned_bonuses([measured(period(of, "quarter"), US=views)]) == []


def test_bonus_that_nobody_measured():
    bonus = Bonus("RU", "views", D(0), usd(300), "month")
    of = terms(date(2026, 1, 1), bonuses=(bonus,))
    assert earned_bonuses([measured(period(of), US=5)]) == []


# Late results


def test_settle_writes_each_period_once():
    (first,) = settle({"a": D(10)}, {})
    assert (first.period, first.amount, first.correction) == ("a", D(10), False)
    assert settle({"a": D(10)}, {"a": D(10)}) == []
    assert settle({"a": D(0)}, {}) == []


def test_settle_late_results_are_a_correction():
    (one,) = settle({"a": D(14), "b": D(5)}, {"a": D(10), "b": D(5)})
    assert (one.period, one.amount, one.correction) == ("a", D(4), True)


def test_settle_takes_back_from_the_next_period():
    assert settle({"a": D(7)}, {"a": D(10)}) == []
    (one,) = settle({"a": D(7), "b": D(5)}, {"a": D(10)})
    assert (one.period, one.share, one.deducted, one.amount) == ("b", D(5), D(3), D(2))
    assert settle({"a": D(1), "b": D(5)}, {"a": D(10)}) == []
    assert paid_ahead({"a": D(1), "b": D(5)}, {"a": D(10)}) == D(4)
    assert paid_ahead({"a": D(1)}, {}) == 0


CENTS = st.decimals(0, 10_000, places=2)


@given(shares=st.dictionaries(st.sampled_from("abcdef"), CENTS),
       written=st.dictionaries(st.sampled_from("abcdef"), CENTS))  # fmt: skip
def test_settle_comes_to_the_shares_and_rests(shares, written):
    found = settle(shares, written)
    after = dict(written)
    for one in found:
        assert one.amount > 0
        assert one.correction == (one.period in written)
        after[one.period] = after.get(one.period, D(0)) + one.amount
    total = sum(shares.values(), D(0))
    assert sum(after.values(), D(0)) == max(total, sum(written.values(), D(0)))
    assert settle(shares, after) == []
