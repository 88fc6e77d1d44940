"""What the tests of this folder share."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import strategies as st

from core.money import Money
from partnerships.actions.budget import PlanTerms, make_plan
from partnerships.actions.commitments import commit
from partnerships.rules.budget import Entry, Line
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


def url(name="budget", *args):
    return reverse(f"partnerships:{name}", args=["north", *args])


def form_data(brand, **changes):
    return {
        "total": "10 000,50", "currency": "USD", "warn_at": "80", "rates_on": "2026-03-01",
        "share_T1": "40", "share_T2": "40", "share_T3": "20", "version": "0", **changes,
    }  # fmt: skip
