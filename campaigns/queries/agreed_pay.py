"""What agreements pay beside fees, and what they have paid: read for the job that writes it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from campaigns.models import Payment, Result
from partnerships.enums import CommitmentKind, CommitmentState
from partnerships.models import Agreement, Commitment
from partnerships.rules.agreements import KEPT_STATES


def paying_agreements() -> QuerySet[Agreement]:
    """Agreements whose retainers and performance terms may bring a payment, amended ones among
    them: what they paid before the change is read from it. Ended ones too, for as long as there
    are any: results that come in late are still owed."""
    paying = Q(retainers__isnull=False) | Q(performance_terms__isnull=False) | Q(
        amendments__state="in_force"
    )  # fmt: skip
    return (
        Agreement.objects.filter(paying, state__in=KEPT_STATES)
        .select_related("workspace", "partnership__creator", "partnership__brand")
        .distinct()
        .order_by("pk")
    )


def written_for(agreement: Agreement, kind: str) -> list[Payment]:
    return list(Payment.objects.filter(agreement=agreement, kind=kind).order_by("pk"))


def retainer_commitments(agreement: Agreement) -> dict[str, Commitment]:
    """Key → what the ledger holds of the agreement's retainers, released months left out."""
    rows = Commitment.objects.filter(
        kind=CommitmentKind.RETAINER, key__startswith=f"retainer:{agreement.public_id}:"
    ).exclude(state=CommitmentState.RELEASED)
    return {row.key: row for row in rows}


@dataclass(frozen=True)
class Rows:
    """Sums of result rows behind a share or a bonus, of one campaign."""

    campaign: str
    public_id: str
    rows: int
    revenue: Decimal | None
    first: date
    last: date


def rows_behind(payment: Payment) -> list[Rows]:
    """The result rows a computed payment counts, campaign by campaign, as they stand now; one
    query."""
    basis: dict[str, Any] = payment.basis
    found = Result.objects.filter(collaboration__partnership_id=payment.partnership_id)
    if basis.get("market"):
        found = found.filter(market=basis["market"])
    if basis.get("campaign"):
        found = found.filter(collaboration__public_id=basis["campaign"])
    else:
        found = found.filter(day__gte=payment.first, day__lte=payment.last)
        for part, market in basis.get("left_out", ()):
            found = found.exclude(collaboration__public_id=part, market=market)
    if payment.kind == CommitmentKind.REVENUE_SHARE:
        found = found.filter(revenue_currency=payment.currency)
    grouped: Any = (
        found.order_by("collaboration__campaign__starts_on")
        .values("collaboration__campaign__name", "collaboration__campaign__public_id")
        .annotate(n=Count("pk"), revenue=Sum("revenue_amount"), first=Min("day"), last=Max("day"))
    )
    return [
        Rows(
            row["collaboration__campaign__name"], row["collaboration__campaign__public_id"],
            row["n"], row["revenue"], row["first"], row["last"],
        )
        for row in grouped
    ]  # fmt: skip
