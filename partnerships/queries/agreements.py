"""Agreements as other rooms and both sides may ask for them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from core.models import OutgoingMail
from partnerships.enums import AgreementState
from partnerships.models import Agreement, Partnership
from partnerships.rules.agreements import KEPT_STATES, SHARED_STATES

# Which of several agreements stands for the partnership: what binds, then what is about to.
_RANK = {
    AgreementState.IN_FORCE: 0,
    AgreementState.IN_NOTICE: 0,
    AgreementState.SIGNED: 1,
    AgreementState.SENT: 2,
    AgreementState.DRAFT: 3,
    AgreementState.ENDED: 4,
    AgreementState.WITHDRAWN: 5,
}


def agreement_in_force(partnership: Partnership, on: date) -> Agreement | None:
    """The agreement that binds both sides on the day `on` (a date in the creator's zone), past or
    future; with its rates. Asks the days, so it is right before the clock has moved the state."""
    return (
        Agreement.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=on),
            partnership=partnership,
            state__in=KEPT_STATES,
            starts_on__lte=on,
        )
        .prefetch_related("rates")
        .order_by("-starts_on", "-pk")
        .first()
    )


def agreements_in_force(partnership_ids: Iterable[int], on: date) -> dict[int, Agreement]:
    """Partnership id → its agreement in force on `on`, for many at once; two queries."""
    rows = (
        Agreement.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=on),
            partnership__in=list(partnership_ids),
            state__in=KEPT_STATES,
            starts_on__lte=on,
        )
        .prefetch_related("rates")
        .order_by("starts_on", "pk")
    )
    return {row.partnership_id: row for row in rows}


def current_agreement(partnership: Partnership) -> Agreement | None:
    """The one that stands for the partnership today as both sides know it: in force, else
    signed, else sent, else the last that ended. Never a draft or a withdrawn one."""
    rows = Agreement.objects.filter(
        partnership=partnership, state__in=SHARED_STATES
    ).prefetch_related("rates")
    return leading(rows)


def mail_of(agreement: Agreement) -> OutgoingMail | None:
    """The mail that took it to the creator, with its fate."""
    return OutgoingMail.objects.filter(
        about_type=agreement._meta.label_lower, about_id=agreement.public_id, kind="agreement"
    ).first()


def leading(rows: Iterable[Agreement]) -> Agreement | None:
    """Of these, the one to show first; the later start decides between equals."""
    ranked = sorted(rows, key=lambda a: (_RANK[AgreementState(a.state)], -a.starts_on.toordinal()))
    return ranked[0] if ranked else None


def leading_in_short(partnership: str) -> Subquery:
    """`leading` beside a row whose partnership is named by the column `partnership`: a mapping of
    its public id and state, or None."""
    ranked = [When(state=state, then=rank) for state, rank in _RANK.items()]
    return Subquery(
        Agreement.objects.filter(partnership=OuterRef(partnership))
        .annotate(told=JSONObject(public_id="public_id", state="state"))
        .order_by(Case(*ranked, default=len(_RANK)), "-starts_on", "pk")
        .values("told")[:1]
    )


def leading_of(partnership_ids: Iterable[int]) -> dict[int, Agreement]:
    """Partnership id → its leading agreement (a draft too: for members only), of which the state
    and the start are read; one query."""
    return leading_from(leading_rows(partnership_ids))


def leading_rows(partnership_ids: Iterable[int]) -> QuerySet[Agreement]:
    """The question that `leading_from` takes the answer of."""
    rows = Agreement.objects.filter(partnership__in=list(partnership_ids))
    return rows.only("partnership", "state", "starts_on")


def leading_from(rows: Iterable[Agreement]) -> dict[int, Agreement]:
    found: dict[int, list[Agreement]] = {}
    for row in rows:
        found.setdefault(row.partnership_id, []).append(row)
    return {pk: first for pk, rows in found.items() if (first := leading(rows))}


def moved_by_date(at: datetime) -> QuerySet[Agreement]:
    """Agreements whose state may have to follow the calendar at `at`, wherever the creator
    lives: it is tomorrow already fourteen hours east of Greenwich."""
    latest = (at + timedelta(hours=14)).date()
    return (
        Agreement.objects.filter(
            Q(state=AgreementState.SIGNED, starts_on__lte=latest)
            | Q(
                state__in=[AgreementState.IN_FORCE, AgreementState.IN_NOTICE],
                ends_on__lt=latest,
            )
        )
        .select_related(
            "partnership__creator",
            "partnership__brand",
            "partnership__owner",
            "partnership__workspace",
        )
        .order_by("pk")
    )
