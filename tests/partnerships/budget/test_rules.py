"""Planned, committed, spent, forecast (product.md, row 30)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import totals
from partnerships.rules.budget import allotted, forecast, level, summed
from tests.partnerships.budget.conftest import ENTRIES, SHARES, TODAY, entry, line


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
