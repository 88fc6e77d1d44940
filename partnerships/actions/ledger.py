"""The ledger compared with what is really promised and paid, and mended (product.md, row 30)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core.audit import record
from partnerships.actions.commitments import commit, freeze_missing, release, spend, unspend
from partnerships.enums import CommitmentState
from partnerships.models import Commitment
from partnerships.promises import Promise, all_promises, complete_kinds


@dataclass(frozen=True)
class Mended:
    """How many rows were made, brought up to date, let go, and given the rate they lacked."""

    made: int = 0
    changed: int = 0
    released: int = 0
    converted: int = 0

    @property
    def any(self) -> bool:
        return bool(self.made or self.changed or self.released or self.converted)


def mend_ledger(*, by: User | None, at: datetime) -> Mended:
    """Bring the ledger of the workspace in scope to what its promises say. Twice is once: a ledger
    that is right is left alone, and each step leaves its own trace in the audit."""
    made = changed = 0
    promises = {promise.key: promise for promise in all_promises()}
    stored = {row.key: row for row in Commitment.objects.all()}
    for key, promise in promises.items():
        row = stored.get(key)
        if row is None:
            made += 1
        elif _is_right(row, promise):
            continue
        else:
            changed += 1
        _mend(promise, row, by=by, at=at)
    strays = [
        row.key
        for row in stored.values()
        if row.kind in complete_kinds()
        and row.key not in promises
        and row.state != CommitmentState.RELEASED
    ]
    for key in strays:
        with transaction.atomic():
            unspend(key=key, by=by, at=at)
            release(key=key, by=by, at=at)
    return Mended(made, changed, len(strays), freeze_missing(by=by, at=at))


def _is_right(row: Commitment, promise: Promise) -> bool:
    state = CommitmentState.SPENT if promise.spent_on else CommitmentState.COMMITTED
    return (
        row.state == state
        and row.spent_on == promise.spent_on
        and (row.amount, row.currency) == (promise.money.amount, promise.money.currency)
        and row.on == (promise.on or row.on)
        and row.partnership_id == promise.partnership.pk
    )


def _mend(promise: Promise, row: Commitment | None, *, by: User | None, at: datetime) -> None:
    on: date = promise.on or (row.on if row else promise.spent_on or at.date())
    with transaction.atomic():
        if row is not None and row.partnership_id != promise.partnership.pk:
            changes = {"partnership": [row.partnership_id, promise.partnership.pk]}
            Commitment.objects.filter(pk=row.pk).update(
                partnership=promise.partnership, version=row.version + 1
            )
            record(verb="commitment.moved", obj=row, by=by, at=at, changes=changes)
        unspend(key=promise.key, by=by, at=at)
        commit(
            partnership=promise.partnership,
            kind=promise.kind,
            key=promise.key,
            on=on,
            money=promise.money,
            by=by,
            at=at,
        )
        if promise.spent_on:
            spend(key=promise.key, spent_on=promise.spent_on, by=by, at=at)
