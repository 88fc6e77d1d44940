"""Renewals, windows, ends and what is left to do, for the job, the mails and the pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from core.models import AuditEntry
from partnerships.enums import AgreementKind, AgreementState, RenewalState
from partnerships.models import Agreement, CloseOutTask, Partnership, Renewal
from partnerships.rules.agreements import BINDING_STATES
from partnerships.rules.facts import added_up
from partnerships.rules.renewals import EXPIRES_SOON, RenewalDays, renewal_of
from partnerships.work_facts import figures_of, work_of

# How far a creator's day may be from Greenwich's.
EAST = timedelta(hours=14)
_PEOPLE = (
    "partnership__creator",
    "partnership__brand",
    "partnership__owner",
    "partnership__workspace",
)


def with_renewals() -> QuerySet[Agreement]:
    """Agreements with their people, and their renewals in `renewals.all()`; two queries."""
    return Agreement.objects.select_related(*_PEOPLE).prefetch_related(
        Prefetch("renewals", Renewal.objects.order_by("year"))
    )


def renewing() -> QuerySet[Agreement]:
    """What may have something to renew or to stop: evergreens in force, and whatever has an open
    window."""
    window = Renewal.objects.filter(agreement=OuterRef("pk"), state=RenewalState.OPEN)
    evergreen = with_renewals().filter(kind=AgreementKind.EVERGREEN, state=AgreementState.IN_FORCE)
    return (evergreen | with_renewals().filter(Exists(window))).order_by("pk")


def following() -> QuerySet[Agreement]:
    """Of an outer agreement: the next one of its partnership, drafts too."""
    return Agreement.objects.filter(
        partnership=OuterRef("partnership"), starts_on__gt=OuterRef("starts_on")
    ).exclude(state__in=[AgreementState.ENDED, AgreementState.WITHDRAWN])


def expiring(at: datetime) -> QuerySet[Agreement]:
    """In force, ending within the next 60 days, with nothing to follow."""
    today = at.date()
    return (
        Agreement.objects.filter(
            ~Exists(following()),
            state=AgreementState.IN_FORCE,
            ends_on__gte=(at - EAST).date(),
            ends_on__lte=today + timedelta(days=max(EXPIRES_SOON) + 1),
        )
        .select_related(*_PEOPLE)
        .order_by("pk")
    )


def days_of(renewal: Renewal) -> RenewalDays:
    """The renewal's days, by the terms as they stand."""
    agreement = renewal.agreement
    return renewal_of(
        agreement.starts_on,
        renewal.year,
        window_days=agreement.window_days,
        notice_days=agreement.notice_days,
    )


@dataclass(frozen=True)
class SoFar:
    """What came of a contract year: campaigns finished, and sums over `rows` results measured in
    it. `engagement` is a fraction of `base`; None where nobody measured."""

    first: date
    last: date
    campaigns: int
    rows: int
    reach: int | None
    engagement: Decimal | None
    base: str


def so_far(partnership: Partnership, first: date, last: date) -> SoFar:
    """Five queries."""
    work = work_of([partnership.pk])[partnership.pk]
    figures = added_up(figures_of([partnership.pk], first, last)[partnership.pk].values())
    rate = figures.engagement()
    return SoFar(
        first=first,
        last=last,
        campaigns=sum(1 for w in work if w.closed_on is not None and first <= w.closed_on <= last),
        rows=figures.rows,
        reach=figures.sums.get("reach"),
        engagement=rate[0] if rate else None,
        base=rate[1] if rate else "",
    )


def close_out_of(agreements: Iterable[int]) -> list[CloseOutTask]:
    """What was and is to do before and after the end, the earliest due first; one query."""
    return list(
        CloseOutTask.objects.filter(agreement__in=list(agreements), dropped_at=None)
        .select_related("done_by", "agreement")
        .order_by("due_on", "pk")
    )


def open_close_out(partnership: Partnership) -> QuerySet[CloseOutTask]:
    """As `close_out_of`, of an agreement in which something is still open."""
    open_still = CloseOutTask.objects.filter(
        agreement=OuterRef("agreement"), dropped_at=None, done_at=None
    )
    rows = CloseOutTask.objects.filter(
        Exists(open_still), agreement__partnership=partnership, dropped_at=None
    )
    return rows.select_related("done_by", "agreement").order_by("due_on", "pk")


def open_windows(partnership: Partnership) -> QuerySet[Renewal]:
    """The window that is open now, with its agreement."""
    rows = Renewal.objects.filter(agreement__partnership=partnership, state=RenewalState.OPEN)
    return rows.select_related("agreement", "confirmed_by").order_by("year")[:1]


def ends_before_notice(agreement: Agreement) -> date | None:
    """The last day that was agreed before notice was given: None for an evergreen. The audit keeps
    it, where notice made the agreement shorter; one query."""
    if agreement.kind == AgreementKind.EVERGREEN:
        return None
    told = (
        AuditEntry.objects.filter(
            object_type=Agreement._meta.label_lower,
            object_id=agreement.public_id,
            verb="agreement.notice_given",
        )
        .order_by("-pk")
        .values_list("changes", flat=True)
        .first()
    )
    before = (told or {}).get("ends_on")
    return date.fromisoformat(before[0]) if before else agreement.ends_on


def successor_of(agreement: Agreement) -> Agreement | None:
    """What binds both sides after it; one query."""
    return (
        Agreement.objects.filter(
            partnership=agreement.partnership_id,
            starts_on__gt=agreement.starts_on,
            state__in=BINDING_STATES,
        )
        .order_by("starts_on")
        .first()
    )
