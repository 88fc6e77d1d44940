"""Whether what an agreement promises fits the budget of its first year (product.md, row 30)."""

from core.money import Money
from partnerships.models import Agreement
from partnerships.queries.budget import budget_check
from partnerships.rules.budget import BudgetWarning
from partnerships.rules.budget_agreement import promised_in


def check_agreement(agreement: Agreement) -> BudgetWarning | None:
    """Retainers and guaranteed campaigns of the year that it begins in; None where it promises
    nothing of the kind."""
    adding = promised_in(
        agreement.starts_on.year,
        first=agreement.starts_on,
        last=agreement.ends_on,
        retainers=[
            (Money(row.amount, row.currency), row.starts_on, row.ends_on)
            for row in agreement.retainers.all()
        ],
        guaranteed=agreement.guaranteed_a_year or 0,
        prices=[
            Money(row.amount, row.currency)
            for row in agreement.rates.all()
            if row.currency == agreement.currency
        ],
    )
    if not adding:
        return None
    return budget_check(brand=agreement.partnership.brand, on=agreement.starts_on, adding=adding)
