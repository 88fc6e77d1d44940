"""The coming twelve months of agreements: windows, renewals, ends, notices (rows 22 and 23)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, Q, QuerySet

from partnerships.enums import AgreementKind, AgreementState, RenewalState
from partnerships.models import Agreement, Renewal
from partnerships.queries.renewals import following, with_renewals
from partnerships.rules.renewals import RenewalDays, renewal_of

MONTHS = 12
WINDOW, RENEWAL, END, NOTICE = "window", "renewal", "end", "notice"


@dataclass(frozen=True)
class Entry:
    """`kind` is one of the four above; `day` the creator's. `days` of a window or a renewal,
    `renewal` its row, once the window has opened. `follows`: something comes after an end."""

    kind: str
    day: date
    agreement: Agreement
    days: RenewalDays | None = None
    renewal: Renewal | None = None
    follows: bool = False


@dataclass(frozen=True)
class Month:
    first: date
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Calendar:
    months: list[Month]

    @property
    def entries(self) -> int:
        return sum(len(month.entries) for month in self.months)


def calendar(today: date, *, owner: int | None = None, brand: str = "") -> Calendar:
    """From the month of `today` on; `owner` by id, `brand` by public id. Two queries.

    A window that opened before this month stands under `today` as long as it is open.
    """
    months = [_month_after(today.replace(day=1), n) for n in range(MONTHS + 1)]
    found: dict[date, list[Entry]] = {first: [] for first in months[:-1]}
    for agreement in _binding(owner, brand, months[0], months[-1]):
        for entry in _entries(agreement, today, months[-1]):
            if months[0] <= entry.day < months[-1]:
                found[entry.day.replace(day=1)].append(entry)
    return Calendar(
        [
            Month(first, sorted(entries, key=lambda e: (e.day, e.agreement.pk, e.kind)))
            for first, entries in found.items()
        ]
    )


def _binding(owner: int | None, brand: str, first: date, last: date) -> QuerySet[Agreement]:
    rows = with_renewals().annotate(follows=Exists(following()))
    rows = rows.filter(
        Q(kind=AgreementKind.EVERGREEN, state=AgreementState.IN_FORCE)
        | Q(
            state__in=[AgreementState.SIGNED, AgreementState.IN_FORCE, AgreementState.IN_NOTICE],
            ends_on__gte=first,
            ends_on__lt=last,
        )
    )
    if owner is not None:
        rows = rows.filter(partnership__owner=owner)
    if brand:
        rows = rows.filter(partnership__brand__public_id=brand)
    return rows.order_by("pk")


def _entries(agreement: Agreement, today: date, until: date) -> Iterator[Entry]:
    if agreement.ends_on is not None:
        kind = NOTICE if agreement.state == AgreementState.IN_NOTICE else END
        yield Entry(kind, agreement.ends_on, agreement, follows=agreement.follows)  # type: ignore[attr-defined]
        return
    rows = {row.year: row for row in agreement.renewals.all()}
    for days in _coming(agreement, today, until):
        row = rows.get(days.year)
        if today <= days.closes_on:
            yield Entry(WINDOW, max(days.opens_on, today), agreement, days, row)
        if row is None or row.state != RenewalState.RENEWED:
            yield Entry(RENEWAL, days.renews_on, agreement, days, row)


def _coming(agreement: Agreement, today: date, until: date) -> Iterator[RenewalDays]:
    """Renewals from `today` on whose window opens before `until`."""
    year = max(today.year - agreement.starts_on.year + 1, 2)
    while True:
        days = renewal_of(
            agreement.starts_on,
            year,
            window_days=agreement.window_days,
            notice_days=agreement.notice_days,
        )
        if days.opens_on >= until:
            return
        if days.renews_on >= today:
            yield days
        year += 1


def _month_after(first: date, months: int) -> date:
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    return first
