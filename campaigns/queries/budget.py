"""What work of a campaign does to the year's budget of its brand (product.md, row 30)."""

from collections.abc import Mapping, Sequence
from datetime import date

from campaigns.models import Campaign, Collaboration, Payment
from campaigns.queries.fees import default_fees
from core.money import Money
from partnerships.models import Partnership
from partnerships.queries.budget import budget_check
from partnerships.rules.budget import BudgetWarning


def check_adding(
    campaign: Campaign,
    partnerships: Sequence[Partnership],
    fees: Mapping[int, Money],
    content_format: str,
) -> BudgetWarning | None:
    """With the fees that were typed, else the usual ones; they count for the campaign's first
    day."""
    usual = default_fees(partnerships, content_format, campaign.starts_on)
    adding = [fees.get(row.pk) or usual[row.pk] for row in partnerships]
    return budget_check(brand=campaign.brand, on=campaign.starts_on, adding=adding)


def check_fee(part: Collaboration, fee: Money) -> BudgetWarning | None:
    """With another fee in place of the one promised; a lower one is nothing to warn of."""
    if fee.currency == part.fee_currency and fee.amount <= part.fee_amount:
        return None
    campaign = part.campaign
    key = f"fee:{part.public_id}"
    return budget_check(brand=campaign.brand, on=campaign.starts_on, adding=fee, but=[key])


def check_by_hand(
    partnership: Partnership, money: Money, due_on: date, *, before: Payment | None = None
) -> BudgetWarning | None:
    """With a payment written by hand, or with another sum in place of the one of `before`; a lower
    one of the same year is nothing to warn of."""
    if (
        before
        and (before.currency, before.due_on.year) == (money.currency, due_on.year)
        and money.amount <= before.amount
    ):
        return None
    but = [before.key] if before else []
    return budget_check(brand=partnership.brand, on=due_on, adding=money, but=but)
