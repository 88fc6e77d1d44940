"""Payments that no campaign tells of: retainers, shares of sales, bonuses, sessions, what was
written by hand (product.md, rows 7, 31)."""

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from campaigns.basis import title_of
from campaigns.models import Payment
from checkins.enums import Direction
from checkins.queries.events.talk import person
from checkins.timeline_sources import Asking, Entry, Happening, Telling
from core.money import Money, format_money


def _ask_payments(asking: Asking) -> Any:
    rows = Payment.objects.filter(asking.of("partnership"), collaboration=None)
    return (
        rows.order_by("due_on", "pk")
        .select_related("paid_by")
        .only(
            "public_id", "partnership", "collaboration", "kind", "note", "basis", "first", "last",
            "amount", "currency", "due_on", "paid_on", *person("paid_by"),
        )
    )  # fmt: skip


def payments(asking: Asking) -> Telling:
    """Some tens a year at most: each is told when it was overdue, and when it was paid."""
    [rows] = yield [asking.ask(_ask_payments)]
    found = [happening for row in rows for happening in _told(asking, row)]
    if asking.direction:
        found = [one for one in found if one.kind == "paid"]
    return asking.kept(found)


def _told(asking: Asking, row: Payment) -> list[Happening]:
    due, paid = row.due_on, row.paid_on
    found = []
    if due <= asking.today and (paid is None or paid > due):
        entry = partial(_line, asking, row, "clock-alert", _("%(money)s was due"), due)
        found.append(Happening(asking.noon(due), "payment_due", row.public_id, entry))
    if paid is not None:
        entry = partial(_line, asking, row, "banknote", _("Paid %(money)s"), paid)
        found.append(Happening(asking.noon(paid), "paid", row.public_id, entry))
    return found


def _line(asking: Asking, row: Payment, icon: str, what: str, on: date) -> Entry:
    paid = on == row.paid_on and icon == "banknote"
    return Entry(
        icon=icon,
        what=what % {"money": format_money(Money(row.amount, row.currency))},
        on=on,
        brand=asking.brand(row.partnership_id),
        who=str(row.paid_by or "") if paid else "",
        body=title_of(row),
        link=asking.url("campaigns:payment", row.public_id),
        direction=Direction.OUT if paid else "",
    )
