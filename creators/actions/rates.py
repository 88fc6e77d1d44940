"""The rate card: a new price is a new row, the history stays (product.md, rows 1 and 25)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User, Workspace
from core.audit import record
from core.money import Money
from core.versions import save_version
from creators.actions.found_by import locked
from creators.errors import BeforeCurrentRate
from creators.models import Creator, Rate, RatePolicy

DAY = timedelta(days=1)


def set_rate(
    *,
    creator: Creator,
    format: str,
    price: Money,
    valid_from: date,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Rate:
    """What `format` costs from `valid_from` on, a date of the creator's. It closes the current
    price of the same format and currency on the day before.

    The same amount changes nothing but the note; another one for the same first day corrects it.
    Raises BeforeCurrentRate if the current price begins later.
    """
    with transaction.atomic():
        stored = locked(creator)
        # The open price, or one whose announced end lies after the new beginning.
        current = (
            Rate.objects.filter(creator=stored, format=format, currency=price.currency)
            .filter(Q(valid_until=None) | Q(valid_until__gte=valid_from))
            .order_by("-valid_from")
            .first()
        )
        if current is None:
            return _add(stored, format, price, valid_from, note, by=by, at=at)
        if current.valid_until is None and current.amount == price.amount:
            return _correct(current, {"note": note or current.note}, by=by, at=at)
        if valid_from < current.valid_from:
            raise BeforeCurrentRate
        if valid_from == current.valid_from:
            new = {"amount": price.amount, "note": note, "valid_until": None}
            return _correct(current, new, by=by, at=at)
        current.valid_until = valid_from - DAY
        current.save(update_fields=["valid_until"])
        return _add(stored, format, price, valid_from, note, by=by, at=at, was=current)


def end_rate(*, rate: Rate, last_day: date, by: User | None, at: datetime) -> None:
    """No longer offered after `last_day`; a price that would never hold is taken off the card."""
    with transaction.atomic():
        locked(rate.creator)
        current = Rate.objects.filter(pk=rate.pk, valid_until=None).first()
        if current is None:
            return
        record(
            verb="rate.ended",
            obj=current,
            by=by,
            at=at,
            changes={"amount": current.amount, "valid_until": last_day},
        )
        if last_day < current.valid_from:
            current.delete()
            return
        current.valid_until = last_day
        current.save(update_fields=["valid_until"])


def set_rate_policy(
    *, workspace: Workspace, expected: int, jump_percent: int, by: User | None, at: datetime
) -> bool:
    """From which rise on a price is flagged as a jump (row 25). `expected` 0: there was no row
    yet. False if nothing differs. Raises EditConflict."""
    with transaction.atomic():
        policy = RatePolicy.objects.select_for_update().first()
        if policy is None:
            policy = RatePolicy.objects.create(
                workspace=workspace, jump_percent=jump_percent, created_at=at
            )
            changes: object = jump_percent
        elif policy.jump_percent == jump_percent:
            return False
        else:
            changes = [policy.jump_percent, jump_percent]
            save_version(policy, expected=expected, changes={"jump_percent": jump_percent})
        record(verb="rate_policy.set", obj=policy, by=by, at=at, changes={"jump_percent": changes})
    return True


def _add(
    creator: Creator,
    format: str,
    price: Money,
    valid_from: date,
    note: str,
    *,
    by: User | None,
    at: datetime,
    was: Rate | None = None,
) -> Rate:
    rate = Rate.objects.create(
        workspace_id=creator.workspace_id,
        creator=creator,
        format=format,
        amount=price.amount,
        currency=price.currency,
        valid_from=valid_from,
        note=note,
        created_at=at,
    )
    changes = {
        "creator": creator,
        "amount": [was.amount, price.amount] if was else price.amount,
        "valid_from": valid_from,
    }
    record(verb="rate.set", obj=rate, by=by, at=at, changes=changes)
    return rate


def _correct(rate: Rate, new: dict[str, object], *, by: User | None, at: datetime) -> Rate:
    changes = {n: [getattr(rate, n), v] for n, v in new.items() if getattr(rate, n) != v}
    if not changes:
        return rate
    for name, value in new.items():
        setattr(rate, name, value)
    rate.save(update_fields=list(new))
    record(verb="rate.corrected", obj=rate, by=by, at=at, changes=changes)
    return rate
