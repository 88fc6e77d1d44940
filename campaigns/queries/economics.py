"""Cost, revenue and ROI of partnerships over their life (product.md, row 32).

Fees count on the first day of their campaign, once it has come; what was owed beside them on its
last day; revenue on the day it was measured.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from campaigns.enums import CollaborationState
from campaigns.models import Collaboration, Payment, Result
from campaigns.rules.economics import ACQUISITION, Dated, Span, amortised, span
from core.exchange import RateTable
from core.exchange_rates import rate_table
from core.money import Money, totals
from partnerships.enums import CommitmentKind
from partnerships.models import AcquisitionCost, Partnership
from partnerships.rules.pace import anniversary


@dataclass(frozen=True)
class CampaignCost:
    """One campaign of the partnership: its fee, and its part of the acquisition."""

    name: str
    public_id: str
    starts_on: date
    fee: Money
    cost: list[Money]


@dataclass(frozen=True)
class Economics:
    """`life`: from the beginning to today; `year`: the last 12 months, after `year_from`, with
    the acquisition's part of the campaigns that began in them. `campaigns`: finished or confirmed
    ones, what the acquisition is spread over."""

    life: Span
    year: Span
    year_from: date
    home: str
    acquisition: list[Money]
    amortised: list[Money]
    campaigns: list[CampaignCost] = field(default_factory=list)


def economics(partnership_ids: Iterable[int]) -> dict[int, Economics]:
    """Every id asked for is in the answer, if it is a partnership of the workspace. Six queries."""
    ids = list(partnership_ids)
    rows = Partnership.objects.filter(pk__in=ids).select_related("creator", "workspace")
    read = _Read(ids)
    return {row.pk: _of(row, read) for row in rows}


class _Read:
    """All rows of these partnerships, by partnership."""

    def __init__(self, ids: list[int]) -> None:
        self.rates: RateTable = rate_table()
        promised = [CollaborationState.CONFIRMED, CollaborationState.CLOSED]
        self.parts: dict[int, list[Collaboration]] = _grouped(
            Collaboration.objects.filter(partnership__in=ids, state__in=promised)
            .select_related("campaign")
            .order_by("campaign__starts_on", "pk")
        )
        self.payments: dict[int, list[Payment]] = _grouped(
            Payment.objects.filter(partnership__in=ids).exclude(kind=CommitmentKind.FEE)
        )
        self.costs: dict[int, list[AcquisitionCost]] = _grouped(
            AcquisitionCost.objects.filter(partnership__in=ids)
        )
        self.revenue: dict[int, list[Dated]] = defaultdict(list)
        sums = (
            Result.objects.filter(collaboration__partnership__in=ids, revenue_amount__isnull=False)
            .exclude(collaboration__state=CollaborationState.DECLINED)
            .order_by("day")
            .values_list("collaboration__partnership", "revenue_currency", "day")
            .annotate(Sum("revenue_amount"))
        )
        for pk, currency, day, amount in sums:
            self.revenue[pk].append((Money(amount, currency), day))


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.partnership_id].append(row)
    return found


def _of(partnership: Partnership, read: _Read) -> Economics:
    today = timezone.localdate(timezone=partnership.creator.zone)
    year_from = anniversary(today, -1)
    home = partnership.workspace.currency
    parts = read.parts.get(partnership.pk, [])
    began = [part for part in parts if part.campaign.starts_on <= today]
    acquired: list[Dated] = [
        (Money(cost.amount, cost.currency), cost.on) for cost in read.costs.get(partnership.pk, [])
    ]
    whole = totals(money for money, _day in acquired)
    each = amortised(whole, len(parts))
    lately = [part for part in began if part.campaign.starts_on > year_from]
    costs = _costs(began, read.payments.get(partnership.pk, []), today)
    revenue = [one for one in read.revenue.get(partnership.pk, []) if one[1] <= today]
    life = span(
        {**costs, ACQUISITION: acquired}, revenue, rates=read.rates, home=home, n=len(began)
    )
    spread = [(money, part.campaign.starts_on) for part in lately for money in each]
    of_year = {kind: [one for one in sums if one[1] > year_from] for kind, sums in costs.items()}
    year = span(
        {**of_year, ACQUISITION: spread},
        [one for one in revenue if one[1] > year_from],
        rates=read.rates,
        home=home,
        n=len(lately),
    )
    return Economics(
        life=life,
        year=year,
        year_from=year_from,
        home=home,
        acquisition=whole,
        amortised=each,
        campaigns=[_campaign(part, each) for part in parts],
    )


def _costs(
    began: Iterable[Collaboration], payments: Iterable[Payment], today: date
) -> Mapping[str, list[Dated]]:
    found: dict[str, list[Dated]] = defaultdict(list)
    for part in began:
        if part.fee_amount:
            fee = Money(part.fee_amount, part.fee_currency)
            found[CommitmentKind.FEE].append((fee, part.campaign.starts_on))
    for payment in payments:
        day = payment.last or payment.due_on
        # A session to be paid next month has been held: its rate is today's until then.
        found[payment.kind].append((Money(payment.amount, payment.currency), min(day, today)))
    return found


def _campaign(part: Collaboration, each: list[Money]) -> CampaignCost:
    fee = Money(part.fee_amount, part.fee_currency)
    return CampaignCost(
        name=part.campaign.name,
        public_id=part.campaign.public_id,
        starts_on=part.campaign.starts_on,
        fee=fee,
        cost=totals([fee, *each]),
    )


def acquisition_of(partnership: Partnership) -> list[AcquisitionCost]:
    """The newest first, with who wrote it down; one query."""
    rows = AcquisitionCost.objects.filter(partnership=partnership).select_related("by")
    return list(rows.order_by("-on", "-pk"))
