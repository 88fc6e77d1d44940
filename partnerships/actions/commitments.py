"""The ledger of what is promised and spent (product.md, row 30).

One row for each promise, told apart by its key. Every step here may be asked for twice, and by two
at once: the key is unique, and each write compares the version it has seen. Called inside the
transaction of the action that promises or pays, so that the ledger stands or falls with it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core.audit import record
from core.exchange_rates import rate_table
from core.money import Money
from core.versions import EditConflict, save_version
from partnerships.actions.changes import changed, today_of
from partnerships.enums import CommitmentState
from partnerships.models import Commitment, Partnership

# More often than this nobody is faster than us on one row.
_TRIES = 10
_RATE_PLACES = Decimal(1).scaleb(-8)


def commit(
    *,
    partnership: Partnership,
    kind: str,
    key: str,
    on: date,
    money: Money,
    by: User | None,
    at: datetime,
) -> Commitment:
    """Promise `money` for the day `on`; the exchange rate is that of the creator's today.

    The same key again moves a promise to this day and sum, at a rate of today where the sum is
    another one, and takes a released one up again. What is spent stays as it was spent.
    """
    row = Commitment.objects.filter(key=key).first()
    if row is None:
        fields = {"kind": kind, "on": on, "amount": money.amount, "currency": money.currency}
        fresh = Commitment(
            workspace_id=partnership.workspace_id,
            partnership=partnership,
            brand_id=partnership.brand_id,
            tier=partnership.tier,
            key=key,
            created_at=at,
            **fields,
            **_frozen(money, partnership.workspace.currency, today_of(partnership, at)),
        )
        try:
            with transaction.atomic():
                fresh.save(force_insert=True)
                record(verb="commitment.made", obj=fresh, by=by, at=at, changes=fields)
        except IntegrityError:
            if not Commitment.objects.filter(key=key).exists():
                raise
        else:
            return fresh

    def again(row: Commitment) -> dict[str, Any]:
        if row.state == CommitmentState.SPENT:
            return {}
        new: dict[str, Any] = {"state": CommitmentState.COMMITTED, "on": on}
        if (row.amount, row.currency) != (money.amount, money.currency):
            new |= {"amount": money.amount, "currency": money.currency}
            new |= _frozen(money, row.home_currency, today_of(partnership, at))
        return new

    found = _change(key, again, verb="commitment.changed", by=by, at=at)
    assert found is not None
    return found


def spend(*, key: str, spent_on: date, by: User | None, at: datetime) -> bool:
    """The money went out on `spent_on`; its rate is that of the day. False if nothing is promised
    under `key`."""

    def spent(row: Commitment) -> dict[str, Any]:
        if row.state == CommitmentState.SPENT and row.spent_on == spent_on:
            return {}
        money = Money(row.amount, row.currency)
        frozen = _frozen(money, row.home_currency, spent_on)
        return {"state": CommitmentState.SPENT, "spent_on": spent_on, **frozen}

    return _change(key, spent, verb="commitment.spent", by=by, at=at) is not None


def unspend(*, key: str, by: User | None, at: datetime) -> bool:
    """A payment was taken back: the promise stands again, at the rate of the day it was made.
    False if nothing is spent under `key`."""

    def open_again(row: Commitment) -> dict[str, Any]:
        if row.state != CommitmentState.SPENT:
            return {}
        money = Money(row.amount, row.currency)
        made_on = today_of(row.partnership, row.created_at)
        frozen = _frozen(money, row.home_currency, made_on)
        return {"state": CommitmentState.COMMITTED, "spent_on": None, **frozen}

    row = _change(key, open_again, verb="commitment.unspent", by=by, at=at)
    return row is not None and row.state == CommitmentState.COMMITTED


def release(*, key: str, by: User | None, at: datetime) -> bool:
    """The promise is off; the row stays. False if nothing is promised under `key`, and where the
    money is spent already."""

    def off(row: Commitment) -> dict[str, Any]:
        committed = row.state == CommitmentState.COMMITTED
        return {"state": CommitmentState.RELEASED} if committed else {}

    row = _change(key, off, verb="commitment.released", by=by, at=at)
    return row is not None and row.state == CommitmentState.RELEASED


def freeze_missing(*, by: User | None, at: datetime) -> int:
    """Give promises without a rate the one that is known by now, for those spent on the day they
    were spent. What has a rate keeps it. How many got one."""
    table = rate_table()
    waiting = Commitment.objects.filter(exchange=None).select_related("partnership__creator")
    done = 0
    for row in waiting:
        on = row.spent_on or today_of(row.partnership, at)
        if table.rate(row.currency, row.home_currency, on) is None:
            continue

        def known(found: Commitment, on: date = on) -> dict[str, Any]:
            if found.exchange is not None:
                return {}
            return _frozen(Money(found.amount, found.currency), found.home_currency, on)

        _change(row.key, known, verb="commitment.converted", by=by, at=at)
        done += 1
    return done


def _change(
    key: str,
    wanted: Callable[[Commitment], Mapping[str, Any]],
    *,
    verb: str,
    by: User | None,
    at: datetime,
) -> Commitment | None:
    """Bring the row to what `wanted` says of it, read anew where somebody was faster."""
    for _again in range(_TRIES):
        with transaction.atomic():
            rows = Commitment.objects.select_for_update(of=("self",))
            row = rows.select_related("partnership__creator").filter(key=key).first()
            if row is None:
                return None
            new = dict(wanted(row))
            differences = changed(row, new)
            if not differences:
                return row
            try:
                save_version(row, expected=row.version, changes=new)
            except EditConflict:
                continue
            record(verb=verb, obj=row, by=by, at=at, changes=differences)
            return row
    raise RuntimeError(f"{key} changes faster than it can be read")  # pragma: no cover


def _frozen(money: Money, home: str, on: date) -> dict[str, Any]:
    """The rate of `on` into the workspace's currency, and what it makes of `money`; None where no
    rate is known."""
    converted = rate_table().convert(money, home, on) if money.currency != home else None
    exchange: Decimal | None = None
    day: date | None = None
    amount: Decimal | None = None
    if money.currency == home:
        exchange, amount = Decimal(1), money.amount
    elif converted is not None:
        exchange = converted.exchange.rate.quantize(_RATE_PLACES)
        day, amount = converted.exchange.day, converted.money.amount
    return {
        "home_currency": home,
        "exchange": exchange,
        "exchange_on": day,
        "home_amount": amount,
    }
