from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Result
from campaigns.models.result import METRICS
from campaigns.queries.tallies import tallies
from campaigns.rules.tallies import BASES, INTERACTIONS, Engagement, Tally, tally_of, total
from tests import factories

count = st.none() | st.integers(0, 10**6)
money = st.none() | st.tuples(
    st.decimals(0, 10**6, places=2, allow_nan=False), st.sampled_from(["USD", "RUB"])
)


@st.composite
def rows(draw):
    row = {metric: draw(count) for metric in METRICS}
    revenue = draw(money)
    row["revenue_amount"] = revenue[0] if revenue else None
    row["revenue_currency"] = revenue[1] if revenue else ""
    return row


@given(st.lists(rows(), max_size=8))
def test_sums_are_of_what_is_known(given_rows):
    tally = total(tally_of(row) for row in given_rows)
    assert tally.rows == len(given_rows)
    for metric in METRICS:
        known = [row[metric] for row in given_rows if row[metric] is not None]
        assert tally.known(metric) == (sum(known) if known else None)
    for currency in ("USD", "RUB"):
        paid = [r["revenue_amount"] for r in given_rows if r["revenue_currency"] == currency]
        assert tally.revenue.get(currency) == (sum(paid) if paid else None)
    rate = tally.engagement()
    if rate is not None:
        usable = [
            r
            for r in given_rows
            if r[rate.base] is not None and any(r[i] is not None for i in INTERACTIONS)
        ]
        assert rate.rows == len(usable)
        answered = sum(r[i] or 0 for r in usable for i in INTERACTIONS)
        assert rate.rate == answered / sum(r[rate.base] for r in usable)
        better = BASES[: BASES.index(rate.base)]
        assert all(tally.engagement(base) is None for base in better)


@given(st.lists(rows(), max_size=6), st.integers(0, 6))
def test_tallies_add_up_in_any_grouping(given_rows, cut):
    whole = total(tally_of(row) for row in given_rows)
    parts = total(tally_of(r) for r in given_rows[:cut]) + total(
        tally_of(r) for r in given_rows[cut:]
    )
    assert parts == whole


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"reach": 1000, "likes": 40, "comments": 10}, Engagement(0.05, "reach", 1)),
        ({"views": 200, "saves": 1}, Engagement(0.005, "views", 1)),
        ({"impressions": 100, "shares": 0}, Engagement(0.0, "impressions", 1)),
        ({"reach": 0, "views": 10, "likes": 1}, Engagement(0.1, "views", 1)),
        ({"reach": 1000}, None),
        ({"likes": 5}, None),
        ({}, None),
    ],
)
def test_engagement_says_its_base(row, expected):
    assert tally_of(row).engagement() == expected


def test_a_row_that_lacks_reach_is_not_held_against_the_others():
    both = tally_of({"reach": 1000, "likes": 50}) + tally_of({"likes": 500})
    assert both.engagement() == Engagement(0.05, "reach", 1)
    assert both.known("likes") == 550
    assert both.interactions == 550
    assert Tally().interactions is None


def test_currencies_stay_apart():
    tally = tally_of({"revenue_amount": Decimal(5), "revenue_currency": "USD"})
    tally += tally_of({"revenue_amount": Decimal(700), "revenue_currency": "RUB"})
    assert [str(money.amount) + money.currency for money in tally.monies] == ["700RUB", "5USD"]


def test_the_database_sums_the_same(in_scope, django_assert_num_queries):
    part = factories.CollaborationFactory(campaign__workspace=in_scope)
    given_rows = [
        {"market": "RU", "reach": 1000, "likes": 40, "comments": None, "purchases": 0},
        {"market": "RU", "views": 300, "saves": 3, "reach": None},
        {"market": "US", "reach": 500},
        {"market": "US", "likes": 7, "shares": 2, "impressions": 90, "clicks": 4},
    ]
    for n, row in enumerate(given_rows):
        row |= {"revenue_amount": None, "revenue_currency": ""}
        if n in (1, 2):
            row |= {"revenue_amount": Decimal("12.50"), "revenue_currency": "RUB"}
        if n == 3:
            row |= {"revenue_amount": Decimal("0.10"), "revenue_currency": "USD"}
        Result.objects.create(
            workspace=in_scope,
            collaboration=part,
            day=date(2026, 2, n + 1),
            source_key="typed",
            updated_at=factories.NOON,
            **row,
        )
    with django_assert_num_queries(1):
        found = tallies(Result.objects.all(), "market")
    for market in ("RU", "US"):
        assert found[(market,)] == total(
            tally_of(row) for row in given_rows if row["market"] == market
        )
