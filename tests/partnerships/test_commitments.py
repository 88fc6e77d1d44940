from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import AuditEntry, ExchangeRate
from core.money import Money, totals
from partnerships.actions import commitments
from partnerships.actions.commitments import commit, freeze_missing, release, spend, unspend
from partnerships.models import Commitment
from tests.partnerships.conftest import AT

KEY = "fee:aaaa"
ROUBLES = Money(Decimal("9000"), "RUB")


def rate(workspace, currency, against, day, value):
    return ExchangeRate.objects.create(
        workspace=workspace, currency=currency, against=against, day=day, rate=Decimal(value)
    )


@pytest.fixture
def promised(partnership):
    def make(money=ROUBLES, **changes):
        values = {
            "partnership": partnership,
            "kind": "fee",
            "key": KEY,
            "on": date(2026, 4, 1),
            "money": money,
            "by": None,
            "at": AT,
        }
        return commit(**{**values, **changes})

    return make


def ledger():
    """All that the rows say but how often they were written."""
    return [
        (row.key, row.state, row.on, row.spent_on, row.amount, row.currency, row.home_amount)
        for row in Commitment.objects.order_by("key")
    ]


def test_promise_freezes_rate_of_that_day(in_scope, promised, partnership):
    rate(in_scope, "USD", "RUB", date(2026, 2, 1), "90")
    rate(in_scope, "USD", "RUB", date(2026, 3, 4), "100")
    row = promised()
    row.refresh_from_db()
    assert (row.home_currency, row.home_amount) == ("USD", Decimal("100.00"))
    assert (row.exchange, row.exchange_on) == (Decimal("0.01111111"), date(2026, 2, 1))
    assert (row.tier, row.brand, row.state) == ("T1", partnership.brand, "committed")
    rate(in_scope, "USD", "RUB", date(2026, 3, 1), "50")
    partnership.tier = "T2"
    partnership.save()
    again = promised(on=date(2026, 5, 1))
    assert (again.on, again.tier, again.home_amount) == (date(2026, 5, 1), "T1", Decimal("100.00"))


def test_promise_in_own_currency_needs_no_rate(promised):
    row = promised(Money(Decimal("12.30"), "USD"))
    assert (row.exchange, row.exchange_on, row.home_amount) == (1, None, Decimal("12.30"))


def test_promise_without_rate_stays_unknown_until_one_comes(in_scope, promised):
    row = promised()
    assert (row.exchange, row.exchange_on, row.home_amount) == (None, None, None)
    assert freeze_missing(by=None, at=AT) == 0
    rate(in_scope, "RUB", "USD", date(2026, 3, 3), "0.0125")
    assert freeze_missing(by=None, at=AT) == 1
    row.refresh_from_db()
    assert (row.home_amount, row.exchange_on) == (Decimal("112.50"), date(2026, 3, 3))
    assert freeze_missing(by=None, at=AT) == 0


def test_same_key_with_another_sum_takes_the_rate_of_that_day(in_scope, promised):
    rate(in_scope, "USD", "RUB", date(2026, 3, 1), "90")
    promised()
    rate(in_scope, "USD", "RUB", date(2026, 3, 10), "100")
    row = promised(Money(Decimal(10000), "RUB"), at=AT + timedelta(days=8))
    assert (row.home_amount, row.exchange_on) == (Decimal("100.00"), date(2026, 3, 10))
    assert Commitment.objects.count() == 1


def test_each_step_twice_is_one_row_and_one_entry(promised):
    promised(), promised()
    assert spend(key=KEY, spent_on=date(2026, 3, 2), by=None, at=AT)
    assert spend(key=KEY, spent_on=date(2026, 3, 2), by=None, at=AT)
    before = ledger()
    promised(Money(Decimal(1), "RUB"), on=date(2026, 1, 1))
    assert ledger() == before, "what is spent is not promised anew"
    assert not release(key=KEY, by=None, at=AT)
    assert unspend(key=KEY, by=None, at=AT)
    assert unspend(key=KEY, by=None, at=AT)
    assert release(key=KEY, by=None, at=AT)
    assert release(key=KEY, by=None, at=AT)
    assert not unspend(key=KEY, by=None, at=AT)
    promised()
    assert Commitment.objects.get().state == "committed"
    verbs = AuditEntry.objects.filter(object_type="partnerships.commitment").order_by("pk")
    assert [entry.verb.removeprefix("commitment.") for entry in verbs] == [
        "made", "spent", "unspent", "released", "changed",
    ]  # fmt: skip


def test_missing_key_is_false(in_scope):
    assert spend(key=KEY, spent_on=date(2026, 3, 2), by=None, at=AT) is False
    assert unspend(key=KEY, by=None, at=AT) is False
    assert release(key=KEY, by=None, at=AT) is False


def test_spending_takes_the_rate_of_its_day_and_unspending_gives_back_the_first(in_scope, promised):
    rate(in_scope, "USD", "RUB", date(2026, 3, 1), "90")
    rate(in_scope, "USD", "RUB", date(2026, 3, 20), "75")
    promised()
    spend(key=KEY, spent_on=date(2026, 3, 21), by=None, at=AT)
    row = Commitment.objects.get()
    assert (row.home_amount, row.exchange_on) == (Decimal("120.00"), date(2026, 3, 20))
    unspend(key=KEY, by=None, at=AT)
    row = Commitment.objects.get()
    assert (row.home_amount, row.exchange_on) == (Decimal("100.00"), date(2026, 3, 1))


def test_key_taken_meanwhile_is_adjusted(promised, monkeypatch):
    """Two workers at once: the second finds the key taken by the time it writes."""
    promised()
    real = Commitment.objects.filter
    seen = []

    def blind(*args, **kwargs):
        seen.append(kwargs)
        return real(pk=None) if len(seen) == 1 else real(*args, **kwargs)

    monkeypatch.setattr(commitments.Commitment.objects, "filter", blind, raising=False)
    row = promised(Money(Decimal(500), "RUB"))
    monkeypatch.undo()
    assert row.amount == 500
    assert Commitment.objects.count() == 1


def test_other_refusals_of_the_database_are_not_taken_for_a_twin(promised):
    with pytest.raises(IntegrityError):
        promised(Money(Decimal(-1), "RUB"))


def test_stale_row_is_read_anew(promised, monkeypatch):
    promised()
    real = commitments.save_version
    calls = []

    def slow(row, *, expected, changes):
        calls.append(expected)
        if len(calls) == 1:
            Commitment.objects.filter(pk=row.pk).update(version=expected + 1, on=date(2026, 7, 7))
        real(row, expected=expected, changes=changes)

    monkeypatch.setattr(commitments, "save_version", slow)
    assert spend(key=KEY, spent_on=date(2026, 3, 2), by=None, at=AT)
    row = Commitment.objects.get()
    assert (calls, row.on, row.state) == ([1, 2], date(2026, 7, 7), "spent")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["commit", "spend", "unspend", "release"]),
        st.sampled_from(["fee:a", "fee:b", "other:c"]),
        st.integers(0, 5000),
        st.sampled_from(["USD", "RUB", "EUR"]),
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_steps_twice_each_are_the_same_ledger(in_scope, partnership, steps):
    def take(step, key, amount, currency):
        if step == "commit":
            commit(
                partnership=partnership, kind="fee", key=key, on=date(2026, 4, 1),
                money=Money(Decimal(amount), currency), by=None, at=AT,
            )  # fmt: skip
        elif step == "spend":
            spend(key=key, spent_on=date(2026, 3, 2), by=None, at=AT)
        else:
            {"unspend": unspend, "release": release}[step](key=key, by=None, at=AT)

    states = []
    for often in (1, 2):
        Commitment.objects.all().delete()
        for step in steps:
            for _time in range(often):
                take(*step)
        states.append(ledger())
    assert all(one == other for one, other in pairwise(states))
    rows = Commitment.objects.all()
    by_currency = totals(Money(row.amount, row.currency) for row in rows)
    assert sum(money.amount for money in by_currency) == sum(row.amount for row in rows)
