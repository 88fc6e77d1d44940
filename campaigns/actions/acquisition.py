"""What it cost to win a creator (product.md, row 32): added, corrected, removed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.actions.changes import changed, lock
from campaigns.errors import Refused
from core.audit import record
from core.money import Money
from partnerships.actions.changes import today_of
from partnerships.models import AcquisitionCost, Partnership


def add_cost(
    *,
    partnership: Partnership,
    kind: str,
    money: Money,
    on: date,
    note: str,
    public_id: str,
    by: User | None,
    at: datetime,
) -> AcquisitionCost:
    """`public_id` comes from the form: the same one again gives the cost of the first click."""
    _check(partnership, money, on, at)
    new = _columns(kind, money, on, note)
    with transaction.atomic():
        cost, made = AcquisitionCost.objects.get_or_create(
            public_id=public_id,
            workspace_id=partnership.workspace_id,
            defaults={"partnership": partnership, "by": by, "created_at": at, **new},
        )
        if made:
            record(verb="acquisition.added", obj=cost, by=by, at=at, changes=new)
    return cost


def correct_cost(
    *,
    cost: AcquisitionCost,
    kind: str,
    money: Money,
    on: date,
    note: str,
    by: User | None,
    at: datetime,
) -> None:
    _check(cost.partnership, money, on, at)
    new = _columns(kind, money, on, note)
    with transaction.atomic():
        fresh = lock(cost)
        differences = changed(fresh, new)
        if differences:
            for name, value in new.items():
                setattr(fresh, name, value)
            fresh.save(update_fields=list(new))
            record(verb="acquisition.corrected", obj=fresh, by=by, at=at, changes=differences)


def remove_cost(*, cost: AcquisitionCost, by: User | None, at: datetime) -> bool:
    """False if somebody was faster. What it said stays in the audit."""
    with transaction.atomic():
        fresh = AcquisitionCost.objects.select_for_update().filter(pk=cost.pk).first()
        if fresh is None:
            return False
        said = {name: getattr(fresh, name) for name in ("kind", "amount", "currency", "on", "note")}
        record(verb="acquisition.removed", obj=fresh, by=by, at=at, changes=said)
        fresh.delete()
    return True


def _columns(kind: str, money: Money, on: date, note: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "amount": money.amount,
        "currency": money.currency,
        "on": on,
        "note": note.strip(),
    }


def _check(partnership: Partnership, money: Money, on: date, at: datetime) -> None:
    if money.amount <= 0:
        raise Refused(_("Type an amount above zero."), field="amount")
    if on > today_of(partnership, at):
        raise Refused(_("This day is still to come."), field="on")
