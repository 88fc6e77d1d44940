"""What a year's plan proposes for each creator of the first tier (product.md, row 30)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from core.money import Money
from partnerships.enums import Tier
from partnerships.models import Agreement, Brand, BudgetPlan, Partnership
from partnerships.queries.policies import policies_of
from partnerships.rules.agreements import KEPT_STATES
from partnerships.rules.pace import contract_year
from partnerships.rules.tenure import percent_in, priced


@dataclass(frozen=True)
class Proposal:
    """Times × rate; `money` is None where nothing says a price. `agreed`: as an agreement in force
    that year has it, else as the tier's policy."""

    partnership: Partnership
    times: int
    money: Money | None
    currency: str
    agreed: bool


def proposals(brand: Brand, year: int, plan: BudgetPlan | None) -> list[Proposal]:
    """Living partners of the first tier and whoever has a line already, by name; what the plan
    says, else the agreement, else the policy. Six queries."""
    lines = {row.partnership_id: row for row in plan.lines.all()} if plan else {}
    wanted = Q(brand=brand, tier=Tier.T1, ended_on=None) | Q(pk__in=list(lines), brand=brand)
    partners = Partnership.objects.filter(wanted).select_related("creator")
    agreements = _agreements([row.pk for row in partners], year)
    usual = policies_of(brand)[Tier.T1].campaigns_a_year
    found = []
    for partner in partners.order_by("creator__name", "pk"):
        line = lines.get(partner.pk)
        agreement = agreements.get(partner.pk)
        if line is not None:
            money = Money(line.rate, line.currency)
            found.append(Proposal(partner, line.times, money, line.currency, False))
        elif agreement is not None:
            price = effective_price(agreement, year)
            times = agreement.campaigns_a_year
            found.append(Proposal(partner, times, price, agreement.currency, True))
        else:
            found.append(Proposal(partner, usual, None, brand.workspace.currency, False))
    return found


def effective_price(agreement: Agreement, year: int) -> Money | None:
    """The dearest agreed price in the agreement's currency, with the tenure of the first of its
    days in `year`: a plan had better be too careful. `rates` and `tenure_steps` are prefetched."""
    amounts = [r.amount for r in agreement.rates.all() if r.currency == agreement.currency]
    if not amounts:
        return None
    day = max(agreement.starts_on, date(year, 1, 1))
    found = contract_year(agreement.starts_on, None, day)
    steps = [(step.from_year, step.percent) for step in agreement.tenure_steps.all()]
    percent = percent_in(steps, found.number if found else 1) if steps else Decimal(0)
    return Money(priced(max(amounts), percent), agreement.currency)


def _agreements(partnership_ids: list[int], year: int) -> dict[int, Agreement]:
    """Partnership id → its last agreement with a day in `year`; three queries."""
    rows = (
        Agreement.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=date(year, 1, 1)),
            partnership__in=partnership_ids,
            state__in=KEPT_STATES,
            starts_on__lte=date(year, 12, 31),
        )
        .prefetch_related("rates", "tenure_steps")
        .order_by("starts_on", "pk")
    )
    return {row.partnership_id: row for row in rows}
