"""The list of payments: narrowed, sorted, summed by currency (product.md, row 31)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.models import User
from campaigns.models import Payment
from campaigns.rules.pay_terms import month_of
from campaigns.rules.payments import PaymentState, on_time_rate
from core.money import Currency, Money
from partnerships.enums import CommitmentKind
from partnerships.models import Brand

_WITH = (
    "collaboration__campaign", "partnership__creator", "partnership__brand", "paid_by", "agreement",
)  # fmt: skip
SORTS = {
    "creator": "partnership__creator__name",
    "amount": "amount",
    "due": "due_on",
    "paid": "paid_on",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; an empty one asks for all. `month`: its first day, of the due day,
    for paid ones of the day they were paid."""

    state: str
    kind: str = ""
    brand: str = ""
    currency: str = ""
    mine: bool = False
    month: date | None = None
    sort: str = ""

    def query(self) -> dict[str, str]:
        """As the address says it."""
        said = {
            "state": self.state,
            "kind": self.kind,
            "brand": self.brand,
            "currency": self.currency,
            "mine": "1" if self.mine else "",
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "sort": self.sort,
        }
        return {key: value for key, value in said.items() if value}


def read_wanted(address: Mapping[str, str], *, first: str) -> Wanted:
    """What is not understood is not asked for. `first`: the state shown without a wish."""
    kind, currency = address.get("kind", ""), address.get("currency", "")
    state, sort = address.get("state", ""), address.get("sort", "")
    brand = address.get("brand", "")
    return Wanted(
        state=state if state in [*PaymentState, "all"] else first,
        kind=kind if kind in CommitmentKind.values else "",
        brand=brand if brand.isalnum() and len(brand) <= 16 else "",
        currency=currency if currency in Currency.values else "",
        mine=address.get("mine") == "1",
        month=_month(address.get("month", "")),
        sort=sort if sort.removeprefix("-") in SORTS else "",
    )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def narrowed(wanted: Wanted, user: User, today: date) -> QuerySet[Payment]:
    """All but the state."""
    rows = Payment.objects.all()
    exact = {
        "kind": wanted.kind,
        "partnership__brand__public_id": wanted.brand,
        "currency": wanted.currency,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value})
    if wanted.mine:
        rows = rows.filter(partnership__owner=user)
    if wanted.month is not None:
        first, last = month_of(wanted.month)
        paid = Q(paid_on__gte=first, paid_on__lte=last)
        due = Q(due_on__gte=first, due_on__lte=last)
        if wanted.state == PaymentState.PAID:
            rows = rows.filter(paid)
        elif wanted.state == "all":
            rows = rows.filter(due | paid)
        else:
            rows = rows.filter(due)
    return rows


def listed(wanted: Wanted, user: User, today: date) -> QuerySet[Payment]:
    """Due and overdue ones by their day, the oldest first; paid ones the newest first; or as the
    address asks."""
    rows = narrowed(wanted, user, today).select_related(*_WITH)
    if wanted.state == PaymentState.PAID:
        rows, order = rows.exclude(paid_on=None), ["-paid_on", "-pk"]
    elif wanted.state == PaymentState.OVERDUE:
        rows, order = rows.filter(paid_on=None, due_on__lt=today), ["due_on", "pk"]
    elif wanted.state == PaymentState.DUE:
        rows, order = rows.filter(paid_on=None, due_on__gte=today), ["due_on", "pk"]
    else:
        order = ["-due_on", "-pk"]
    if wanted.sort:
        sign = "-" if wanted.sort.startswith("-") else ""
        name = SORTS[wanted.sort.removeprefix("-")]
        # Two currencies are not compared.
        first = ["currency"] if name == "amount" else []
        order = [*first, f"{sign}{name}", f"{sign}pk"]
    return rows.order_by(*order)


def payments_by_id(ids: Iterable[str]) -> dict[str, Payment]:
    rows = Payment.objects.filter(public_id__in=list(ids)).select_related("workspace", *_WITH)
    return {row.public_id: row for row in rows}


@dataclass(frozen=True)
class PaymentStanding:
    """`due`, `overdue`, `paid` are sums by currency; `rate`: the share paid on time of
    `judged`."""

    due: list[Money] = field(default_factory=list)
    due_n: int = 0
    overdue: list[Money] = field(default_factory=list)
    overdue_n: int = 0
    paid: list[Money] = field(default_factory=list)
    paid_n: int = 0
    rate: float | None = None
    judged: int = 0


def standing(rows: QuerySet[Payment], today: date) -> PaymentStanding:
    """Of these payments; one query."""
    return standings(rows, "workspace_id", today).get(None, PaymentStanding())


def standings(rows: QuerySet[Payment], by: str, today: date) -> dict[Any, PaymentStanding]:
    """`by` column → standing of its payments; by "workspace_id" all of them, under None. One
    query."""
    open_, late = Q(paid_on=None, due_on__gte=today), Q(paid_on=None, due_on__lt=today)
    done = Q(paid_on__isnull=False)
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in (
        rows.order_by(by, "currency")
        .values(by, "currency")
        .annotate(
            due=Sum("amount", filter=open_),
            due_n=Count("pk", filter=open_),
            overdue=Sum("amount", filter=late),
            overdue_n=Count("pk", filter=late),
            paid=Sum("amount", filter=done),
            paid_n=Count("pk", filter=done),
            in_time=Count("pk", filter=Q(paid_on__lte=F("due_on"))),
        )
    ):
        found.setdefault(None if by == "workspace_id" else row[by], []).append(row)
    return {key: _standing(some) for key, some in found.items()}


def _standing(rows: list[dict[str, Any]]) -> PaymentStanding:
    def sums(name: str) -> list[Money]:
        return [Money(row[name], row["currency"]) for row in rows if row[f"{name}_n"]]

    def n(name: str) -> int:
        return sum(row[name] for row in rows)

    paid, overdue = n("paid_n"), n("overdue_n")
    return PaymentStanding(
        due=sums("due"),
        due_n=n("due_n"),
        overdue=sums("overdue"),
        overdue_n=overdue,
        paid=sums("paid"),
        paid_n=paid,
        rate=on_time_rate(in_time=n("in_time"), paid=paid, overdue=overdue),
        judged=paid + overdue,
    )


@dataclass(frozen=True)
class Choices:
    """What the filters offer: brands with payments, months around today."""

    brands: list[tuple[str, str]]
    months: list[date]


def choices(today: date) -> Choices:
    """One query."""
    brands = Brand.objects.filter(partnerships__payments__isnull=False).distinct()
    first = today.replace(day=1)
    months = []
    for _back in range(14):
        months.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    after = month_of(today)[1] + timedelta(days=1)
    return Choices(list(brands.values_list("public_id", "name")), [after, *months])
